package dev.scimlet.testkit.replay;

import static dev.scimlet.testkit.replay.TestTraces.document;
import static dev.scimlet.testkit.replay.TestTraces.step;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.testkit.http.ScriptedServer;
import dev.scimlet.testkit.http.ScriptedServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayCommandTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private String trace = "";

    @BeforeEach
    void writeTrace() throws IOException {
        String step =
                step("GET", "/Users", "\"headers\": {\"Authorization\": \"Bearer ${token}\"}", "{\"status\": 200}");
        trace = Files.writeString(
                        folder.resolve("trace.json"),
                        document("\"requires\": {\"settings\": {\"freshServer\": true}},", step))
                .toString();
    }

    private int run(String... arguments) {
        return ReplayCommand.run(new PrintStream(printed, true, UTF_8), arguments);
    }

    private String output() {
        return printed.toString(UTF_8);
    }

    @Test
    void replaysTracesAndSaysThatTheyPassed() throws IOException {
        try (var server = ScriptedServer.answering(Answer.scim(200, ""), Answer.scim(200, ""))) {
            int exitCode = run("--url", server.uri() + "/scim", "--token", "abc", "--file", trace, "--file", trace);

            assertThat(exitCode).isEqualTo(ReplayCommand.PASSED);
            assertThat(output()).contains("ok   test: 1 steps").endsWith("0 of 2 traces failed\n");
            assertThat(server.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request)
                            .startsWith("GET /scim/Users ")
                            .contains("Authorization: Bearer abc\r\n"));
        }
    }

    @Test
    void saysWhatFailedAndWhatTheTraceNeeds() throws IOException {
        var token = Files.writeString(folder.resolve("token"), "TopSecret\n").toString();
        try (var server = ScriptedServer.answering(Answer.scim(500, ""))) {
            int exitCode = run("--url", server.uri() + "/scim", "--token-file", token, "--file", trace);

            assertThat(exitCode).isEqualTo(ReplayCommand.FAILED);
            assertThat(output())
                    .contains("status: expected 200, found 500 [T40, T49]")
                    .contains("the trace needs a server without other users and groups")
                    .endsWith("1 of 1 traces failed\n")
                    .doesNotContain("TopSecret");
            assertThat(server.requests().get(0)).contains("Authorization: Bearer TopSecret\r\n");
        }
    }

    @Test
    void replaysTheTracesThatAreNamed() throws IOException {
        try (var server = ScriptedServer.answering(Answer.close(""))) {
            run("--url", server.uri().toString(), "--token", "t", "--trace", "okta-spec-test", "--timeout", "5");

            assertThat(output()).startsWith("FAIL okta-spec-test").endsWith("1 of 1 traces failed\n");
        }
    }

    @Test
    void listsTheTracesThatShip() {
        assertThat(run("--list")).isEqualTo(ReplayCommand.PASSED);
        assertThat(output()).contains("""
                        okta-spec-test: Okta SCIM 2.0 specification test, in order (12 steps)
                            needs a server without other users and groups
                        """);
        assertThat(Traces.ids()).allSatisfy(id -> assertThat(output()).contains(id + ": "));
    }

    @Test
    void explainsItselfWhenAsked() {
        assertThat(run("--trace", "okta-spec-test", "--help")).isEqualTo(ReplayCommand.PASSED);
        assertThat(output()).contains("replay --url URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--url http://127.0.0.1/scim",
                "--token x",
                "--url ftp://x/ --token x",
                "--url http://127.0.0.1/scim?a --token x",
                "--url",
                "--url http://127.0.0.1/scim --token x --trace nobody",
                "--url http://127.0.0.1/scim --token x --file /does/not/exist",
                "--url http://127.0.0.1/scim --token-file /does/not/exist",
                "--url http://127.0.0.1/scim --token x --timeout 0",
                "--url http://127.0.0.1/scim --token x --timeout soon",
                "--url http://127.0.0.1/scim --token x --verbose",
                "--url :// --token x"
            })
    void explainsItselfWhenMisused(String arguments) {
        int exitCode = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(exitCode).isEqualTo(ReplayCommand.MISUSED);
        assertThat(output()).contains("replay --url URL");
    }
}
