package dev.scimlet.examples.blink;

import dev.scimlet.directory.Credential;
import dev.scimlet.examples.blink.database.Database;
import dev.scimlet.examples.blink.provisioning.Tokens;
import java.io.PrintStream;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts Blink from the command line, or keeps the tokens of its customers. */
public final class Blink {

    private Blink() {}

    /** Serves until the process is ended, or does the one thing that the arguments ask for. */
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        try {
            run(Options.read(List.of(arguments)));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
        }
    }

    private static void run(Options options) throws SQLException, InterruptedException {
        if (!options.words().isEmpty()) {
            command(options, Clock.systemUTC(), System.out);
            return;
        }
        try (BlinkServer server = BlinkServer.start(options, Clock.systemUTC())) {
            greet(server.link(), System.out);
            server.join();
        }
    }

    static void greet(URI link, PrintStream out) {
        out.printf("""
                Blink takes employees of all customers at %1$s (stop it with Ctrl+C)

                Next, in a second terminal:
                  TOKEN=$(java -jar examples/blink/target/blink.jar token issue contoso --new)
                  java -jar scim-simulator/target/scimlet-simulator.jar entra --mapping blink --users 100 \\
                       --url %1$s --token $TOKEN
                  curl -H "Authorization: Bearer $TOKEN" "%1$s/Users?count=2"
                """, link);
        out.flush();
    }

    /** Does what the words of the command line ask for. */
    static void command(Options options, Clock clock, PrintStream out) throws SQLException {
        List<String> words = options.words();
        String command = String.join(" ", words.subList(0, Math.min(2, words.size())));
        if (words.size() != (command.equals("token list") ? 2 : 3)) {
            throw new IllegalArgumentException("'" + String.join(" ", words) + "' is no command");
        }
        try (Database database = BlinkServer.open(options, clock)) {
            Tokens tokens = new Tokens(database, clock);
            switch (command) {
                case "token issue" -> {
                    checkCustomer(database, words.get(2), options);
                    out.println(tokens.issue(words.get(2), options.life()));
                }
                case "token list" -> tokens.all().forEach(token -> out.println(line(token, clock.instant())));
                case "token revoke" -> revoke(tokens, words.get(2));
                default -> throw new IllegalArgumentException("'" + command + "' is no command");
            }
        }
    }

    /** Whoever a token is issued to becomes a customer, so a name that is not known yet may be a slip of the pen. */
    private static void checkCustomer(Database database, String customer, Options options) throws SQLException {
        if (!customer.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException(
                    "a customer is named by small letters, digits and hyphens, not " + customer);
        }
        List<String> known = database.list(
                "select tenant from scimlet_directories union select customer from employees order by tenant",
                List.of(),
                row -> row.getString("tenant"));
        if (!options.newCustomer() && !known.contains(customer)) {
            throw new IllegalArgumentException("there is no customer " + customer + " yet"
                    + (known.isEmpty() ? "" : ", only " + String.join(", ", known)) + "; a new one takes --new");
        }
    }

    private static void revoke(Tokens tokens, String id) {
        if (!tokens.revoke(id)) {
            throw new IllegalArgumentException("there is no token " + id + " that is not revoked yet");
        }
    }

    private static String line(Tokens.Issued issued, Instant now) {
        Credential token = issued.token();
        Instant expires = token.expires().orElse(null);
        String state = token.revoked().isPresent()
                ? "revoked " + minute(token.revoked().get())
                : token.isLive(now) ? "good until " + minute(expires) : "expired " + minute(expires);
        return "%s  %-20s  issued %s  last used %-17s  %s"
                .formatted(
                        token.id(),
                        issued.customer(),
                        minute(token.created()),
                        minute(token.lastUsed().orElse(null)),
                        state);
    }

    private static String minute(@Nullable Instant time) {
        return time == null ? "never" : time.truncatedTo(ChronoUnit.MINUTES).toString();
    }
}
