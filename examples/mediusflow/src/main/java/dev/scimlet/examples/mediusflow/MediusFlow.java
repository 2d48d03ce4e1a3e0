package dev.scimlet.examples.mediusflow;

import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.database.Tables;
import dev.scimlet.examples.mediusflow.tenant.Administrators;
import dev.scimlet.examples.mediusflow.tenant.PasswordHashing;
import dev.scimlet.examples.mediusflow.tenant.Tenants;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Starts MediusFlow from the command line. */
public final class MediusFlow {

    private MediusFlow() {}

    /** Serves until the process is ended, or does the one thing that the options ask for. */
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

    private static void run(Options options) throws InterruptedException {
        Optional<String> forgottenBy = options.forgottenBy();
        if (forgottenBy.isPresent()) {
            resetPassword(options, forgottenBy.orElseThrow(), System.out);
            return;
        }
        try (MediusFlowServer server = MediusFlowServer.start(options, Clock.systemUTC(), PasswordHashing.STRONG)) {
            greet(server, System.out);
            server.join();
        }
    }

    static void greet(MediusFlowServer server, PrintStream out) {
        out.println("MediusFlow is at " + server.baseUrl());
        server.firstPassword().ifPresent(password -> {
            out.println();
            out.println("Sign in with");
            out.println("  tenant     fabrikam-test (or fabrikam, the production tenant)");
            out.println("  user name  " + FirstStart.ADMINISTRATOR);
            out.println("  password   " + password);
            out.println("The password works once and is not shown again: choose your own with it.");
            out.println();
            out.println("Then follow the page Set-up of the test tenant. With the secret that you generate there");
            out.println("a simulated Entra ID provisions, in a second terminal; see it happen on the page Log:");
            out.println("  java -jar scim-simulator/target/scimlet-simulator.jar entra --mapping mediusflow \\");
            out.println(
                    "       --users 100 --groups 5 --token mf_... --url " + server.baseUrl() + "/scim/fabrikam-test");
        });
        out.flush();
    }

    static void resetPassword(Options options, String who, PrintStream out) {
        int slash = who.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("--reset-password takes TENANT/NAME, not " + who);
        }
        Clock clock = Clock.systemUTC();
        try (HikariDataSource source = MediusFlowServer.open(options.database())) {
            Database database = new Database(source);
            Tables.bringUpToDate(database);
            String password = new Tenants(database, clock)
                    .named(who.substring(0, slash))
                    .flatMap(tenant -> new Administrators(database, clock, PasswordHashing.STRONG)
                            .resetPassword(tenant, who.substring(slash + 1)))
                    .orElseThrow(() -> new IllegalArgumentException("nobody is called " + who));
            out.println("One-time password for " + who + ": " + password);
        }
    }
}
