package dev.scimlet.examples.mediusflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.examples.mediusflow.tenant.TestPasswords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediusFlowTest {

    @TempDir
    Path folder;

    @Test
    void printsAddressAndPasswordAtTheFirstStartOnly() {
        Options options = options(0);

        String first = greeting(options);
        String second = greeting(options);

        assertThat(first).contains("MediusFlow is at http://127.0.0.1:").containsPattern("password   \\S{23}");
        assertThat(first).containsPattern("--mapping mediusflow .*\n.* --url http://127.0.0.1:\\d+/scim/fabrikam-test");
        assertThat(second).contains("MediusFlow is at http://127.0.0.1:").doesNotContain("password");
    }

    @Test
    void replacesAForgottenPassword() {
        Options options = options(0);
        greeting(options);

        String printed = printed(out -> MediusFlow.resetPassword(options, "fabrikam/admin", out));

        String password = printed.strip().replaceAll(".*: ", "");
        try (MediusFlowServer server = MediusFlowServer.start(options, Clock.systemUTC(), TestPasswords.QUICK)) {
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
    void saysWhenThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Options options = options(taken.getLocalPort());

            assertThatThrownBy(() -> MediusFlowServer.start(options, Clock.systemUTC(), TestPasswords.QUICK))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("cannot listen on port " + taken.getLocalPort()
                            + " \\(.+\\); choose another one with --port");
        }
    }

    @Test
    void showsTheFirstPasswordThoughTheFirstStartFailed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> greeting(options(taken.getLocalPort()))).hasMessageContaining("cannot listen");
        }

        assertThat(greeting(options(0))).containsPattern("password   \\S{23}");
    }

    @Test
    void saysWhenTheDatabaseCannotBeOpened() {
        Options options = Options.read(List.of("--port", "0", "--database", "jdbc:postgresql://127.0.0.1:1/none"));

        assertThatThrownBy(() -> MediusFlowServer.start(options, Clock.systemUTC(), TestPasswords.QUICK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the database cannot be opened: ")
                .hasMessageContaining("127.0.0.1:1");
    }

    @Test
    void givesANewPasswordWhileTheServerRuns() throws IOException {
        try (MediusFlowServer server = MediusFlowServer.start(options(0), Clock.systemUTC(), TestPasswords.QUICK)) {
            Optional<String> before = passwordHash(server);

            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            MediusFlow.class.getName(),
                            "--database",
                            folder.resolve("medius").toString(),
                            "--reset-password",
                            "fabrikam-test/admin")
                    .redirectErrorStream(true)
                    .start();

            assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("One-time password for fabrikam-test/admin: ");
            assertThat(passwordHash(server)).isNotEqualTo(before);
        }
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

    private static Optional<String> passwordHash(MediusFlowServer server) {
        return server.database().first("select password_hash from administrators", row -> row.text("password_hash"));
    }

    private Options options(int port) {
        return Options.read(List.of(
                "--port",
                Integer.toString(port),
                "--database",
                folder.resolve("medius").toString()));
    }

    private static String greeting(Options options) {
        try (MediusFlowServer server = MediusFlowServer.start(options, Clock.systemUTC(), TestPasswords.QUICK)) {
            return printed(out -> MediusFlow.greet(server, out));
        }
    }

    private static String printed(Consumer<PrintStream> work) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        work.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
