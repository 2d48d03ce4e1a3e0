package dev.scimlet.testkit.simulator;

import dev.scimlet.testkit.replay.ReplayCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** The command line of the simulated identity providers. Exit status: 0 all well, 1 something failed, 2 wrong usage. */
public final class Main {

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private static final String USAGE = """
            Simulated identity providers for a SCIM 2.0 service.

              entra  --url URL --token TOKEN [options]    provision as Microsoft Entra ID does
              okta   --url URL --token TOKEN [options]    provision as Okta does
              replay --url URL --token TOKEN [options]    send known conversations of many clients, check the answers
                                                          (replay --help says more)

            The token can be read from a file: --token-file FILE.

            Source directory (entra and okta):
              --users N --groups N       generate so many (100 and 5)
              --seed N                   generate and change another directory (1)
              --directory FILE           read it from a .json or .csv file instead
              --cycles N                 how often to provision; the directory changes in between (1)
              --changes N                random changes before each further cycle (20; with --directory 0)
              --log FILE                 write the provisioning log to a .csv or .json file

            entra:
              --mapping NAME             mediusflow, blink or default (default)
              --compliant                RFC 7644 PATCH, as ?aadOptscim062020 in the URL asks for
              --scope NAME               assigned or all (assigned)
              --parallel N               requests at once (1)
              --on-demand NAME           provision only the user with this user principal name
              --deletion-threshold N     stop and ask before more are disabled or deleted in one cycle
              --lose-answers SHARE       let this share of answers get lost on the way, such as 0.01
              --test-connection          only test the connection
              --no-comparison            do not compare the application with the directory at the end

            okta:
              --kind NAME                catalogue (PATCH for groups and status) or wizard (PUT) (catalogue)
            """;

    private final PrintStream out;
    private final PrintStream errors;
    private final boolean terminal;

    Main(PrintStream out, PrintStream errors, boolean terminal) {
        this.out = out;
        this.errors = errors;
        this.terminal = terminal;
    }

    /** Runs a command and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(new Main(System.out, System.err, Terminal.isThere()).run(List.of(arguments)));
    }

    int run(List<String> arguments) {
        if (!arguments.isEmpty() && arguments.get(0).equals("replay")) {
            return ReplayCommand.run(out, arguments.subList(1, arguments.size()).toArray(String[]::new));
        }
        if (arguments.isEmpty() || arguments.contains("--help")) {
            out.print(USAGE);
            return arguments.isEmpty() ? WRONG_USAGE : 0;
        }
        List<String> rest = arguments.subList(1, arguments.size());
        try {
            boolean well = switch (arguments.get(0)) {
                case "entra" -> new EntraCommand(out, terminal).run(rest);
                case "okta" -> new OktaCommand(out).run(rest);
                default -> throw new UsageException("unknown command " + arguments.get(0));
            };
            return well ? 0 : FAILED;
        } catch (UsageException e) {
            errors.println(e.getMessage());
            errors.println("Run with --help to see what can be asked for.");
            return WRONG_USAGE;
        } catch (IOException e) {
            errors.println("the log cannot be written: " + e.getMessage());
            return FAILED;
        }
    }
}
