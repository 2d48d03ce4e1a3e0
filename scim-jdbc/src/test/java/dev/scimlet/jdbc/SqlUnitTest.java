package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.spi.sql.SqlUnitOfWork;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Units over SQL: how often they are tried, what they store, and how they leave connections. */
final class SqlUnitTest {

    private CountingDataSource dataSource = new CountingDataSource(TestDatabase.H2.reused());
    private JdbcRepository users = TestUsers.users(dataSource).build();
    private SqlUnitOfWork units = users.unitOfWork();

    private void start(TestDatabase database) {
        DataSource tables = database.with(TestUsers.TABLES);
        TestDatabase.run(tables, "CREATE TABLE log (line varchar(99) UNIQUE, at timestamp with time zone)");
        dataSource = new CountingDataSource(tables);
        users = TestUsers.users(dataSource).build();
        units = users.unitOfWork();
    }

    private Attributes named(String name) {
        return named(users, name);
    }

    private static Attributes named(JdbcRepository repository, String name) {
        return repository.type().attributes().set("userName", name).build();
    }

    private String count(String table) {
        return TestDatabase.value(dataSource, "SELECT COUNT(*) FROM " + table);
    }

    /** In H2 all levels above READ COMMITTED are snapshots: what was stored while a writer waited would be hidden from it. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void showsAWriterWhatIsStoredMeanwhile(int isolation) throws SQLException {
        DataSource tables = TestDatabase.H2.with("CREATE TABLE log (line varchar(99))");
        CountingDataSource isolated = new CountingDataSource(TestDatabase.isolated(tables, isolation));
        List<String> seen = new ArrayList<>();

        SqlUnitOfWork.over(ConnectionSource.of(isolated))
                .write(
                        CONTEXT,
                        connection -> {
                            seen.add(linesOfLog(connection));
                            TestDatabase.run(tables, "INSERT INTO log VALUES ('meanwhile')");
                            seen.add(linesOfLog(connection));
                            return true;
                        },
                        (unit, failure) -> new IllegalStateException(failure));

        assertThat(seen).containsExactly("0", "1");
        assertThat(isolated.changedConnections()).isEmpty();
    }

    private static String linesOfLog(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM log")) {
            rows.next();
            return rows.getString(1);
        }
    }

    // ---- how often work is tried

    private static int attempts(Duration patience, String sqlState, String detail) {
        SqlUnitOfWork impatient = SqlUnitOfWork.over(ConnectionSource.of(TestDatabase.H2.reused()))
                .withPatience(patience);
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> impatient.write(
                        CONTEXT,
                        connection -> {
                            attempts.incrementAndGet();
                            throw new SQLException("made to fail", sqlState);
                        },
                        (unit, failure) -> new IllegalStateException(failure)))
                .isInstanceOfSatisfying(ScimException.class, busy -> {
                    assertThat(busy.status()).isEqualTo(503);
                    assertThat(busy.retryAfter()).contains(Duration.ofSeconds(1));
                    assertThat(busy.detail()).contains(detail);
                });
        return attempts.get();
    }

    @Test
    void doesNotTryForever() {
        assertThat(attempts(Duration.ZERO, "40001", "others change the same resource"))
                .isEqualTo(1);
        assertThat(attempts(Duration.ofMillis(100), "40001", "others change the same resource"))
                .isBetween(2, 149);
        assertThat(attempts(Duration.ofMinutes(1), "HYT00", "waited for a lock"))
                .isEqualTo(2);
        assertThat(attempts(Duration.ZERO, "55P03", "waited for a lock")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void saysThatAnotherHoldsTheLock(TestDatabase database) throws SQLException {
        DataSource tables = database.with(TestUsers.TABLES);
        JdbcRepository impatient = TestUsers.users(database.withSetting(
                        tables,
                        switch (database) {
                            case H2 -> "SET LOCK_TIMEOUT 20";
                            case POSTGRESQL -> "SET lock_timeout = 20";
                            case MARIADB, MYSQL -> "SET innodb_lock_wait_timeout = 1";
                        }))
                .build();
        Resource user = impatient.create(CONTEXT, named(impatient, "bjensen"));
        Attributes changed =
                user.attributes().toBuilder().set("title", "second").build();

        try (Connection batch = tables.getConnection();
                var statement = batch.createStatement()) {
            batch.setAutoCommit(false);
            statement.execute("UPDATE users SET title = 'batch'");

            assertThatThrownBy(() -> impatient.update(CONTEXT, user, changed, Wanted.everything()))
                    .isInstanceOfSatisfying(ScimException.class, locked -> {
                        assertThat(locked.status()).isEqualTo(503);
                        assertThat(locked.detail()).contains("waited for a lock");
                    });
            batch.rollback();
            batch.setAutoCommit(true);
        }
    }

    // ---- what a unit stores

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void storesRowsBesideAChangeWithItOrNotAtAll(TestDatabase database) {
        start(database);
        List<String> told = new ArrayList<>();
        Instant now = Instant.parse("2026-01-01T00:00:00Z");

        for (String name : List.of("kept", "dropped")) {
            try {
                units.perform(CONTEXT, unit -> {
                    RequestContext inside = CONTEXT.within(unit);
                    Resource user = users.create(inside, named(name));
                    SqlExecutor sql = unit.sql().orElseThrow();
                    sql.update("INSERT INTO log VALUES (?, ?)", user.id(), now);
                    sql.updateAll(
                            "INSERT INTO log VALUES (?, ?)", List.of(List.of(name, now), List.of(name + "2", now)));
                    unit.beforeCommit(() -> sql.update("INSERT INTO log (line) VALUES (?)", name + "3"));
                    unit.afterCommit(() -> told.add(name));
                    assertThat(sql.query(
                                    "SELECT at FROM log WHERE at IS NOT NULL",
                                    row -> row.getTimestamp(1).toInstant()))
                            .contains(now);
                    // Reads of the unit see what it wrote
                    assertThat(users.find(inside, user.id(), Wanted.everything()))
                            .contains(user);
                    assertThat(users.find(CONTEXT, user.id(), Wanted.everything()))
                            .isEmpty();
                    if (name.equals("dropped")) {
                        throw ScimException.withStatus(403, "no");
                    }
                    return user;
                });
            } catch (ScimException refusal) {
                assertThat(refusal).hasMessage("no");
            }
        }

        assertThat(told).containsExactly("kept");
        assertThat(count("users")).isEqualTo("1");
        assertThat(count("log")).isEqualTo("4");
        assertThat(dataSource.openConnections()).isZero();
        assertThat(dataSource.changedConnections()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void cannotBeStoredAfterAPartOfItFailed(TestDatabase database) {
        start(database);
        users.create(CONTEXT, named("taken"));

        assertThatThrownBy(() -> units.perform(CONTEXT, unit -> {
                    users.create(CONTEXT.within(unit), named("new"));
                    try {
                        return users.create(CONTEXT.within(unit), named("taken"));
                    } catch (RuntimeException swallowed) {
                        return null;
                    }
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(count("users")).isEqualTo("1");
    }

    @Test
    void tellsWhatADeferredConstraintForbids() {
        start(TestDatabase.POSTGRESQL);
        TestDatabase.run(dataSource, "ALTER TABLE users ADD UNIQUE (external_id) DEFERRABLE INITIALLY DEFERRED");
        TestDatabase.run(
                dataSource,
                "ALTER TABLE users ADD FOREIGN KEY (manager_id) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED");
        Attributes first = named("first").toBuilder().set("externalId", "one").build();
        users.create(CONTEXT, first);

        assertThatThrownBy(() -> users.create(
                        CONTEXT, first.toBuilder().set("userName", "second").build()))
                .isInstanceOfSatisfying(
                        ScimException.class, taken -> assertThat(taken.type()).contains(ErrorType.UNIQUENESS));
        assertThatThrownBy(() -> users.create(
                        CONTEXT,
                        named("third").toBuilder()
                                .set(TestUsers.ENTERPRISE + "manager.value", "nobody")
                                .build()))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        broken -> assertThat(broken.status()).isEqualTo(409));
        assertThat(count("users")).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void costsNothingUntilItIsUsed(TestDatabase database) {
        start(database);
        Resource user = users.create(CONTEXT, named("bjensen"));
        dataSource.reset();

        Resource same = units.perform(
                CONTEXT, unit -> users.update(CONTEXT.within(unit), user, user.attributes(), Wanted.everything()));

        assertThat(same).isSameAs(user);
        assertThat(dataSource.statements()).isEmpty();
        assertThat(dataSource.borrowed()).isZero();
    }

    // ---- connections

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void holdsNoConnectionWhileAClientsChangeIsComputed(TestDatabase database) {
        start(database);
        Resource user = users.create(CONTEXT, named("bjensen"));

        ServiceSteps.change(CONTEXT, users, user.id(), current -> {
            assertThat(dataSource.openConnections()).isZero();
            return current.attributes().toBuilder().set("title", "Guide").build();
        });

        assertThat(dataSource.mostOpenConnections()).isOne();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void readsOnceWithoutATransaction(TestDatabase database) {
        start(database);
        dataSource.reset();

        users.find(CONTEXT, "nobody", Wanted.nothing());
        users.displayNames(CONTEXT, java.util.Set.of("nobody"));

        assertThat(dataSource.transactions()).isZero();
        assertThat(dataSource.statements()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void staysStoredThoughTheConnectionCannotBeGivenBack(TestDatabase database) {
        start(database);
        ConnectionSource broken = new ConnectionSource() {
            @Override
            public Connection borrow(RequestContext context) throws SQLException {
                return dataSource.getConnection();
            }

            @Override
            public void giveBack(RequestContext context, Connection connection) throws SQLException {
                connection.close();
                throw new SQLException("made to fail", "08006");
            }
        };
        JdbcRepository unlucky = TestUsers.users(broken).build();
        List<String> told = new ArrayList<>();

        Resource stored = unlucky.unitOfWork().perform(CONTEXT, unit -> {
            unit.afterCommit(() -> told.add("stored"));
            return unlucky.create(CONTEXT.within(unit), named(unlucky, "bjensen"));
        });

        assertThat(told).containsExactly("stored");
        assertThat(unlucky.find(CONTEXT, stored.id(), Wanted.everything())).contains(stored);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void refusesConnectionsOfSomebodysTransaction(TestDatabase database) {
        start(database);
        JdbcRepository lent =
                TestUsers.users(TestDatabase.inTransaction(dataSource)).build();

        assertThatThrownBy(() -> lent.create(CONTEXT, named(lent, "bjensen")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("HostTransactions", "withoutAutoCommit");
        assertThatThrownBy(() -> lent.find(CONTEXT, "1", Wanted.everything()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(dataSource.openConnections()).isZero();
    }
}
