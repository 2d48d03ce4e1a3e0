package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tenants that are kept apart by their connections: three ways, of which {@code docs/jdbc.md} shows the code. */
final class TenantConnectionsTest {

    private static final RequestContext ACME = RequestContext.of("tests").inTenant("acme");
    private static final RequestContext GLOBEX = RequestContext.of("tests").inTenant("globex");

    /** A database for each tenant. */
    record RoutedConnections(Map<String, DataSource> databases) implements ConnectionSource {

        @Override
        public Connection borrow(RequestContext context) throws SQLException {
            DataSource database = databases.get(context.tenant());
            if (database == null) {
                throw ScimException.withStatus(404, "there is no such tenant");
            }
            return database.getConnection();
        }
    }

    /** A schema for each tenant; its name is one that the application knows, never what a client sent. */
    record SchemaConnections(DataSource dataSource, Map<String, String> schemas) implements ConnectionSource {

        @Override
        public Connection borrow(RequestContext context) throws SQLException {
            String schema = schemas.get(context.tenant());
            if (schema == null) {
                throw ScimException.withStatus(404, "there is no such tenant");
            }
            Connection connection = dataSource.getConnection();
            try {
                connection.setSchema(schema);
                return connection;
            } catch (SQLException failure) {
                connection.close();
                throw failure;
            }
        }

        @Override
        public void giveBack(RequestContext context, Connection connection) throws SQLException {
            try (connection) {
                connection.setSchema("public");
            }
        }
    }

    /** A setting that the policies of PostgreSQL go by. */
    record GuardedConnections(DataSource dataSource) implements ConnectionSource {

        @Override
        public Connection borrow(RequestContext context) throws SQLException {
            Connection connection = dataSource.getConnection();
            try {
                set(connection, context.tenant());
                return connection;
            } catch (SQLException failure) {
                connection.close();
                throw failure;
            }
        }

        @Override
        public void giveBack(RequestContext context, Connection connection) throws SQLException {
            try (connection) {
                set(connection, "");
            }
        }

        private static void set(Connection connection, String tenant) throws SQLException {
            try (PreparedStatement setting = connection.prepareStatement("SELECT set_config('app.tenant', ?, false)")) {
                setting.setString(1, tenant);
                setting.execute();
            }
        }
    }

    private static Resource user(JdbcRepository users, RequestContext context, String name) {
        return users.create(
                context, users.type().attributes().set("userName", name).build());
    }

    private static List<String> names(JdbcRepository users, RequestContext context) {
        return users.query(context, Query.all(10)).resources().stream()
                .map(user -> user.string("userName").orElseThrow())
                .toList();
    }

    private static void keepsApart(JdbcRepository users) {
        Resource ours = user(users, ACME, "bjensen");
        Resource theirs = user(users, GLOBEX, "bjensen");

        ServiceSteps.change(
                ACME,
                users,
                ours.id(),
                current -> current.attributes().toBuilder()
                        .set("userName", "barbara")
                        .build());

        assertThat(names(users, ACME)).containsExactly("barbara");
        assertThat(names(users, GLOBEX)).containsExactly("bjensen");
        assertThat(users.find(ACME, theirs.id(), Wanted.everything())).isEmpty();
        assertThat(users.findLocked(ACME, theirs.id(), Wanted.everything())).isEmpty();
        assertThat(users.hold(ACME, java.util.Set.of(theirs.id(), ours.id()))).containsExactly(ours.id());
        assertThat(ServiceSteps.delete(ACME, users, users, theirs.id())).isEmpty();
        assertThat(ServiceSteps.delete(GLOBEX, users, users, theirs.id())).isPresent();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aDatabaseForEach(TestDatabase database) {
        JdbcRepository users = JdbcRepository.inOwnTables(
                        StandardTypes.user(),
                        new RoutedConnections(Map.of("acme", database.empty(), "globex", database.empty())))
                .build();
        users.createTables(ACME);
        users.createTables(GLOBEX);

        keepsApart(users);
    }

    @ParameterizedTest
    @EnumSource(
            value = TestDatabase.class,
            names = {"H2", "POSTGRESQL"})
    void aSchemaForEach(TestDatabase database) {
        DataSource dataSource = database.empty();
        String schema =
                "s" + TestDatabase.value(dataSource, "SELECT current_schema()").toLowerCase(java.util.Locale.ROOT);
        TestDatabase.run(dataSource, "CREATE SCHEMA \"" + schema + "1\"");
        TestDatabase.run(dataSource, "CREATE SCHEMA \"" + schema + "2\"");
        if (database == TestDatabase.H2) {
            TestDatabase.run(dataSource, "CREATE SCHEMA \"public\"");
        }
        try (HikariDataSource pool = pool(dataSource)) {
            JdbcRepository users = JdbcRepository.inOwnTables(
                            StandardTypes.user(),
                            new SchemaConnections(pool, Map.of("acme", schema + "1", "globex", schema + "2")))
                    .build();
            users.createTables(ACME);
            users.createTables(GLOBEX);

            keepsApart(users);
        }
    }

    /** One connection for all, which would tell if a setting stayed on it. */
    private static HikariDataSource pool(DataSource dataSource) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(2_000);
        return new HikariDataSource(config);
    }

    /** The mapping knows no tenant: it is the database that keeps the rows apart. */
    @Test
    void rowsGuardedByPostgreSql() {
        DataSource owner = TestDatabase.POSTGRESQL.with("""
                CREATE TABLE people (
                    id         varchar(36) PRIMARY KEY,
                    tenant     varchar(40) NOT NULL DEFAULT current_setting('app.tenant'),
                    login      varchar(200) NOT NULL,
                    created_at timestamp with time zone NOT NULL,
                    updated_at timestamp with time zone NOT NULL,
                    UNIQUE (tenant, login))""", "ALTER TABLE people ENABLE ROW LEVEL SECURITY", """
                CREATE POLICY own_rows ON people
                    USING (tenant = current_setting('app.tenant', true))
                    WITH CHECK (tenant = current_setting('app.tenant', true))""");
        String schema = TestDatabase.value(owner, "SELECT current_schema()");
        String role = "app_" + schema;
        TestDatabase.run(owner, "CREATE ROLE " + role);
        TestDatabase.run(owner, "GRANT USAGE ON SCHEMA " + schema + " TO " + role);
        TestDatabase.run(owner, "GRANT SELECT, INSERT, UPDATE, DELETE ON people TO " + role);
        try (HikariDataSource pool = pool(TestDatabase.POSTGRESQL.withSetting(owner, "SET ROLE " + role))) {
            JdbcRepository users = JdbcRepository.of(StandardTypes.user(), new GuardedConnections(pool))
                    .table("people")
                    .id("id")
                    .created("created_at")
                    .lastModified("updated_at")
                    .column("userName", "login")
                    .without("externalId")
                    .ignoreUnmapped()
                    .build();

            keepsApart(users);

            assertThat(TestDatabase.value(pool, "SELECT COUNT(*) FROM people")).isEqualTo("0");
            assertThat(TestDatabase.value(owner, "SELECT COUNT(*) FROM people")).isEqualTo("1");
        }
    }
}
