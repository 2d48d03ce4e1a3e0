package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.examples.mediusflow.tenant.PasswordHashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediusFlowTest {

    @TempDir
    Path folder;

    @Test
    void printsAddressAndPasswordAtTheFirstStartOnly() throws IOException {
        Options options = Options.read(
                List.of("--port", "0", "--database", folder.resolve("medius").toString()));

        String first = greeting(options);
        String second = greeting(options);

        assertThat(first).contains("MediusFlow is at http://127.0.0.1:").containsPattern("password   \\S{23}");
        assertThat(first).containsPattern("--mapping mediusflow .*\n.* --url http://127.0.0.1:\\d+/scim/fabrikam-test");
        assertThat(second).contains("MediusFlow is at http://127.0.0.1:").doesNotContain("password");
    }

    @Test
    void replacesAForgottenPassword() throws IOException {
        Options options = Options.read(
                List.of("--port", "0", "--database", folder.resolve("medius").toString()));
        greeting(options);

        String printed = printed(out -> MediusFlow.resetPassword(options, "fabrikam/admin", out));

        String password = printed.strip().replaceAll(".*: ", "");
        try (MediusFlowServer server = MediusFlowServer.start(options, Clock.systemUTC(), PasswordHashing.STRONG)) {
            Browser browser = Browser.signedIn(server.address(), password);
            assertThat(browser.get("/console").headers().firstValue("Location")).contains("/password");
        }
        assertThatThrownBy(() -> printed(out -> MediusFlow.resetPassword(options, "fabrikam/nobody", out)))
                .hasMessage("nobody is called fabrikam/nobody");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port 70000",
                "--port x",
                "--port",
                "--colour red",
                "--database jdbc:mysql://x",
                "--base-url ftp://x",
                "--base-url https://x/path",
                "--base-url https://",
                "--base-url //x"
            })
    void explainsWrongOptions(String arguments) {
        assertThatThrownBy(() -> Options.read(List.of(arguments.split(" "))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(arguments.split(" ")[0]);
    }

    @Test
    void readsOptions() {
        Options options = Options.read(List.of(
                "--port",
                "9000",
                "--base-url",
                "https://mediusflow.example.com/",
                "--database",
                "jdbc:postgresql://db/x"));

        assertThat(options.port()).isEqualTo(9000);
        assertThat(options.baseUrl()).hasToString("Optional[https://mediusflow.example.com]");
        assertThat(options.database()).isEqualTo("jdbc:postgresql://db/x");
    }

    private static String greeting(Options options) throws IOException {
        try (MediusFlowServer server = MediusFlowServer.start(options, Clock.systemUTC(), PasswordHashing.STRONG)) {
            return printed(out -> MediusFlow.greet(server, out));
        }
    }

    private static String printed(Consumer<PrintStream> work) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        work.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
