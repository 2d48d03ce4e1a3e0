package dev.scimlet.spi.sql;

import dev.scimlet.spi.ActionsOfUnit;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A unit that is a transaction of a database, for stores that work with its connection. */
public final class SqlUnit implements Unit {

    private final ConnectionSource connections;
    private final @Nullable HostTransactions host;
    private final RequestContext context;
    private final String id;
    private final int attempt;
    private final ActionsOfUnit actions = new ActionsOfUnit();
    private @Nullable Connection connection;
    private HostTransactions.@Nullable Transaction transaction;
    private boolean autoCommit;
    private boolean ended;

    SqlUnit(
            ConnectionSource connections,
            @Nullable HostTransactions host,
            RequestContext context,
            String id,
            int attempt) {
        this.connections = connections;
        this.host = host;
        this.context = context;
        this.id = id;
        this.attempt = attempt;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public boolean isAtomic() {
        return true;
    }

    ConnectionSource connections() {
        return connections;
    }

    /** Whether the transaction has begun: a store that reads then sees what the unit has written. */
    public boolean isOpen() {
        return connection != null;
    }

    /**
     * The connection of the transaction, which begins with the first call. It is not closed, committed or rolled back by who
     * uses it.
     *
     * @throws dev.scimlet.core.ScimException 503 if there is none
     */
    public Connection connection() {
        Connection known = connection;
        if (known != null) {
            return known;
        }
        if (ended) {
            throw new IllegalStateException("the unit has ended: nothing can be written in it any longer");
        }
        if (host != null) {
            transaction = host.begin();
        }
        try {
            Connection borrowed = connections.borrow(context);
            connection = borrowed;
            if (host == null) {
                autoCommit = borrowed.getAutoCommit();
                if (autoCommit) {
                    borrowed.setAutoCommit(false);
                }
            }
            return borrowed;
        } catch (SQLException failure) {
            throw SqlFailure.unavailable(failure);
        }
    }

    @Override
    public Optional<SqlExecutor> sql() {
        return Optional.of(new UnitSqlExecutor(this));
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
        return type == SqlUnit.class ? Optional.of(type.cast(this)) : Optional.empty();
    }

    void commit() {
        actions.runBefore();
        HostTransactions.Transaction ofHost = transaction;
        try {
            if (ofHost != null) {
                // Told by the host, after its outermost commit
                ofHost.afterCommit(actions::runAfter);
                giveBack();
                ended = true;
                ofHost.commit();
            } else if (connection != null) {
                connection.commit();
                giveBack();
            }
            ended = true;
        } catch (SQLException failure) {
            throw notCommitted(failure, failure);
        } catch (RuntimeException failure) {
            SQLException behind = SqlFailure.behind(failure);
            throw behind == null ? failure : notCommitted(behind, failure);
        }
    }

    /** A database says so if it has rolled back; where the connection broke, it may have committed. */
    private static RuntimeException notCommitted(SQLException failure, Exception thrown) {
        RuntimeException passing = SqlFailure.passing(failure);
        if (passing instanceof ConflictException) {
            return passing;
        }
        return passing != null
                ? SqlUnitOfWork.unknown(thrown)
                : new IllegalStateException("a commit failed with SQLState " + failure.getSQLState(), thrown);
    }

    void runAfter() {
        if (transaction == null) {
            actions.runAfter();
        }
    }

    /** The reason for the rollback is what must be told; that the rollback failed too hangs on to it. */
    void rollback(Throwable reason) {
        boolean open = !ended;
        ended = true;
        try {
            if (transaction != null) {
                giveBack();
                if (open) {
                    transaction.rollback();
                }
            } else if (connection != null) {
                if (open) {
                    connection.rollback();
                }
                giveBack();
            }
        } catch (SQLException | RuntimeException failure) {
            reason.addSuppressed(failure);
        }
    }

    /** Leaves the connection as it was found; one that is broken is the pool's business. */
    private void giveBack() throws SQLException {
        Connection used = connection;
        connection = null;
        if (used == null) {
            return;
        }
        try {
            if (autoCommit) {
                used.setAutoCommit(true);
            }
        } finally {
            connections.giveBack(context, used);
        }
    }
}
