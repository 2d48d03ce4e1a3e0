package dev.scimlet.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.sql.HostTransactions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Units in transactions that a host's framework begins and ends, and rows that are written beside a change. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
final class HostTransactionsTest {

    private static final RequestContext CONTEXT = RequestContext.of("tests");

    private final TestDatabase.Entities entities;
    private final HostEntityManagers host;
    private final JpaRepository<UserAccount> users;
    private final JpaRepository<UserAccount> others;

    HostTransactionsTest(TestDatabase database) {
        entities = new Company(database).emptied().entities();
        host = new HostEntityManagers(entities.factory());
        users = new Company(entities, host).users();
        others = new Company(entities, EntityManagers.of(entities.factory())).users();
    }

    /** A framework that keeps an entity manager for the thread while it is in a transaction. */
    private static final class HostEntityManagers implements EntityManagers, HostTransactions {

        private final EntityManagerFactory factory;
        private final ThreadLocal<EntityManager> current = new ThreadLocal<>();
        private final ThreadLocal<List<Runnable>> afterCommit = ThreadLocal.withInitial(ArrayList::new);

        HostEntityManagers(EntityManagerFactory factory) {
            this.factory = factory;
        }

        @Override
        public EntityManagerFactory factory() {
            return factory;
        }

        @Override
        public EntityManager borrow(RequestContext context) {
            return wouldJoin() ? current.get() : factory.createEntityManager();
        }

        @Override
        public void giveBack(RequestContext context, EntityManager lent) {
            if (lent != current.get()) {
                lent.close();
            }
        }

        @Override
        public Optional<HostTransactions> transactions() {
            return Optional.of(this);
        }

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
            return new Transaction() {
                @Override
                public void commit() {
                    if (!joined) {
                        close(true);
                    }
                }

                @Override
                public void rollback() {
                    if (joined) {
                        current.get().getTransaction().setRollbackOnly();
                    } else {
                        close(false);
                    }
                }

                @Override
                public void afterCommit(Runnable action) {
                    afterCommit.get().add(action);
                }
            };
        }

        EntityManager open() {
            EntityManager opened = factory.createEntityManager();
            opened.getTransaction().begin();
            current.set(opened);
            return opened;
        }

        void close(boolean commit) {
            EntityManager open = current.get();
            current.remove();
            List<Runnable> actions = List.copyOf(afterCommit.get());
            afterCommit.remove();
            try (open) {
                if (commit) {
                    open.getTransaction().commit();
                    actions.forEach(Runnable::run);
                } else {
                    open.getTransaction().rollback();
                }
            }
        }
    }

    @BeforeEach
    @AfterEach
    void endWhatIsOpen() {
        if (host.wouldJoin()) {
            host.close(false);
        }
    }

    private Attributes user(String name) {
        return users.type().attributes().set("userName", name).build();
    }

    /** What everybody sees of a user. */
    private Optional<Resource> found(Resource user) {
        return others.find(CONTEXT, user.id(), Wanted.everything());
    }

    @Test
    void commitsATransactionOfItsOwnBeforeItAnswers() {
        Resource created = users.create(CONTEXT, user("bjensen"));

        assertThat(found(created).map(Resource::meta)).contains(created.meta());
        assertThat(host.wouldJoin()).isFalse();
    }

    @Test
    void joinsTheTransactionThatTheHostHasBegun() {
        List<String> told = new ArrayList<>();
        host.open();
        Resource created = users.unitOfWork().perform(CONTEXT, unit -> {
            unit.afterCommit(() -> told.add("stored"));
            return users.create(CONTEXT.within(unit), user("bjensen"));
        });

        assertThat(found(created)).isEmpty();
        assertThat(told).isEmpty();
        assertThat(users.find(CONTEXT, created.id(), Wanted.everything())).contains(created);
        host.close(true);

        assertThat(found(created).map(Resource::meta)).contains(created.meta());
        assertThat(told).containsExactly("stored");
    }

    @Test
    void goesWithTheTransactionThatTheHostRollsBack() {
        List<String> told = new ArrayList<>();
        host.open();
        Resource created = users.unitOfWork().perform(CONTEXT, unit -> {
            unit.afterCommit(() -> told.add("stored"));
            return users.create(CONTEXT.within(unit), user("bjensen"));
        });
        host.close(false);

        assertThat(found(created)).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void isNotTriedAgainInATransactionOfTheHost() {
        Resource created = users.create(CONTEXT, user("bjensen"));
        host.open();
        assertThatThrownBy(() -> users.unitOfWork().perform(CONTEXT, unit -> {
                    Resource known = found(created).orElseThrow();
                    others.update(CONTEXT, known, named(known, "Barbara"), Wanted.everything());
                    return users.update(CONTEXT.within(unit), created, named(created, "Babs"), Wanted.everything());
                }))
                .isInstanceOfSatisfying(
                        ScimException.class, busy -> assertThat(busy.status()).isEqualTo(503));

        assertThat(host.current.get().getTransaction().getRollbackOnly()).isTrue();
        host.close(false);
        assertThat(found(created).orElseThrow().string("name.givenName")).contains("Barbara");
    }

    @Test
    void marksTheTransactionOfTheHostIfAValueIsTaken() {
        users.create(CONTEXT, user("bjensen"));
        host.open();
        Resource first = users.create(CONTEXT, user("jsmith"));

        assertThatThrownBy(() -> users.create(CONTEXT, user("BJensen")))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.type()).contains(ErrorType.UNIQUENESS));
        assertThat(host.current.get().getTransaction().getRollbackOnly()).isTrue();
        host.close(true);

        assertThat(found(first)).isEmpty();
    }

    @Test
    void storesNothingOfWhatIsRefusedAfterIt() {
        List<Resource> created = new ArrayList<>();
        assertThatThrownBy(() -> users.unitOfWork().perform(CONTEXT, unit -> {
                    created.add(users.create(CONTEXT.within(unit), user("bjensen")));
                    throw ScimException.withStatus(403, "a rule says no");
                }))
                .hasMessage("a rule says no");

        assertThat(found(created.get(0))).isEmpty();
        assertThat(host.wouldJoin()).isFalse();
    }

    private static Attributes named(Resource user, String name) {
        return user.attributes().toBuilder().set("name.givenName", name).build();
    }

    /** What the host has changed and not written yet is neither lost nor written over. */
    @Test
    void meetsWhatTheHostHasInHands() {
        Resource created = users.create(CONTEXT, user("bjensen"));
        UserAccount held =
                host.open().find(UserAccount.class, Long.valueOf(created.id().substring(1)));
        held.setEmail("b@example.com");

        Resource read = users.find(CONTEXT, created.id(), Wanted.everything()).orElseThrow();
        users.update(CONTEXT, read, named(read, "Barbara"), Wanted.everything());
        host.close(true);

        Resource stored = found(created).orElseThrow();
        assertThat(stored.string("name.givenName")).contains("Barbara");
        assertThat(stored.list("emails").get(0).string("value")).contains("b@example.com");
    }

    @Test
    void writesRowsInTheTransactionOfTheUnit() {
        TestDatabase.run(entities.dataSource(), "CREATE TABLE IF NOT EXISTS feed (who varchar(40))");
        TestDatabase.run(entities.dataSource(), "DELETE FROM feed");
        JpaRepository<UserAccount> own = new Company(
                        entities,
                        EntityManagers.of(
                                entities.factory(),
                                of -> of.unwrap(Session.class).doReturningWork(connection -> connection)))
                .users();

        own.unitOfWork().perform(CONTEXT, unit -> {
            Resource created = own.create(
                    CONTEXT.within(unit),
                    own.type().attributes().set("userName", "bjensen").build());
            return unit.sql().orElseThrow().update("INSERT INTO feed VALUES (?)", created.id());
        });
        assertThatThrownBy(() -> own.unitOfWork().perform(CONTEXT, unit -> {
                    unit.sql().orElseThrow().update("INSERT INTO feed VALUES (?)", "nobody");
                    throw new IllegalStateException("a hook that refuses");
                }))
                .hasMessage("a hook that refuses");

        assertThat(TestDatabase.values(entities.dataSource(), "SELECT who FROM feed"))
                .hasSize(1);
    }

    @Test
    void knowsNoSqlWithoutTheConnection() {
        Boolean known = users.unitOfWork().perform(CONTEXT, unit -> unit.sql().isPresent());

        assertThat(known).isFalse();
    }
}
