package dev.scimlet.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.standard.StandardTypes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of {@code examples.json} that need a schema; the others are tested where the language is. */
class FilterCorpusTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final ResourceType USER = StandardTypes.user();
    private static final ResourceType GROUP = StandardTypes.group();

    @TestFactory
    Stream<DynamicTest> interoperable() throws IOException {
        List<JsonNode> cases =
                cases().stream().filter(example -> !isStrict(example)).toList();
        assertThat(cases).hasSizeGreaterThan(30);
        return cases.stream()
                .map(example -> dynamicTest(title(example), () -> check(example, ClientProfile.INTEROPERABLE)));
    }

    @TestFactory
    Stream<DynamicTest> strict() throws IOException {
        Set<String> twins = new HashSet<>();
        cases().stream().filter(FilterCorpusTest::isStrict).forEach(example -> twins.add(input(example)));
        return cases().stream()
                .filter(example -> isStrict(example) || !twins.contains(input(example)))
                .map(example -> dynamicTest(title(example), () -> check(example, ClientProfile.STRICT)));
    }

    private static List<JsonNode> cases() throws IOException {
        try (InputStream corpus =
                FilterCorpusTest.class.getResourceAsStream("/dev/scimlet/core/corpus/examples.json")) {
            List<JsonNode> cases = new ArrayList<>();
            JSON.readTree(corpus).get("cases").forEach(example -> {
                if (example.get("level").asText().equals("schema")) {
                    cases.add(example);
                }
            });
            return cases;
        }
    }

    private static boolean isStrict(JsonNode example) {
        return example.path("profile").asText().equals("strict");
    }

    private static String input(JsonNode example) {
        return example.get("expr") + "|" + example.get("kind") + "|" + example.get("schema");
    }

    private static String title(JsonNode example) {
        return example.get("n").asText() + " " + example.get("expr").asText() + ": "
                + example.get("why").asText();
    }

    private static void check(JsonNode example, ClientProfile profile) {
        ResourceType type = example.get("schema").asText().equals("User") ? USER : GROUP;
        PathBinder binder = new PathBinder(type.definition(), profile);
        String text = example.get("expr").asText();
        boolean filter = example.get("kind").asText().equals("filter");
        if (example.get("valid").asBoolean()) {
            String printed =
                    filter ? binder.filter(text).text() : binder.path(text).text();
            String again = filter
                    ? binder.filter(printed).text()
                    : binder.path(printed).text();
            assertThat(again).isEqualTo(printed);
        } else {
            assertThatExceptionOfType(ScimException.class)
                    .isThrownBy(() -> {
                        if (filter) {
                            binder.filter(text);
                        } else {
                            binder.path(text);
                        }
                    })
                    .satisfies(refused -> assertThat(refused.type().map(ErrorType::keyword))
                            .contains(example.get("error").asText()));
        }
    }
}
