package dev.scimlet.jpa;

import dev.scimlet.core.ScimException;
import dev.scimlet.spi.ActionsOfUnit;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.sql.HostTransactions;
import dev.scimlet.spi.sql.SqlFailure;
import dev.scimlet.spi.sql.SqlWork;
import dev.scimlet.spi.sql.UnitSqlExecutor;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A unit that is a transaction of an {@link EntityManager}, for stores that work with it. */
public final class JpaUnit implements Unit {

    private static final System.Logger LOG = System.getLogger(JpaUnitOfWork.class.getName());

    private final EntityManagers source;
    private final @Nullable HostTransactions host;
    private final RequestContext context;
    private final String id;
    private final int attempt;
    private final boolean repeatable;
    private final ActionsOfUnit actions = new ActionsOfUnit();
    private @Nullable EntityManager entities;
    private HostTransactions.@Nullable Transaction transaction;
    private @Nullable RuntimeException spoilt;
    private boolean ended;

    JpaUnit(EntityManagers source, RequestContext context, String id, int attempt, boolean repeatable) {
        this.source = source;
        this.host = source.transactions().orElse(null);
        this.context = context;
        this.id = id;
        this.attempt = attempt;
        this.repeatable = repeatable;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    /** Whether a conflict has the work run again: not where the unit is a part of a transaction that the host began. */
    public boolean isRepeatable() {
        return repeatable;
    }

    @Override
    public boolean isAtomic() {
        return true;
    }

    EntityManagers source() {
        return source;
    }

    /** Whether the transaction has begun: a store that reads then sees what the unit has written. */
    public boolean isOpen() {
        return entities != null;
    }

    /**
     * Works with the entity manager of the transaction, which begins with the first call. What fails spoils the unit: it can
     * only be rolled back. What has been changed is flushed by whoever changes it.
     *
     * @throws ConflictException if another transaction was in the way
     * @throws dev.scimlet.core.ScimException 503 if the database is not there
     */
    public <T> T run(Function<EntityManager, T> work) {
        try {
            return work.apply(entities());
        } catch (RuntimeException failure) {
            RuntimeException passing = Failures.passing(failure);
            RuntimeException thrown = passing != null ? passing : failure;
            spoil(thrown);
            throw thrown;
        }
    }

    /**
     * Looks at what is stored, as {@link #run} does. A refusal of what was asked, before the database was, spoils nothing: who
     * asked may ask otherwise.
     */
    <T> T look(Function<EntityManager, T> work) {
        try {
            return work.apply(entities());
        } catch (ScimException refused) {
            throw refused;
        } catch (RuntimeException failure) {
            return run(of -> {
                throw failure;
            });
        }
    }

    /** Has the unit be rolled back, whoever keeps the reason to himself. */
    void spoil(RuntimeException reason) {
        if (spoilt == null) {
            spoilt = reason;
        }
    }

    private EntityManager entities() {
        EntityManager known = entities;
        if (known != null) {
            return known;
        }
        if (ended) {
            throw new IllegalStateException("the unit has ended: nothing can be written in it any longer");
        }
        if (host != null && transaction == null) {
            transaction = host.begin();
        }
        EntityManager borrowed = source.borrow(context);
        entities = borrowed;
        if (host == null) {
            borrowed.getTransaction().begin();
        }
        return borrowed;
    }

    /** SQL over the connection that the source knows; empty if it knows none. */
    @Override
    public Optional<SqlExecutor> sql() {
        return source.connections().map(connections -> new UnitSqlExecutor(this::runSql));
    }

    private <T> T runSql(SqlWork<T> work) throws SQLException {
        try {
            return work.run(run(this::connection));
        } catch (SQLException failure) {
            RuntimeException passing = SqlFailure.passing(failure);
            spoil(passing != null ? passing : new IllegalStateException("a statement of the unit failed", failure));
            if (passing != null) {
                throw passing;
            }
            throw failure;
        } catch (RuntimeException failure) {
            spoil(failure);
            throw failure;
        }
    }

    private Connection connection(EntityManager of) {
        of.flush();
        return source.connections().orElseThrow().apply(of);
    }

    @Override
    public void beforeCommit(Runnable action) {
        actions.addBefore(action);
    }

    @Override
    public void afterCommit(Runnable action) {
        actions.addAfter(action);
    }

    @Override
    public <T> Optional<T> handle(Class<T> type) {
        if (type == JpaUnit.class) {
            return Optional.of(type.cast(this));
        }
        return type == EntityManager.class ? Optional.of(type.cast(run(of -> of))) : Optional.empty();
    }

    void commit() {
        actions.runBefore();
        if (spoilt != null) {
            throw spoilt;
        }
        if (transaction != null) {
            commit(transaction);
            return;
        }
        EntityManager own = entities;
        if (own != null) {
            try {
                own.getTransaction().commit();
            } catch (RuntimeException failure) {
                throw Failures.ofCommit(failure);
            }
            entities = null;
            giveBack(own);
        }
        ended = true;
        actions.runAfter();
    }

    /** The host tells of its outermost commit, which may come later. */
    private void commit(HostTransactions.Transaction ofHost) {
        EntityManager lent = entities;
        if (lent != null) {
            run(of -> {
                of.flush();
                return of;
            });
        }
        ofHost.afterCommit(actions::runAfter);
        if (lent != null) {
            entities = null;
            giveBack(lent);
        }
        ended = true;
        try {
            ofHost.commit();
        } catch (RuntimeException failure) {
            throw Failures.ofCommit(failure);
        }
    }

    private void giveBack(EntityManager lent) {
        try {
            source.giveBack(context, lent);
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, "an entity manager could not be given back", failure);
        }
    }

    /** The reason for the rollback is what must be told; that the rollback failed too hangs on to it. */
    void rollback(Throwable reason) {
        boolean open = !ended;
        ended = true;
        EntityManager lent = entities;
        entities = null;
        if (lent != null && host == null) {
            quietly(reason, () -> {
                if (lent.getTransaction().isActive()) {
                    lent.getTransaction().rollback();
                }
            });
        }
        if (lent != null) {
            quietly(reason, () -> source.giveBack(context, lent));
        }
        HostTransactions.Transaction begun = transaction;
        if (begun != null && open) {
            quietly(reason, begun::rollback);
        }
    }

    private static void quietly(Throwable reason, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failure) {
            if (failure != reason) {
                reason.addSuppressed(failure);
            }
        }
    }
}
