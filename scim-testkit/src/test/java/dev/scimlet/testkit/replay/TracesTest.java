package dev.scimlet.testkit.replay;

import static dev.scimlet.testkit.replay.TestTraces.document;
import static dev.scimlet.testkit.replay.TestTraces.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scimlet.testkit.replay.Requirements.Attribute;
import dev.scimlet.testkit.replay.Requirements.AttributeType;
import dev.scimlet.testkit.replay.Requirements.ExtraSubAttribute;
import dev.scimlet.testkit.replay.Requirements.Settings;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracesTest {

    @Test
    void shipsTwentyTraces() {
        assertThat(Traces.all()).extracting(Trace::id).hasSize(20).isEqualTo(Traces.ids());
        assertThat(Traces.all().stream().mapToInt(trace -> trace.steps().size()).sum())
                .isEqualTo(511);
    }

    @Test
    void listsEveryFile() throws IOException, URISyntaxException {
        var index = Objects.requireNonNull(Traces.class.getResource("/dev/scimlet/testkit/traces/index.txt"));
        try (var files = Files.list(Path.of(index.toURI()).resolveSibling(""))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(
                            Traces.ids().stream().map(id -> id + ".json").toList());
        }
    }

    @Test
    void tellsWhatATracePresumes() {
        var requires = Traces.named("entra-mediusflow-legacy").requires();

        assertThat(requires.extensions())
                .containsExactly(new Requirements.Extension(
                        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                        List.of(new Attribute("manager", AttributeType.COMPLEX))));
        assertThat(requires.extraSubAttributes())
                .containsExactly(new ExtraSubAttribute("name", "displayName", AttributeType.STRING));
        assertThat(requires.filterable())
                .isEqualTo(Map.of(
                        "User", List.of("userName", "externalId"), "Group", List.of("displayName", "externalId")));
        assertThat(requires.settings()).isEqualTo(new Settings(false, false));
        assertThat(Traces.named("okta-spec-test").requires().settings().freshServer())
                .isTrue();
        assertThat(Traces.named("entra-scim-validator").requires().settings().groupDisplayNameUnique())
                .isTrue();
        assertThat(Traces.named("authentik-lifecycle").requires()).isEqualTo(Requirements.NONE);
        assertThat(requires.descriptions())
                .containsExactly(
                        "the extension urn:ietf:params:scim:schemas:extension:enterprise:2.0:User with manager",
                        "the sub-attribute name.displayName",
                        "filters of User by userName, externalId",
                        "filters of Group by displayName, externalId");
    }

    @Test
    void explainsEveryToleranceThatAStepNames() {
        assertThat(Traces.all())
                .flatExtracting(Trace::steps)
                .flatExtracting(TraceStep::quirks)
                .isNotEmpty()
                .allSatisfy(id -> assertThat(Tolerances.describe(id)).startsWith(id + ": "));
        assertThat(Tolerances.describe("T00")).isEqualTo("T00");
    }

    @Test
    void leavesOutHeadersThatTheClientDoesNotSend() {
        assertThat(Traces.named("entra-mediusflow-legacy")
                        .steps()
                        .get(0)
                        .request()
                        .headers()
                        .contains("User-Agent"))
                .isFalse();
    }

    @Test
    void namesTheTracesThatThereAre() {
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> Traces.named("nobody"))
                .withMessageContaining("nobody")
                .withMessageContaining("okta-spec-test");
    }

    @Test
    void readsTracesFromFiles(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("own.json"), document("", get("{\"status\": 200}")));

        assertThat(Traces.read(file).steps()).hasSize(1);
    }

    /** Rows: what is replaced in a good trace, by what, and what is said of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'scim-trace/1' | 'scim-trace/2' | the format is not scim-trace/1",
                "'idp': 'test', | ``             | 'idp' is missing",
                "'status'       | 'states'       | step 1: 'status' is missing",
                "200            | '200'          | step 1: not a status",
                "200            | []             | step 1: no status is expected",
                "'phase'        | 'fase'         | step 1: 'phase' is missing",
                "'jsonAbsent'   | 'jsonabsent'   | step 1: the format knows no 'jsonabsent'",
                "'/members'     | 'members'      | step 1: a JSON pointer begins with",
                "'/Users/1'     | 'Users/1'      | step 1: the path must begin with",
                "'/Users/1'     | '/Users/${u}'  | step 1: nothing has given ${u} a value",
                "'application'  | '('            | step 1: not a regular expression",
                "'@any'         | '@every'       | step 1: there is no matcher @every",
                "'GET'          | 7              | step 1: 'method' must be a string",
                "'sources'      | 'source'       | the format knows no 'source'",
                "'steps'        | 'step'         | there are no steps",
                "{'status'      | ['status'      | (line",
            })
    void refusesASlip(String good, String bad, String message) {
        var document = document(
                "",
                get("{\"status\": 200, \"headers\": {\"Content-Type\": \"application\"},"
                        + " \"jsonSubset\": {\"id\": {\"@any\": true}}, \"jsonAbsent\": [\"/members\"]}"));
        assertThat(TestTraces.read(document).steps()).hasSize(1);
        String spoiled = document.replace(good.replace('\'', '"'), bad.replace('\'', '"'));

        assertThat(spoiled).isNotEqualTo(document);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestTraces.read(spoiled))
                .withMessageStartingWith("trace test: ")
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'extension': []}                                        | the format knows no 'extension'",
                "{'settings': {'fresh': true}}                            | the format knows no 'fresh'",
                "{'settings': {'freshServer': 'yes'}}                     | 'freshServer' must be a boolean",
                "{'extensions': [{'urn': 'u', 'attributes': [{'name': 'a', 'type': 'decimal'}]}]} | DECIMAL",
                "{'extensions': {}}                                       | 'extensions' must be a list",
            })
    void refusesRequirementsThatNobodyKnows(String requires, String message) {
        var document = document("\"requires\": %s,".formatted(requires.replace('\'', '"')), get("{\"status\": 200}"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestTraces.read(document))
                .withMessageContaining(message);
    }
}
