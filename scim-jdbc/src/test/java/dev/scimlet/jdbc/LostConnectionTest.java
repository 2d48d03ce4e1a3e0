package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.Wanted;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A backend that dies in the middle of a change, and a pool that has no connection left. */
final class LostConnectionTest {

    @Test
    void isUnavailableWhenTheBackendDiesAndLeavesNothingHalfWritten() {
        DataSource database = TestDatabase.POSTGRESQL.with(TestUsers.TABLES);
        String schema = TestDatabase.value(database, "SELECT current_schema()");
        HikariConfig config = new HikariConfig();
        config.setDataSource(TestDatabase.unpooledPostgreSql());
        config.setSchema(schema);
        config.setConnectionInitSql("SET application_name = '" + schema + "'");
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            JdbcRepository users = TestUsers.users(pool).build();
            Resource user = users.create(
                    CONTEXT,
                    users.type().attributes().set("userName", "bjensen").build());

            assertThatThrownBy(() -> users.update(CONTEXT, user.id(), Wanted.everything(), current -> {
                        kill(database, schema);
                        return changed(current);
                    }))
                    .isInstanceOfSatisfying(ScimException.class, unavailable -> {
                        assertThat(unavailable.status()).isEqualTo(503);
                        assertThat(unavailable.retryAfter()).contains(Failure.RETRY_AFTER);
                        assertThat(unavailable.detail()).doesNotContainIgnoringCase("sql");
                        assertThat(unavailable).hasCauseInstanceOf(java.sql.SQLException.class);
                    });

            assertThat(users.find(CONTEXT, user.id(), Wanted.everything())).contains(user);
            assertThat(users.update(CONTEXT, user.id(), Wanted.everything(), LostConnectionTest::changed))
                    .isPresent();
        }
    }

    private static Attributes changed(Resource current) {
        return current.attributes().toBuilder()
                .set("title", "Tour Guide")
                .add("phoneNumbers", Map.of("value", "+1"))
                .build();
    }

    private static void kill(DataSource database, String name) {
        TestDatabase.run(
                database,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + name + "'");
    }

    @Test
    void isUnavailableWithoutAConnection() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setDataSource(TestDatabase.H2.with(TestUsers.TABLES));
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(250);
        try (HikariDataSource pool = new HikariDataSource(config);
                var busy = pool.getConnection()) {
            JdbcRepository users = TestUsers.users(pool).build();

            assertThatThrownBy(() -> users.query(CONTEXT, Query.all(1)))
                    .isInstanceOfSatisfying(
                            ScimException.class,
                            unavailable -> assertThat(unavailable.status()).isEqualTo(503));
            assertThat(busy.isClosed()).isFalse();
        }
    }
}
