package dev.scimlet.benchmarks.subject;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;

/**
 * Users and groups in SQL tables. The arguments are the port and the URL of the database, or {@value #OWN_POSTGRESQL} for a
 * PostgreSQL of its own, which ends with the server.
 */
public final class SqlServer {

    static final String OWN_POSTGRESQL = "own-postgresql";

    private static final int CONNECTIONS = 10;

    private SqlServer() {}

    public static void main(String[] arguments) throws Exception {
        var config = new HikariConfig();
        config.setJdbcUrl(url(arguments[1]));
        config.setMaximumPoolSize(CONNECTIONS);
        var tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
        tokens.register(Subject.TOKEN, "benchmark", null, null);
        List<JdbcRepository> repositories = repositories(new HikariDataSource(config));
        repositories.forEach(JdbcRepository::createTables);
        ScimService service = ScimService.builder()
                .repositories(repositories.get(0), repositories.get(1))
                .authenticator(tokens)
                .build();
        RoomyServer.serve(service, Integer.parseInt(arguments[0]));
    }

    private static String url(String given) throws IOException {
        return given.equals(OWN_POSTGRESQL) ? EmbeddedPostgres.start().getJdbcUrl("postgres", "postgres") : given;
    }

    /** Users, then groups, in tables of their own. */
    public static List<JdbcRepository> repositories(DataSource dataSource) {
        JdbcRepository groups =
                JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build();
        JdbcRepository users =
                JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build();
        return List.of(users, groups);
    }
}
