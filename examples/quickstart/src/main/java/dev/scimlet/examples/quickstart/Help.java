package dev.scimlet.examples.quickstart;

import java.util.List;
import java.util.Set;

/** What {@code --help} prints. */
final class Help {

    /** All options that take a value. */
    static final Set<String> OPTIONS = Set.of(
            "--port",
            "--token",
            "--profile",
            "--set",
            "--schema",
            "--resource-type",
            "--users",
            "--groups",
            "--store",
            "--jdbc-url");

    private static final String USAGE = """
            usage: java -jar quickstart.jar [OPTION VALUE]…

            A SCIM 2.0 service provider on 127.0.0.1, to try clients against.

              --port N              where to listen (8080); 0 for any free port
              --token TEXT          the token of clients; by default that of the environment variable
                                    SCIM_TOKEN, or a random one
              --profile NAME        interoperable (as by default), strict, or interop-draft: what
                                    draft-zollner-scim-interop-profile-01 wants, which is not claimed here
              --set NAME=VALUE      sets one of the names below; may be given often, the last counts
              --schema FILE         an RFC 7643 schema as JSON; may be given often. The id of the core
                                    User or Group schema, or of the enterprise extension, takes the place
                                    of that definition; any other becomes an extension of User, unless
                                    a resource type names it
              --resource-type FILE  an RFC 7643 resource type as JSON; may be given often. User and Group
                                    take the place of these types
              --users N             so many sample users, if there are none yet
              --groups N            so many sample groups, if there are none yet, with the new users in them
              --store NAME          memory (as by default), h2 or postgresql, both in tables of its own
              --jdbc-url URL        where the database is, with user and password in it; h2 without
                                    a URL forgets all when the process ends
              --help                prints this
            """;

    private Help() {}

    static String text() {
        StringBuilder text = new StringBuilder(USAGE);
        append(text, "Names of the client profiles, on or off: what is tolerated of clients", Setting.SWITCHES);
        append(text, "Names that no profile changes", Setting.OF_THE_APPLICATION);
        append(text, "Limits of a request: numbers, and a duration such as PT1H", Setting.LIMITS);
        return text.toString();
    }

    private static void append(StringBuilder text, String caption, List<Setting> settings) {
        text.append('\n').append(caption).append('\n');
        for (Setting setting : settings) {
            String meaning = setting.meaning().isEmpty() ? "" : "  " + setting.meaning();
            text.append("  %-31s %s"
                            .formatted(setting.name(), setting.standard() + meaning)
                            .stripTrailing())
                    .append('\n');
        }
    }
}
