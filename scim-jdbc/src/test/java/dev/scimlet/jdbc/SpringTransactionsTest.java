package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.TestUsers.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.jdbc.ServiceClient.Answer;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions of Spring around units and units inside them: who ends what, what is stored, and what is told. */
final class SpringTransactionsTest {

    private DataSource database = TestDatabase.H2.reused();
    private DataSource dataSource = database;
    private TransactionTemplate transaction = new TransactionTemplate();
    private JdbcRepository users = TestUsers.users(database).build();
    private final List<String> told = new ArrayList<>();
    private final List<AnnotationConfigApplicationContext> contexts = new ArrayList<>();

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
                            unaware.type()
                                    .attributes()
                                    .set("userName", "bjensen")
                                    .build());
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

    // ---- a facade of the host over the service

    /** What a host's program asks of the service, with other things of its own. */
    interface Onboarding {

        /** @return what the service answered */
        List<Answer> welcome(String... names);
    }

    /** As hosts write it: the transaction is said by an annotation. */
    static class TransactionalOnboarding implements Onboarding {

        private final ServiceClient client;
        private final JdbcTemplate template;

        TransactionalOnboarding(ServiceClient client, JdbcTemplate template) {
            this.client = client;
            this.template = template;
        }

        @Override
        @Transactional
        public List<Answer> welcome(String... names) {
            List<Answer> answers = new ArrayList<>();
            for (String name : names) {
                template.update("INSERT INTO audit VALUES (?)", "welcome " + name);
                if (name.isEmpty()) {
                    throw new IllegalArgumentException("nobody is welcome");
                }
                answers.add(client.post("/Users", ServiceClient.user(name, "")));
            }
            assertThat(client.events()).as("events before the commit").isEmpty();
            return answers;
        }
    }

    private ServiceClient client() {
        return ServiceClient.of(ScimService.builder()
                .repositories(users)
                .onChangeInUnit(
                        (event, unit) -> unit.sql().orElseThrow().update("INSERT INTO audit VALUES (?)", "hook")));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class Transactions {}

    /** The facade as other parts of the host get it from Spring, behind a proxy. */
    private Onboarding proxied(ServiceClient client) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.register(Transactions.class);
        context.registerBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(database));
        context.registerBean(Onboarding.class, () -> new TransactionalOnboarding(client, new JdbcTemplate(database)));
        context.refresh();
        contexts.add(context);
        Onboarding facade = context.getBean(Onboarding.class);
        assertThat(AopUtils.isAopProxy(facade)).isTrue();
        return facade;
    }

    @AfterEach
    void close() {
        contexts.forEach(AnnotationConfigApplicationContext::close);
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void commitsWithTheFacadeOfTheHost(TestDatabase of, boolean aware) {
        start(of, aware, TransactionDefinition.PROPAGATION_REQUIRED);
        ServiceClient client = client();

        List<Answer> answers = proxied(client).welcome("one", "two");

        assertThat(answers).extracting(Answer::status).containsExactly(201, 201);
        assertThat(client.events()).hasSize(2);
        assertThat(count("users")).isEqualTo("2");
        assertThat(count("audit")).isEqualTo("4");
        answers.forEach(
                answer -> assertThat(client.get("/Users/" + answer.id()).is(200).version())
                        .isEqualTo(answer.version()));
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void rollsBackWithTheFacadeOfTheHost(TestDatabase of, boolean aware) {
        start(of, aware, TransactionDefinition.PROPAGATION_REQUIRED);
        ServiceClient client = client();

        assertThatThrownBy(() -> proxied(client).welcome("one", "")).hasMessage("nobody is welcome");

        assertThat(client.events()).isEmpty();
        assertThat(count("users")).isEqualTo("0");
        assertThat(count("audit")).isEqualTo("0");
        assertThat(client.get("/Users").is(200).body()).contains("\"totalResults\":0");
        assertThat(proxied(client).welcome("one")).extracting(Answer::status).containsExactly(201);
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void letsNoFacadeCommitWhatTheServiceRefusedInside(TestDatabase of, boolean aware) {
        start(of, aware, TransactionDefinition.PROPAGATION_REQUIRED);
        ServiceClient client = client();

        assertThatThrownBy(() -> proxied(client).welcome("one", "ONE")).isInstanceOf(UnexpectedRollbackException.class);

        assertThat(client.events()).isEmpty();
        assertThat(count("users")).isEqualTo("0");
        assertThat(count("audit")).isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("dataSources")
    void answersForItselfIfItCommitsBeforeTheFacadeDoes(TestDatabase of, boolean aware) {
        start(of, aware, TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        ServiceClient client = client();

        transaction.executeWithoutResult(status -> {
            new JdbcTemplate(database).update("INSERT INTO audit VALUES ('host')");
            client.post("/Users", ServiceClient.user("one", "")).is(201);
            assertThat(client.events()).hasSize(1);
            status.setRollbackOnly();
        });

        assertThat(client.get("/Users?filter=userName%20eq%20%22one%22").is(200).body())
                .contains("\"totalResults\":1");
        assertThat(count("users")).isEqualTo("1");
        assertThat(count("audit")).isEqualTo("1");
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
