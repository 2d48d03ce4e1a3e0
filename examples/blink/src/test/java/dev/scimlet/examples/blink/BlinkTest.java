package dev.scimlet.examples.blink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.protocol.access.BearerTokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line. */
class BlinkTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T08:30:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void tellsWhatToDoNext() {
        try (TestBlink blink = TestBlink.empty()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();

            Blink.greet(blink.link(), new PrintStream(bytes, true, StandardCharsets.UTF_8));

            assertThat(bytes.toString(StandardCharsets.UTF_8))
                    .contains("blink.jar token issue contoso")
                    .contains("entra --mapping blink --users 100")
                    .contains("--url " + blink.link() + " --token $TOKEN");
        }
    }

    @Test
    void issuesListsAndRevokesTokens() throws SQLException {
        String contoso = command("token issue contoso --new").strip();
        String fabrikam = command("token issue fabrikam --new --days 30").strip();

        assertThat(contoso).matches("sct_[A-Za-z0-9_-]{43}").isNotEqualTo(fabrikam);
        assertThat(command("token list").lines().map(line -> line.substring(line.indexOf(' '))))
                .containsExactly(
                        "  contoso               issued 2026-03-02T08:30:00Z"
                                + "  last used never              good until 2027-03-02T08:30:00Z",
                        "  fabrikam              issued 2026-03-02T08:30:00Z"
                                + "  last used never              good until 2026-04-01T08:30:00Z");

        String id = first(command("token list"));
        command("token revoke " + id);

        assertThat(command("token list").lines().toList().get(0)).endsWith("revoked 2026-03-02T08:30:00Z");
        assertThatThrownBy(() -> command("token revoke " + id))
                .hasMessage("there is no token " + id + " that is not revoked yet");
        try (TestBlink blink = TestBlink.on(options("").database())) {
            assertThat(blink.send("GET", "/Users", contoso, "").statusCode()).isEqualTo(401);
            assertThat(blink.rows("select hash from scimlet_credentials"))
                    .hasSize(2)
                    .doesNotContain(contoso, fabrikam);
        }
    }

    private static String first(String list) {
        return list.substring(0, list.indexOf(' '));
    }

    @Test
    void issuesTokensWhileTheApplicationRuns() throws SQLException {
        try (TestBlink blink = TestBlink.on(options("").database())) {
            String token = command("token issue contoso --new").strip();

            assertThat(blink.send("GET", "/Users", token, "").statusCode()).isEqualTo(200);
            blink.server.directories().write();
            assertThat(command("token list")).doesNotContain("last used never");
            command("token revoke " + first(command("token list")));
            assertThat(blink.send("GET", "/Users", token, "").statusCode()).isEqualTo(401);
        }
    }

    /** As they lie in the table of the version before. */
    @Test
    void takesOverTokensThatWereIssuedBefore() throws SQLException {
        String database = options("").database();
        try (TestBlink blink = TestBlink.on(database)) {
            for (String token : List.of("live", "revoked")) {
                blink.change(
                        "insert into provisioning_tokens (customer, token_hash, created_at, expires_at, revoked_at)"
                                + " values ('contoso', ?, timestamp with time zone '2026-03-01 00:00:00+00', null, "
                                + (token.equals("live") ? "null)" : "current_timestamp)"),
                        BearerTokens.hash(token));
            }
            assertThat(blink.send("GET", "/Users", "live", "").statusCode()).isEqualTo(401);
        }

        try (TestBlink blink = TestBlink.on(database)) {
            assertThat(blink.send("GET", "/Users", "live", "").statusCode()).isEqualTo(200);
            assertThat(blink.send("GET", "/Users", "revoked", "").statusCode()).isEqualTo(401);
            assertThat(blink.rows("select token_no from provisioning_tokens")).isEmpty();
        }
        assertThat(command("token list").lines()).hasSize(2);
        command("token issue contoso");
    }

    @Test
    void makesNoCustomerOfAMisspeltName() throws SQLException {
        command("token issue contoso --new");
        command("token issue contoso");

        assertThatThrownBy(() -> command("token issue contsoo"))
                .hasMessage("there is no customer contsoo yet, only contoso; a new one takes --new");
        assertThat(command("token list").lines()).hasSize(2);
    }

    @Test
    void saysWhenThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Options options = options("--port " + taken.getLocalPort());

            assertThatThrownBy(() -> BlinkServer.start(options, CLOCK))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("cannot listen on port " + taken.getLocalPort()
                            + " \\(.+\\); choose another one with --port");
        }
    }

    @Test
    void saysWhenTheDatabaseCannotBeOpened() {
        Options options = options("--database jdbc:postgresql://127.0.0.1:1/none");

        assertThatThrownBy(() -> BlinkServer.start(options, CLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the database cannot be opened: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port 70000",
                "--port x",
                "--port",
                "--colour red",
                "--database jdbc:mysql://x",
                "--days 0x1",
                "token",
                "token issue",
                "token issue Contoso --new",
                "token issue contoso fabrikam",
                "token list contoso",
                "token revoke 7",
                "tokens list"
            })
    void explainsWrongArguments(String arguments) {
        assertThatThrownBy(() -> command(arguments)).isInstanceOf(IllegalArgumentException.class);
    }

    private Options options(String arguments) {
        List<String> words = new ArrayList<>(List.of(arguments.split(" ")));
        words.removeIf(String::isEmpty);
        if (!arguments.contains("--database")) {
            words.addAll(0, List.of("--database", folder.resolve("blink").toString()));
        }
        return Options.read(words);
    }

    private String command(String arguments) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Blink.command(options(arguments), CLOCK, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
