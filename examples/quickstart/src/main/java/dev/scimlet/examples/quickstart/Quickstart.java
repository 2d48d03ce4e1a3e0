package dev.scimlet.examples.quickstart;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A SCIM service provider for those who write clients: {@code --help} tells what it can be told. */
public final class Quickstart {

    private Quickstart() {}

    /** Serves until the process is ended; ends it with status 2 if the arguments ask for what cannot be had. */
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments), System.getenv("SCIM_TOKEN"), System.out, System.err));
    }

    /** Does what the arguments ask for, and returns the status that the process ends with. */
    static int run(List<String> arguments, @Nullable String tokenOfEnvironment, PrintStream out, PrintStream errors)
            throws InterruptedException {
        if (arguments.contains("--help")) {
            out.print(Help.text());
            return 0;
        }
        try (RunningServer running = RunningServer.start(Options.read(arguments), tokenOfEnvironment)) {
            greet(running, tokenOfEnvironment, out);
            running.server().join();
            return 0;
        } catch (UsageException refused) {
            errors.println(refused.getMessage());
            return 2;
        }
    }

    private static void greet(RunningServer running, @Nullable String tokenOfEnvironment, PrintStream out) {
        // What the environment keeps is not written where others may read it
        String token = running.token().equals(tokenOfEnvironment) ? "$SCIM_TOKEN" : running.token();
        out.printf("""
                Scimlet listens at %1$s (stop it with Ctrl+C)
                The token of this run: %2$s

                Try:
                  curl -H "Authorization: Bearer %2$s" %1$s/Users
                  curl -H "Authorization: Bearer %2$s" -H "Content-Type: application/scim+json" %1$s/Users \\
                       -d '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"bjensen"}'
                """, running.baseUrl(), token);
        out.flush();
    }
}
