package dev.scimlet.examples.quickstart;

import dev.scimlet.core.profile.ClientProfile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param token the token of clients, or null for a random one
 * @param settings what {@code --set} and {@code --profile} say
 * @param jdbcUrl where the database is, or null for what the store has by itself
 */
record Options(
        int port,
        @Nullable String token,
        Settings settings,
        List<Path> schemas,
        List<Path> resourceTypes,
        int users,
        int groups,
        Store.Kind store,
        @Nullable String jdbcUrl) {

    private static final int DEFAULT_PORT = 8080;

    /** Made one by one before anything is served: more would have people wait. */
    private static final int MOST_SAMPLES = 1_000_000;

    /** The characters of a bearer token, RFC 6750 §2.1; the service reads no more of them than this. */
    private static final String TOKEN = "[A-Za-z0-9._~+/-]{1,4096}=*";

    private static final Set<String> REPEATABLE = Set.of("--set", "--schema", "--resource-type");

    /** @throws UsageException if a file cannot be read or its definition is faulty */
    Types types() {
        return Types.of(settings, schemas, resourceTypes);
    }

    /** @throws UsageException if an option is not known, lacks its value, or has one that it does not take */
    static Options read(List<String> arguments) {
        Reading reading = new Reading();
        Set<String> given = new HashSet<>();
        for (Iterator<String> left = arguments.iterator(); left.hasNext(); ) {
            String option = left.next();
            if (!Help.OPTIONS.contains(option)) {
                throw new UsageException(option + " is no option; --help lists all");
            }
            if (!given.add(option) && !REPEATABLE.contains(option)) {
                throw new UsageException(option + " is given twice");
            }
            if (!left.hasNext()) {
                throw new UsageException(option + " needs a value; --help tells which");
            }
            reading.take(option, left.next());
        }
        return reading.options();
    }

    private static final class Reading {

        private int port = DEFAULT_PORT;
        private @Nullable String token;
        private ClientProfile profile = ClientProfile.INTEROPERABLE;
        private final List<String> assignments = new ArrayList<>();
        private final List<Path> schemas = new ArrayList<>();
        private final List<Path> resourceTypes = new ArrayList<>();
        private int users;
        private int groups;
        private Store.Kind store = Store.Kind.MEMORY;
        private @Nullable String jdbcUrl;

        void take(String option, String value) {
            switch (option) {
                case "--port" -> port = number(option, value, 65_535);
                case "--token" -> token = token(value);
                case "--profile" -> profile = profile(value);
                case "--set" -> assignments.add(value);
                case "--schema" -> schemas.add(file(value));
                case "--resource-type" -> resourceTypes.add(file(value));
                case "--users" -> users = number(option, value, MOST_SAMPLES);
                case "--groups" -> groups = number(option, value, MOST_SAMPLES);
                case "--store" -> store = Store.Kind.named(value);
                case "--jdbc-url" -> jdbcUrl = value;
                default -> throw new AssertionError("an option that nobody reads: " + option);
            }
        }

        Options options() {
            store.checkUrl(jdbcUrl);
            return new Options(
                    port,
                    token,
                    Settings.of(profile, assignments),
                    List.copyOf(schemas),
                    List.copyOf(resourceTypes),
                    users,
                    groups,
                    store,
                    jdbcUrl);
        }
    }

    private static int number(String option, String value, int largest) {
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) > largest) {
            throw new UsageException(option + " takes a number from 0 to " + largest + ", not '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    static String token(String value) {
        if (!value.matches(TOKEN)) {
            throw new UsageException("a token has only letters, digits and . _ ~ + / - (RFC 6750 §2.1)");
        }
        return value;
    }

    private static Path file(String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException notOne) {
            throw new UsageException("there is no file " + value, notOne);
        }
    }

    private static ClientProfile profile(String value) {
        return switch (value) {
            case "interoperable" -> ClientProfile.INTEROPERABLE;
            case "strict" -> ClientProfile.STRICT;
            case "interop-draft" -> ClientProfile.INTEROP_DRAFT;
            default ->
                throw new UsageException("--profile takes interoperable, strict or interop-draft, not '" + value + "'");
        };
    }
}
