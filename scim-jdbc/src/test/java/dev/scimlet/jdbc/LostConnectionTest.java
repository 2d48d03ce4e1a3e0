package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.Wanted;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

            assertThatThrownBy(() -> users.unitOfWork().perform(CONTEXT, unit -> {
                        Resource current = users.findLocked(CONTEXT.within(unit), user.id(), Wanted.everything())
                                .orElseThrow();
                        kill(database, schema);
                        return users.update(CONTEXT.within(unit), current, changed(current), Wanted.everything());
                    }))
                    .isInstanceOfSatisfying(ScimException.class, unavailable -> {
                        assertThat(unavailable.status()).isEqualTo(503);
                        assertThat(unavailable.retryAfter()).contains(Duration.ofSeconds(10));
                        assertThat(unavailable.detail()).doesNotContainIgnoringCase("sql");
                        assertThat(unavailable).hasCauseInstanceOf(java.sql.SQLException.class);
                    });

            assertThat(users.find(CONTEXT, user.id(), Wanted.everything())).contains(user);
            assertThat(ServiceSteps.change(CONTEXT, users, user.id(), Wanted.everything(), LostConnectionTest::changed))
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
    void isUnavailableOnAReplicaThatOnlyReads() {
        DataSource database = TestDatabase.POSTGRESQL.with(TestUsers.TABLES);
        JdbcRepository users = TestUsers.users(database).build();
        Resource user = users.create(
                CONTEXT, users.type().attributes().set("userName", "bjensen").build());
        DataSource replica = TestDatabase.POSTGRESQL.withSetting(database, "SET default_transaction_read_only = on");
        JdbcRepository after = TestUsers.users(replica).build();

        assertThat(after.find(CONTEXT, user.id(), Wanted.everything())).isPresent();
        assertUnavailable(
                () -> ServiceSteps.change(CONTEXT, after, user.id(), Wanted.everything(), LostConnectionTest::changed));
        assertUnavailable(() -> ServiceSteps.delete(CONTEXT, after, after, user.id()));
        assertUnavailable(() -> after.create(
                CONTEXT, after.type().attributes().set("userName", "bjensen").build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"25006", "25P03", "25P04", "57P01", "08006", "90097", "90098"})
    void isUnavailable(String sqlState) {
        CountingDataSource dataSource = new CountingDataSource(TestDatabase.H2.with(TestUsers.TABLES));
        JdbcRepository users = TestUsers.users(dataSource).build();
        learnTheTable(users);
        dataSource.failAt(0, sqlState);

        assertUnavailable(() -> users.create(
                CONTEXT, users.type().attributes().set("userName", "bjensen").build()));
    }

    @Test
    void isNotUnavailableWhereTheMemoryOfTheProcessHasRunOut() {
        CountingDataSource dataSource = new CountingDataSource(TestDatabase.H2.with(TestUsers.TABLES));
        JdbcRepository users = TestUsers.users(dataSource).build();
        OutOfMemoryError behind = new OutOfMemoryError("made to fail");

        for (int statement = 0; statement < 2; statement++) {
            // As the driver of PostgreSQL says it
            SQLException wrapped = new SQLException("Ran out of memory", "53200", new IOException(behind));
            dataSource.failAt(statement, wrapped);
            assertThatThrownBy(() -> users.query(CONTEXT, Query.all(5))).isSameAs(behind);
            dataSource.failAt(statement, wrapped);
            assertThatThrownBy(() -> users.create(
                            CONTEXT,
                            users.type().attributes().set("userName", "bjensen").build()))
                    .isSameAs(behind);
        }
        assertThat(dataSource.openConnections()).isZero();
        dataSource.reset();
        assertThat(users.query(CONTEXT, Query.all(5)).resources()).isEmpty();
    }

    @Test
    void isUnavailableForAWhileAfterAStatementThatTakesTooLong() {
        DataSource database = TestDatabase.POSTGRESQL.with(TestUsers.TABLES);
        TestDatabase.run(
                database,
                "CREATE VIEW slow AS SELECT users.* FROM users, LATERAL (SELECT pg_sleep(60), users.id) AS sleeping");
        JdbcRepository users = TestUsers.users(database).build();
        users.create(
                CONTEXT, users.type().attributes().set("userName", "bjensen").build());
        JdbcRepository slow = TestUsers.users(database)
                .table("slow")
                .statementTimeout(Duration.ofSeconds(1))
                .build();

        assertThatThrownBy(() -> slow.query(CONTEXT, Query.all(5)))
                .isInstanceOfSatisfying(ScimException.class, tooLong -> {
                    assertThat(tooLong.status()).isEqualTo(503);
                    assertThat(tooLong.retryAfter()).contains(Duration.ofSeconds(10));
                    assertThat(tooLong.detail()).contains("longer than one statement may");
                });
        assertThat(users.query(CONTEXT, Query.all(5)).resources()).hasSize(1);
    }

    /** The first write looks at the constraints of the table; where it cannot, it goes on. */
    private static void learnTheTable(JdbcRepository repository) {
        repository.delete(CONTEXT, "nobody", Wanted.nothing(), Precondition.NONE);
    }

    private static void assertUnavailable(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        ScimException.class,
                        unavailable -> assertThat(unavailable.status()).isEqualTo(503));
    }

    @Test
    void saysWhatAConstraintOfPostgreSqlForbids() {
        DataSource database = TestDatabase.POSTGRESQL.with("""
                CREATE TABLE people (
                    id varchar(36) PRIMARY KEY,
                    login varchar(200) NOT NULL,
                    created_at timestamp with time zone NOT NULL,
                    updated_at timestamp with time zone NOT NULL,
                    EXCLUDE USING btree (login WITH =))""", """
                CREATE TABLE orders (buyer varchar(36) REFERENCES people (id) ON DELETE RESTRICT)""");
        JdbcRepository people = JdbcRepository.of(StandardTypes.user(), database)
                .table("people")
                .id("id")
                .created("created_at")
                .lastModified("updated_at")
                .column("userName", "login")
                .without("externalId")
                .build();
        Attributes bjensen =
                people.type().attributes().set("userName", "bjensen").build();
        Resource stored = people.create(CONTEXT, bjensen);
        TestDatabase.run(database, "INSERT INTO orders VALUES ('" + stored.id() + "')");

        assertThatThrownBy(() -> people.create(CONTEXT, bjensen))
                .isInstanceOfSatisfying(
                        ScimException.class, taken -> assertThat(taken.type()).contains(ErrorType.UNIQUENESS));
        assertThatThrownBy(() -> ServiceSteps.delete(CONTEXT, people, people, stored.id()))
                .isInstanceOfSatisfying(
                        ScimException.class, used -> assertThat(used.status()).isEqualTo(409));
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
