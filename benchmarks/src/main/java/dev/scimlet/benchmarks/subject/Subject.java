package dev.scimlet.benchmarks.subject;

import dev.scimlet.benchmarks.floor.FloorServer;
import dev.scimlet.examples.quickstart.Quickstart;
import java.util.List;
import java.util.Map;

/**
 * A server to be measured: a main class of the class path, and how a client reaches what it serves.
 *
 * @param name what tables and the command line call it
 * @param arguments of the main class; {@link #PORT} stands for the port
 * @param environment variables for this subject alone
 * @param basePath the path under which {@code /Users} and {@code /Groups} lie
 */
public record Subject(
        String name, String mainClass, List<String> arguments, Map<String, String> environment, String basePath) {

    /** The token that the load presents as bearer; a subject that checks credentials is started so that it accepts it. */
    static final String TOKEN = "benchmark-4f1c09a2b7d34e6ea1d95c80f7b3e216";

    private static final String PORT = "PORT";

    public Subject {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** The bare servlet; its name tells two of them apart. */
    public static Subject floor(String name) {
        return new Subject(name, FloorServer.class.getName(), List.of(PORT), Map.of(), FloorServer.BASE_PATH);
    }

    /** The smallest host: users and groups in memory, with the limits that a host gets if it sets none. */
    public static Subject quickstart() {
        return new Subject(
                "quickstart",
                Quickstart.class.getName(),
                List.of("--port", PORT),
                Map.of("SCIM_TOKEN", TOKEN),
                "/scim/v2");
    }

    /** The same with room for large bodies. */
    public static Subject roomy() {
        return new Subject("roomy", RoomyServer.class.getName(), List.of(PORT), Map.of(), RoomyServer.BASE_PATH);
    }

    /** Users and groups in tables of an H2 in the server's own memory: its processor time is the server's. */
    public static Subject h2() {
        return sql("h2", "jdbc:h2:mem:benchmark;DB_CLOSE_DELAY=-1");
    }

    /** Users and groups in tables of a PostgreSQL that the server starts: its processor time is not the server's. */
    public static Subject postgresql() {
        return sql("postgresql", SqlServer.OWN_POSTGRESQL);
    }

    /** Users and groups in the tables of a database, which several of them may share. */
    public static Subject sql(String name, String databaseUrl) {
        return new Subject(
                name, SqlServer.class.getName(), List.of(PORT, databaseUrl), Map.of(), RoomyServer.BASE_PATH);
    }

    List<String> arguments(int port) {
        return arguments.stream()
                .map(argument -> argument.equals(PORT) ? Integer.toString(port) : argument)
                .toList();
    }
}
