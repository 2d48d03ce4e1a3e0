package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.ServiceClient.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.EntityRepository;
import dev.scimlet.spi.mapping.EntityStore;
import dev.scimlet.spi.mapping.FoundEntities;
import dev.scimlet.spi.mapping.ResourceMapping;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.spi.sql.HostTransactions;
import dev.scimlet.spi.sql.SqlUnit;
import dev.scimlet.spi.sql.SqlUnitOfWork;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Units that are transactions of an {@link EntityManager}: its own, or one that the host has begun around them. */
final class JpaTransactionsTest {

    private DataSource database = TestDatabase.H2.reused();
    private @Nullable EntityManagerFactory factory;
    private final ThreadLocal<@Nullable EntityManager> current = new ThreadLocal<>();
    private final PersonStore people = new PersonStore();
    private final SqlUnitOfWork units = SqlUnitOfWork.over(new EntityManagerConnections());
    private ServiceClient client = ServiceClient.of(TestStore.inMemory().service());
    private String refusedBy = "";

    @Entity(name = "Person")
    @Table(name = "people")
    static class Person {

        @Id
        String id = "";

        @Version
        long version;

        String login = "";

        @Nullable
        String title;

        @Nullable
        String nick;

        Instant created = Instant.EPOCH;
        Instant changed = Instant.EPOCH;

        protected Person() {}
    }

    private static final ResourceMapping<Person> MAPPING = ResourceMapping.builder(
                    StandardTypes.user(), Person.class, Person::new)
            .id(person -> person.id, (person, value) -> person.id = value)
            .version(person -> Long.toString(person.version))
            .created(person -> person.created, (person, value) -> person.created = value)
            .lastModified(person -> person.changed, (person, value) -> person.changed = value)
            .map("userName", person -> person.login, (person, value) -> person.login = value)
            .map("title", person -> person.title, (person, value) -> person.title = value)
            .map("nickName", person -> person.nick, (person, value) -> person.nick = value)
            .build();

    /** The bridge of a host that keeps the entity manager of a thread, as frameworks do. */
    private final class EntityManagerConnections implements ConnectionSource {

        @Override
        public Connection borrow(RequestContext context) {
            return manager().unwrap(Session.class).doReturningWork(connection -> connection);
        }

        /** It belongs to the entity manager. */
        @Override
        public void giveBack(RequestContext context, Connection connection) {}

        @Override
        public Optional<HostTransactions> transactions() {
            return Optional.of(new HostTransactions() {
                @Override
                public boolean wouldJoin() {
                    return current.get() != null;
                }

                @Override
                public Transaction begin() {
                    boolean joined = wouldJoin();
                    if (!joined) {
                        open();
                    }
                    return new Part(joined);
                }
            });
        }
    }

    private final class Part implements HostTransactions.Transaction {

        private final boolean joined;

        Part(boolean joined) {
            this.joined = joined;
        }

        @Override
        public void commit() {
            if (!joined) {
                close(true);
            }
        }

        @Override
        public void rollback() {
            if (joined) {
                manager().getTransaction().setRollbackOnly();
            } else {
                close(false);
            }
        }

        @Override
        public void afterCommit(Runnable action) {
            manager().unwrap(Session.class).getTransaction().registerSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {}

                @Override
                public void afterCompletion(int status) {
                    if (status == Status.STATUS_COMMITTED) {
                        action.run();
                    }
                }
            });
        }
    }

    /** Entities in the transaction of the unit; outside of units each look is one of its own. */
    private final class PersonStore implements EntityStore<Person> {

        private Runnable beforeSave = () -> {};

        private <T> T in(RequestContext context, Function<EntityManager, T> work) {
            SqlUnit unit = units.present(context);
            if (unit != null) {
                try {
                    return unit.run(connection -> {
                        T result = work.apply(manager());
                        manager().flush();
                        return result;
                    });
                } catch (SQLException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
            try (EntityManager own = factory().createEntityManager()) {
                return work.apply(own);
            }
        }

        @Override
        public Optional<Person> load(RequestContext context, String id) {
            return in(context, entities -> {
                Optional<Person> found = Optional.ofNullable(entities.find(Person.class, id));
                found.ifPresent(entities::detach);
                return found;
            });
        }

        @Override
        public Person insert(RequestContext context, Person person) {
            return in(context, entities -> {
                entities.persist(person);
                return person;
            });
        }

        @Override
        public Optional<Person> save(RequestContext context, Person person, String version) {
            Runnable once = beforeSave;
            beforeSave = () -> {};
            once.run();
            return in(context, entities -> {
                try {
                    Person merged = entities.merge(person);
                    entities.flush();
                    return Optional.of(merged);
                } catch (OptimisticLockException overtaken) {
                    // It has marked the transaction for rollback, and has nothing more to flush
                    entities.clear();
                    return Optional.empty();
                }
            });
        }

        @Override
        public boolean delete(RequestContext context, String id, String version) {
            return in(
                    context,
                    entities -> entities.createQuery("DELETE FROM Person WHERE id = :id AND version = :version")
                                    .setParameter("id", id)
                                    .setParameter("version", Long.parseLong(version))
                                    .executeUpdate()
                            == 1);
        }

        @Override
        public FoundEntities<Person> find(RequestContext context, Query query) {
            return FoundEntities.candidates(in(
                    context,
                    entities ->
                            entities.createQuery("FROM Person", Person.class).getResultList()));
        }
    }

    private EntityManagerFactory factory() {
        EntityManagerFactory known = factory;
        if (known == null) {
            throw new IllegalStateException("not started");
        }
        return known;
    }

    private EntityManager manager() {
        EntityManager known = current.get();
        if (known == null) {
            throw new IllegalStateException("the thread is in no transaction");
        }
        return known;
    }

    private void open() {
        EntityManager opened = factory().createEntityManager();
        opened.getTransaction().begin();
        current.set(opened);
    }

    private void close(boolean commits) {
        try (EntityManager ending = manager()) {
            if (commits) {
                ending.getTransaction().commit();
            } else {
                ending.getTransaction().rollback();
            }
        } finally {
            current.remove();
        }
    }

    private void start(TestDatabase of) {
        database = of.with("CREATE TABLE audit (line varchar(99))");
        factory = new Configuration()
                .addAnnotatedClass(Person.class)
                .setProperty(AvailableSettings.HBM2DDL_AUTO, "create")
                // As Jakarta Persistence has it: a commit that comes to none is not passed over in silence
                .setProperty(AvailableSettings.JPA_TRANSACTION_COMPLIANCE, "true")
                .addProperties(properties())
                .buildSessionFactory();
        client = ServiceClient.of(ScimService.builder()
                .repositories(new EntityRepository<>(MAPPING, people).withUnitOfWork(units))
                .onChangeInUnit((event, unit) -> {
                    unit.sql().orElseThrow().update("INSERT INTO audit VALUES (?)", "attempt " + unit.attempt());
                    if (!refusedBy.isEmpty()) {
                        throw ScimException.withStatus(403, refusedBy);
                    }
                }));
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, database);
        return properties;
    }

    @AfterEach
    void end() {
        if (factory != null) {
            factory.close();
        }
    }

    /** What others see. */
    private String count(String table) {
        return TestDatabase.value(database, "SELECT COUNT(*) FROM " + table);
    }

    private static String replace(String path, String value) {
        return "{\"op\":\"replace\",\"path\":\"" + path + "\",\"value\":\"" + value + "\"}";
    }

    // ---- transactions of its own

    @ParameterizedTest
    @EnumSource(value = TestDatabase.class, mode = EnumSource.Mode.EXCLUDE, names = "MYSQL")
    void storesEntitiesWithTheRowsOfHooks(TestDatabase of) {
        start(of);

        String path = "/Users/" + client.createUser("ada");
        client.patch(path, replace("title", "Countess")).is(200);

        assertThat(client.get(path).is(200).text("/title")).isEqualTo("Countess");
        assertThat(count("people")).isEqualTo("1");
        assertThat(count("audit")).isEqualTo("2");
        assertThat(client.events()).hasSize(2);
        client.delete(path).is(204);
        assertThat(count("people")).isEqualTo("0");
        assertThat(count("audit")).isEqualTo("3");
        assertThat(current.get()).isNull();
    }

    @ParameterizedTest
    @EnumSource(value = TestDatabase.class, mode = EnumSource.Mode.EXCLUDE, names = "MYSQL")
    void storesNothingOfWhatAHookRefuses(TestDatabase of) {
        start(of);
        String path = "/Users/" + client.createUser("ada");
        refusedBy = "a rule says no";

        client.post("/Users", user("bob", "")).is(403);
        client.patch(path, replace("title", "Countess")).is(403);
        client.delete(path).is(403);

        assertThat(client.get(path).is(200).json().at("/title")).isEmpty();
        assertThat(count("people")).isEqualTo("1");
        assertThat(count("audit")).isEqualTo("1");
        assertThat(client.events()).hasSize(1);
        assertThat(current.get()).isNull();
    }

    @ParameterizedTest
    @EnumSource(value = TestDatabase.class, mode = EnumSource.Mode.EXCLUDE, names = "MYSQL")
    void beginsAgainWhenItWasOvertaken(TestDatabase of) {
        start(of);
        String path = "/Users/" + client.createUser("ada");
        people.beforeSave = () -> TestDatabase.run(database, "UPDATE people SET nick = 'other', version = version + 1");

        client.patch(path, replace("title", "Countess")).is(200);

        assertThat(client.get(path).text("/title")).isEqualTo("Countess");
        assertThat(client.get(path).text("/nickName")).isEqualTo("other");
        assertThat(TestDatabase.value(database, "SELECT MAX(line) FROM audit")).isEqualTo("attempt 2");
        assertThat(count("audit")).isEqualTo("2");
        assertThat(client.events()).hasSize(2);
    }

    // ---- transactions of the host

    @ParameterizedTest
    @EnumSource(value = TestDatabase.class, mode = EnumSource.Mode.EXCLUDE, names = "MYSQL")
    void joinsTheTransactionOfTheHostAndTellsAfterItsCommit(TestDatabase of) {
        start(of);
        open();
        String path = "/Users/" + client.createUser("ada");
        client.createUser("bob");

        assertThat(count("people")).isEqualTo("0");
        assertThat(client.events()).isEmpty();
        close(true);

        assertThat(count("people")).isEqualTo("2");
        assertThat(count("audit")).isEqualTo("2");
        assertThat(client.events()).hasSize(2);
        client.get(path).is(200);
    }

    @ParameterizedTest
    @EnumSource(value = TestDatabase.class, mode = EnumSource.Mode.EXCLUDE, names = "MYSQL")
    void goesWithTheTransactionOfTheHost(TestDatabase of) {
        start(of);
        open();
        client.createUser("ada");
        close(false);

        assertThat(count("people")).isEqualTo("0");
        assertThat(count("audit")).isEqualTo("0");
        assertThat(client.events()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = TestDatabase.class, mode = EnumSource.Mode.EXCLUDE, names = "MYSQL")
    void marksTheTransactionOfTheHostIfItFails(TestDatabase of) {
        start(of);
        open();
        client.createUser("ada");
        refusedBy = "a rule says no";
        client.post("/Users", user("bob", "")).is(403);

        assertThatThrownBy(() -> close(true)).isInstanceOf(RollbackException.class);

        assertThat(count("people")).isEqualTo("0");
        assertThat(count("audit")).isEqualTo("0");
        assertThat(client.events()).isEmpty();
    }
}
