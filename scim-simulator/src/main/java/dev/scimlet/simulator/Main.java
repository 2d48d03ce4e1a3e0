package dev.scimlet.simulator;

import dev.scimlet.simulator.mapping.MappingFunction;
import dev.scimlet.testkit.replay.ReplayCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The command line of the simulated identity providers. Exit status: 0 all well, 1 something failed, 2 wrong usage. */
public final class Main {

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    /** How long a line of the list of functions gets. */
    private static final int LINE = 90;

    private static final String USAGE = """
            Simulated identity providers. They send to your SCIM 2.0 service what the real ones send,
            and then say whether it has every user and group as the directory has them.

            Begin with a test tenant that may be filled and changed, its SCIM link and a token:

              java -jar scimlet-simulator.jar entra --url http://127.0.0.1:8080/scim/v2 --token TOKEN

            makes up a company of 100 people in 5 groups and provisions it as Microsoft Entra ID does.
            With --cycles 3, people join, move, leave and return in between. What was refused is shown
            with the reason; --log provisioning.csv writes down every step. To repeat it, empty the tenant or
            take another --seed: this company begins anew, and names that the first one left behind are taken.

            Exit status: 0 all well, 1 something failed or is not as it should be, 2 wrong usage.

            Commands
              entra  --url URL --token TOKEN [options]    provision as Microsoft Entra ID does
              entra mapping [--mapping NAME|FILE]         print a mapping, in the format of its FILE; with --url and
                                                          --token the one that fits the application
              okta   --url URL --token TOKEN [options]    provision as Okta does
              replay --url URL --token TOKEN [options]    send recorded conversations of many clients and check
                                                          the answers (replay --help says more)

            The service (entra and okta)
              --url URL                  what stands before /Users
              --token TOKEN              the bearer token; or --token-file FILE, which keeps it out of the
                                         list of processes

            The directory's FILE
              .csv has a user in each row, under a header of the directory's attribute names, among them
              userPrincipalName; manager (a user principal name), groups (names, parted by ;), role,
              accountEnabled and objectId may be columns, too.
              .json is an object of lists:
                "users"        attributes of each, with "objectId", and "manager" and "accountEnabled": false
                "groups"       "objectId", "displayName", "members"
                "assignments"  "principal", and "role" if it is not Default Access; without any, all are assigned
                "changes"      "after", such as "PT40M" for a later cycle, and "change": addUser, updateUser
                               ("user", "attributes"), enableAccount, setManager, removeManager, softDeleteUser,
                               restoreUser, hardDeleteUser, addGroup, updateGroup, deleteGroup, addMembers
                               ("group", "members"), removeMembers, assign, unassign ("principal")
              Where the id of a user is expected, a user principal name will do.

            The mapping's FILE is JSON in the words of Entra ID's page Attribute Mapping:
              {"users": [ROW, …], "groups": [ROW, …]}; without groups, none are provisioned. Each ROW has
              "targetAttribute", such as "emails[type eq \\"work\\"].value", and one of
                "sourceAttribute"        a direct mapping, such as "mail"; "manager" and "members" are references
                "constantValue"          the same text for everybody
                "expression"             such as "Join(\\" \\", [givenName], [surname])"
              and may have
                "matchingPrecedence"     objects are matched by this attribute; the lowest number is tried first
                "defaultValueIfNull"     what is sent if there is no value
                "applyThisMapping"       "always", or "onlyDuringObjectCreation"
              Expressions are made of [attribute], "text" and these functions, which may stand in each other:
                %s
              Print one with 'entra mapping --url URL --token TOKEN', change it, and give it to --mapping.

            The directory (entra and okta)
              --users N --groups N       make up so many (100 and 5)
              --seed N                   make up and change another company (1); the same seed, the same company
              --directory FILE           read it from a .json or .csv file instead (see above)
              --cycles N                 how often to provision (1); the directory changes in between
              --changes N                random changes before each further cycle (20; with --directory 0)
              --log FILE                 write the provisioning log to a .csv or .json file

            entra: what is provisioned
              --mapping NAME|FILE        which attributes (discover): discover, what the application's /Schemas has of
                                         Entra's default mapping; default, all of it; mediusflow, blink (mediusflow-2020,
                                         blink-2019: before their extensions); or a file
              --later-mapping NAME|FILE  save this mapping after the first cycle
              --scope NAME               assigned or all users and groups (assigned)
              --default-access RULE      whether assignments without a role count: counts (as since 2020) or
                                         excluded, as it was before (counts)
              --filter CLAUSES           only these users, such as "department EQUALS Sales and mobile IS_NOT_NULL"
              --actions LIST             what the job may do (create,update,delete)
              --remove-emptied           take away values that were emptied in the directory, which Entra ID keeps
              --on-demand NAME           provision only the user with this user principal name, and the manager
              --on-demand-group NAME     and make the user a member of this group

            entra: how
              --compliant                PATCH as RFC 7644 has it; ?aadOptscim062020 after the URL says the same
              --parallel N               requests at once (1)
              --status NAME              keep the synchronisation details in NAME.txt and NAME.json, while the job
                                         runs and after: state, progress, counts, next cycle, last errors
              --notify ADDRESS           mail this address when the job goes into quarantine, stays there for another
                                         reason, or is disabled; the mails are printed
              --no-notifications         keep the address, and send nothing: the box is not ticked
              --mails FOLDER             write each mail to a file, too
              --deletion-threshold N     stage deletions if more than N users and groups would be disabled or
                                         deleted in one cycle
              --staged-deletions WHAT    allow or reject what the last cycle staged, or ask (ask)
              --lose-answers SHARE       let this share of answers get lost on the way, such as 0.01
              --test-connection          only test the connection
              --no-comparison            do not read everything back and compare it at the end

            okta
              --kind NAME                catalogue (PATCH for groups and status) or wizard (PUT); by default catalogue,
                                         but wizard for an application without PATCH
              What the application's /Schemas does not have is not sent, and an application without groups gets none.
            """.formatted(functions());

    private static String functions() {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (MappingFunction function : MappingFunction.values()) {
            String name = function.entraName();
            if (column > 0) {
                boolean full = column + name.length() > LINE;
                text.append(full ? ",\n    " : ", ");
                column = full ? 0 : column + 2;
            }
            text.append(name);
            column += name.length();
        }
        return text.toString();
    }

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
            errors.println("a file cannot be written: " + e.getMessage());
            return FAILED;
        } catch (UncheckedIOException e) {
            errors.println("a file cannot be written: " + e.getMessage());
            return FAILED;
        }
    }
}
