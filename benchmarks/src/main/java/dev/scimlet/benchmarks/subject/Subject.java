package dev.scimlet.benchmarks.subject;

import dev.scimlet.benchmarks.database.SqlKind;
import dev.scimlet.benchmarks.database.SqlLayout;
import dev.scimlet.benchmarks.database.SubjectDatabase;
import dev.scimlet.benchmarks.floor.FloorServer;
import dev.scimlet.benchmarks.sqlfloor.JpaFloorServer;
import dev.scimlet.benchmarks.sqlfloor.SqlFloorServer;
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

    /**
     * Users and groups in tables of a database of its own: of an H2 in the server's memory, whose processor time is the server's,
     * or of one that the server starts and that runs beside it.
     */
    public static Subject sql(SqlKind kind, SqlLayout layout) {
        return sql(kind.lowerCase() + suffix(layout), SqlServer.class, SubjectDatabase.own(kind), layout);
    }

    /** What the same tables cost by hand. */
    public static Subject sqlFloor(SqlKind kind, SqlLayout layout) {
        String name = "jdbc-floor-" + kind.lowerCase() + suffix(layout);
        return sql(name, SqlFloorServer.class, SubjectDatabase.own(kind), layout);
    }

    /** Users and groups as JPA entities over the tables of an application. */
    public static Subject jpa(SqlKind kind) {
        return sql("jpa-" + kind.lowerCase(), JpaServer.class, SubjectDatabase.own(kind), SqlLayout.USERS);
    }

    /** What the same entities cost by hand. */
    public static Subject jpaFloor(SqlKind kind) {
        return sql("jpa-floor-" + kind.lowerCase(), JpaFloorServer.class, SubjectDatabase.own(kind), SqlLayout.USERS);
    }

    /** Users and groups in the library's own tables of a database, which several of them may share. */
    public static Subject sql(String name, String databaseUrl) {
        return sql(name, SqlServer.class, databaseUrl, SqlLayout.OWN);
    }

    /** The floor over tables that the library has made in a database, which it reads. */
    public static Subject sqlFloorOver(String databaseUrl) {
        return new Subject(
                "by hand",
                SqlFloorServer.class.getName(),
                List.of(PORT, databaseUrl, SqlLayout.OWN.name(), SqlFloorServer.TABLES_EXIST),
                Map.of(),
                RoomyServer.BASE_PATH);
    }

    /** The library's own tables of a PostgreSQL of its own that holds so many tenants. */
    public static Subject tenants(int count) {
        String database = SubjectDatabase.own(SqlKind.POSTGRESQL);
        return sql(count + " tenants", SqlServer.class, database, SqlLayout.OWN);
    }

    /** Users and groups of so many tenants in memory behind a guard. */
    public static Subject guardedInMemory(Guard guard, int tenants) {
        return guarded(guard, GuardedServer.IN_MEMORY, "", tenants);
    }

    /**
     * Users and groups of so many tenants in the library's own tables of a database of its own, behind a guard.
     *
     * @param isolation of its transactions, as JDBC calls it
     */
    public static Subject guarded(Guard guard, SqlKind kind, String isolation, int tenants) {
        return guarded(guard, SubjectDatabase.own(kind), isolation, tenants);
    }

    private static Subject guarded(Guard guard, String database, String isolation, int tenants) {
        return new Subject(
                guard.lowerCase(),
                GuardedServer.class.getName(),
                List.of(PORT, database, guard.name(), isolation, Integer.toString(tenants)),
                Map.of(),
                RoomyServer.BASE_PATH);
    }

    private static Subject sql(String name, Class<?> main, String database, SqlLayout layout) {
        return new Subject(
                name, main.getName(), List.of(PORT, database, layout.name()), Map.of(), RoomyServer.BASE_PATH);
    }

    private static String suffix(SqlLayout layout) {
        return layout == SqlLayout.OWN ? "" : "-" + layout.lowerCase();
    }

    /** Whether its groups take members that are no users. */
    public boolean takesAnyMember() {
        return !arguments.contains(SqlLayout.USERS.name());
    }

    List<String> arguments(int port) {
        return arguments.stream()
                .map(argument -> argument.equals(PORT) ? Integer.toString(port) : argument)
                .toList();
    }
}
