package dev.scimlet.simulator.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingFileTest {

    @ParameterizedTest
    @ValueSource(strings = {"mediusflow", "mediusflow-2020", "blink", "blink-2019", "default"})
    void readsWhatItWrites(String name) {
        SynchronizationSchema schema = StandardMappings.named(name).orElseThrow();

        assertThat(MappingFile.parse(MappingFile.text(schema))).isEqualTo(schema);
    }

    @Test
    void readsEverythingThatARowMayHave() {
        ObjectMapping users = MappingFile.parse("""
                        {"users": [
                          {"sourceAttribute": "mail", "targetAttribute": "userName", "matchingPrecedence": 2},
                          {"sourceAttribute": "employeeId", "targetAttribute": "externalId", "matchingPrecedence": 1},
                          {"constantValue": "Entra \\"ID\\"", "targetAttribute": "userType",
                           "applyThisMapping": "onlyDuringObjectCreation"},
                          {"expression": "ToUpper([country])", "targetAttribute": "locale", "defaultValueIfNull": "en-GB"}
                        ]}
                        """).users();

        assertThat(users.matchingAttributes())
                .extracting(row -> row.target().text())
                .containsExactly("externalId", "userName");
        assertThat(users.reference()).isEmpty();
        assertThat(users.attributes().get(2).onlyDuringCreation()).isTrue();
        Map<TargetPath, Object> values = users.evaluate(name -> Optional.empty());
        assertThat(values)
                .containsEntry(TargetPath.parse("userType"), "Entra \"ID\"")
                .containsEntry(TargetPath.parse("locale"), "en-GB");
        SynchronizationSchema schema = new SynchronizationSchema(users, Optional.empty());
        assertThat(MappingFile.parse(MappingFile.text(schema))).isEqualTo(schema);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | object",
                "{} | 'users' must be a list of rows",
                "{\"people\": []} | 'people' is not known",
                "{\"users\": []} | users: a mapping needs a matching attribute",
                "{\"users\": [1]} | users, row 1: a row must be an object",
                "{\"users\": [{\"targetAttribute\": \"userName\"}]} | users, row 1: one of sourceAttribute",
                "{\"users\": [{\"sourceAttribute\": \"mail\"}]} | users, row 1: 'targetAttribute' is missing",
                "{\"users\": [{\"sourceAttribute\": \"[mail]\", \"targetAttribute\": \"title\"}]} | is not the name",
                "{\"users\": [{\"source\": \"mail\", \"targetAttribute\": \"title\"}]} | 'source' is not known",
                "{\"users\": [{\"expression\": \"Foo()\", \"targetAttribute\": \"title\"}]} | unknown function Foo",
                "{\"users\": [{\"constantValue\": 1, \"targetAttribute\": \"title\"}]} | must be text",
            })
    void saysWhereItGoesWrong(String text, String message) {
        assertThatThrownBy(() -> MappingFile.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "\"first\"", "1.5", "-1"})
    void wantsPrecedencesFromOne(String precedence) {
        String row = "{\"sourceAttribute\": \"mail\", \"targetAttribute\": \"userName\", \"matchingPrecedence\": "
                + precedence + "}";

        assertThatThrownBy(() -> MappingFile.parse("{\"users\": [" + row + "]}"))
                .hasMessageContaining("users, row 1: 'matchingPrecedence' must be a number from 1");
    }

    @Test
    void takesOneReferenceATable() {
        String reference = "{\"sourceAttribute\": \"manager\", \"targetAttribute\": \"manager\"}";

        assertThatThrownBy(() -> MappingFile.parse("{\"users\": [" + reference + ", " + reference + "]}"))
                .hasMessageContaining("users, row 2: 'manager' has one row");
    }

    @Test
    void addsAttributesWithTheYears() {
        List<String> later = targets(StandardMappings.blink());
        later.removeAll(targets(StandardMappings.blink2019()));
        assertThat(later)
                .extracting(target -> target.substring(target.lastIndexOf(':') + 1))
                .containsExactly("company", "description", "location");
        assertThat(targets(StandardMappings.mediusflow()))
                .hasSize(targets(StandardMappings.mediusflow2020()).size() + 8);
    }

    private static List<String> targets(SynchronizationSchema schema) {
        return new ArrayList<>(schema.users().attributes().stream()
                .map(row -> row.target().text())
                .toList());
    }
}
