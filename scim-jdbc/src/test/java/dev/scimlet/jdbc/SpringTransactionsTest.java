package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions of Spring around units and units inside them: who ends what, what is stored, and what is told. */
final class SpringTransactionsTest {

    private DataSource database = TestDatabase.H2.reused();
    private DataSource dataSource = database;
    private TransactionTemplate transaction = new TransactionTemplate();
    private JdbcRepository users = TestUsers.users(database).build();
    private final List<String> told = new ArrayList<>();

    static Stream<Arguments> dataSources() {
        return Stream.of(TestDatabase.values())
                .flatMap(of -> Stream.of(Arguments.of(of, false), Arguments.of(of, true)));
    }

    private void start(TestDatabase of, boolean aware, int propagation) {
        database = of.with(TestUsers.TABLES);
        TestDatabase.run(database, "CREATE TABLE audit (line varchar(99))");
        dataSource = aware ? new TransactionAwareDataSourceProxy(database) : database;
        DataSourceTransactionManager manager = new DataSourceTransactionManager(database);
        transaction = new TransactionTemplate(manager);
        users = TestUsers.users(new SpringConnections(dataSource, manager, propagation))
                .build();
    }

    private Attributes named(String name) {
        return users.type().attributes().set("userName", name).build();
    }

    /** What a host does in its own statements, and through a repository in a unit. */
    private Resource writeBoth(String name) {
        new JdbcTemplate(database).update("INSERT INTO audit VALUES (?)", "before " + name);
        Resource stored = users.unitOfWork().perform(CONTEXT, unit -> {
            unit.afterCommit(() -> told.add(name));
            return users.create(CONTEXT.within(unit), named(name));
        });
        // The same transaction sees it
        assertThat(users.find(CONTEXT, stored.id(), Wanted.everything())).contains(stored);
        return stored;
    }

    private String count(String table) {
        return TestDatabase.value(database, "SELECT COUNT(*) FROM " + table);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void doesNotEndTheTransactionOfAHostThatNamesNoBridge(TestDatabase of) {
        start(of, true, TransactionDefinition.PROPAGATION_REQUIRED);
        JdbcRepository unaware = TestUsers.users(dataSource).build();

        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    new JdbcTemplate(dataSource).update("INSERT INTO audit VALUES ('host')");
                    unaware.create(
                            CONTEXT,
                            unaware.type().attributes().set("userName", "bjensen").build());
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("auto-commit off", "HostTransactions", "withoutAutoCommit");

        assertThat(count("audit")).isEqualTo("0");
        assertThat(count("users")).isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void joinsTheTransactionOfTheHostAndTellsAfterItsCommit(TestDatabase of, boolean aware) {
        start(of, aware, TransactionDefinition.PROPAGATION_REQUIRED);

        transaction.executeWithoutResult(status -> {
            writeBoth("one");
            writeBoth("two");
            assertThat(told).isEmpty();
            assertThat(count("users")).isEqualTo("0");
        });

        assertThat(told).containsExactly("one", "two");
        assertThat(count("users")).isEqualTo("2");
        assertThat(count("audit")).isEqualTo("2");
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void goesWithTheTransactionOfTheHost(TestDatabase of, boolean aware) {
        start(of, aware, TransactionDefinition.PROPAGATION_REQUIRED);

        transaction.executeWithoutResult(status -> {
            writeBoth("one");
            status.setRollbackOnly();
        });

        assertThat(told).isEmpty();
        assertThat(count("users")).isEqualTo("0");
        assertThat(count("audit")).isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void beginsAndEndsItsOwnWhereTheHostHasNone(TestDatabase of, boolean aware) {
        start(of, aware, TransactionDefinition.PROPAGATION_REQUIRED);
        writeBoth("one");
        assertThat(told).containsExactly("one");

        assertThatThrownBy(() -> users.unitOfWork().perform(CONTEXT, unit -> {
                    unit.afterCommit(() -> told.add("never"));
                    users.create(CONTEXT.within(unit), named("two"));
                    throw ScimException.withStatus(403, "a rule says no");
                }))
                .hasMessage("a rule says no");

        assertThat(told).containsExactly("one");
        assertThat(count("users")).isEqualTo("1");
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void commitsBeforeTheHostDoesIfItIsToldSo(TestDatabase of, boolean aware) {
        start(of, aware, TransactionDefinition.PROPAGATION_REQUIRES_NEW);

        transaction.executeWithoutResult(status -> {
            new JdbcTemplate(database).update("INSERT INTO audit VALUES ('host')");
            users.unitOfWork().perform(CONTEXT, unit -> {
                unit.afterCommit(() -> told.add("one"));
                return users.create(CONTEXT.within(unit), named("one"));
            });
            assertThat(told).containsExactly("one");
            status.setRollbackOnly();
        });

        assertThat(count("users")).isEqualTo("1");
        assertThat(count("audit")).isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void leavesAConflictInsideATransactionToTheHost(TestDatabase of, boolean aware) {
        start(of, aware, TransactionDefinition.PROPAGATION_REQUIRED);
        List<Integer> attempts = new ArrayList<>();

        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    new JdbcTemplate(database).update("INSERT INTO audit VALUES ('host')");
                    assertThatThrownBy(() -> users.unitOfWork().perform(CONTEXT, unit -> {
                                attempts.add(unit.attempt());
                                users.create(CONTEXT.within(unit), named("one"));
                                throw ConflictException.overtaken(null);
                            }))
                            .isInstanceOfSatisfying(
                                    ScimException.class,
                                    busy -> assertThat(busy.status()).isEqualTo(503));
                    assertThat(status.isRollbackOnly()).isTrue();
                }))
                .isInstanceOf(UnexpectedRollbackException.class);

        assertThat(attempts).containsExactly(1);
        assertThat(count("users")).isEqualTo("0");
        assertThat(count("audit")).isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void repeatsAConflictInATransactionOfItsOwn(TestDatabase of, boolean aware) {
        start(of, aware, TransactionDefinition.PROPAGATION_REQUIRED);

        int attempt = users.unitOfWork().perform(CONTEXT, unit -> {
            users.create(CONTEXT.within(unit), named("one"));
            if (unit.attempt() < 3) {
                throw ConflictException.overtaken(null);
            }
            return unit.attempt();
        });

        assertThat(attempt).isEqualTo(3);
        assertThat(count("users")).isEqualTo("1");
    }
}
