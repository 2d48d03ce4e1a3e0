package dev.scimlet.benchmarks.subject;

import dev.scimlet.benchmarks.database.HostTables;
import dev.scimlet.benchmarks.database.SqlLayout;
import dev.scimlet.benchmarks.database.SubjectDatabase;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;

/**
 * Users and groups in SQL tables. The arguments are the port, the URL of the database or the name of one that is to be started
 * ({@link SubjectDatabase}), and the {@link SqlLayout}.
 */
public final class SqlServer {

    private SqlServer() {}

    public static void main(String[] arguments) throws Exception {
        SubjectDatabase database = SubjectDatabase.open(arguments[1]);
        var tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
        tokens.register(Subject.TOKEN, "benchmark", null, null);
        List<JdbcRepository> repositories =
                SqlLayout.valueOf(arguments[2]) == SqlLayout.OWN ? inOwnTables(database) : inHostTables(database);
        ScimService service = ScimService.builder()
                .repositories(repositories.get(0), repositories.get(1))
                .authenticator(tokens)
                .build();
        RoomyServer.serve(service, Integer.parseInt(arguments[0]));
    }

    private static List<JdbcRepository> inOwnTables(SubjectDatabase database) {
        List<JdbcRepository> repositories = repositories(database.dataSource());
        repositories.forEach(JdbcRepository::createTables);
        return repositories;
    }

    private static List<JdbcRepository> inHostTables(SubjectDatabase database) throws SQLException {
        database.run(HostTables.script(database.kind()));
        return HostTables.repositories(database.dataSource());
    }

    /** Users, then groups, in tables of their own. */
    static List<JdbcRepository> repositories(DataSource dataSource) {
        JdbcRepository groups =
                JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build();
        JdbcRepository users =
                JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build();
        return List.of(users, groups);
    }
}
