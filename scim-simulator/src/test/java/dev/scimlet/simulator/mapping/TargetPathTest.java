package dev.scimlet.simulator.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.testkit.json.PlainJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName",
                "name.givenName",
                "emails[type eq \"work\"].value",
                "roles[primary eq \"True\"].display",
                "members",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
                "urn:ietf:params:scim:schemas:extension:blink:2.0:User:company"
            })
    void printsWritesAndReads(String text) {
        TargetPath path = TargetPath.parse(text);
        Map<String, Object> resource = new LinkedHashMap<>();
        path.write(resource, "value");

        assertThat(path.text()).isEqualTo(text);
        assertThat(path.read(resource)).contains("value");
        assertThat(path.read(Map.of())).isEmpty();
    }

    @Test
    void writesSeveralValuesIntoOneEntry() {
        Map<String, Object> resource = new LinkedHashMap<>();
        TargetPath.parse("addresses[type eq \"work\"].locality").write(resource, "Leeds");
        TargetPath.parse("addresses[type eq \"work\"].country").write(resource, "GB");
        TargetPath.parse("addresses[type eq \"other\"].formatted").write(resource, "Hull 1");

        assertThat(resource).isEqualTo(PlainJson.object("""
                                {"addresses": [{"type": "work", "locality": "Leeds", "country": "GB"},
                                               {"type": "other", "formatted": "Hull 1"}]}"""));
    }

    @Test
    void readsFromTheEntryThatIsMeant() {
        Map<String, Object> resource = PlainJson.object("""
                {"emails": [{"type": "home", "value": "a"}, {"type": "work", "value": "b"}],
                 "roles": [{"primary": true, "value": "Admin"}]}""");

        assertThat(TargetPath.parse("emails[type eq \"work\"].value").read(resource))
                .contains("b");
        assertThat(TargetPath.parse("roles[primary eq \"True\"].value").read(resource))
                .contains("Admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "emails[type eq work].value", "emails[type sw \"w\"].value", "a b"})
    void refusesWhatIsNoPath(String text) {
        assertThatThrownBy(() -> TargetPath.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
