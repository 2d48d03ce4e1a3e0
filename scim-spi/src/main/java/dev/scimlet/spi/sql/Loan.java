package dev.scimlet.spi.sql;

import dev.scimlet.spi.RequestContext;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A connection that was borrowed, and how it was found, so that it goes back the same. */
final class Loan {

    private static final System.Logger LOG = System.getLogger(SqlUnitOfWork.class.getName());

    private final ConnectionSource source;
    private final RequestContext context;
    private final Connection connection;
    private boolean turnedOff;
    private int isolation = Connection.TRANSACTION_NONE;

    private Loan(ConnectionSource source, RequestContext context, Connection connection) {
        this.source = source;
        this.context = context;
        this.connection = connection;
    }

    /** @throws dev.scimlet.core.ScimException 503 if there is none */
    static Loan of(ConnectionSource source, RequestContext context) {
        try {
            return new Loan(source, context, source.borrow(context));
        } catch (SQLException failure) {
            throw SqlFailure.unavailable(failure);
        } catch (RuntimeException failure) {
            throw noneBecause(failure);
        }
    }

    /** Frameworks wrap what a pool says; their own complaints, and ours, have no database behind them. */
    static RuntimeException noneBecause(RuntimeException failure) {
        SQLException behind = SqlFailure.behind(failure);
        return behind == null ? failure : SqlFailure.unavailable(behind);
    }

    Connection connection() {
        return connection;
    }

    /** Begins a transaction that writes. */
    void beginWriting(SqlDatabase database) throws SQLException {
        begin();
        endTestOfPool();
        isolation = database.beginWriting(connection);
    }

    /** A pool's test of a connection that does not commit by itself has begun a transaction already. */
    private void endTestOfPool() throws SQLException {
        if (!turnedOff) {
            connection.rollback();
        }
    }

    /** Has the connection no longer commit by itself, if it did. */
    private void begin() throws SQLException {
        if (connection.getAutoCommit()) {
            connection.setAutoCommit(false);
            turnedOff = true;
        }
    }

    /** Begins a transaction whose statements see the same state. */
    void beginSnapshot(SqlDatabase database) throws SQLException {
        begin();
        endTestOfPool();
        isolation = database.beginSnapshot(connection);
    }

    /**
     * Ends the transaction, if it is not the host's, without storing anything, and gives the connection back.
     *
     * @param reason why, to which is added what goes wrong meanwhile; null if there is nothing to store
     */
    void end(@Nullable Throwable reason) {
        try {
            boolean ofHost = source.transactions().isPresent() && !turnedOff;
            if (!ofHost && !connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException | RuntimeException failure) {
            if (reason != null && reason != failure) {
                reason.addSuppressed(failure);
            }
            abandon();
        }
        giveBack();
    }

    /**
     * Leaves the connection as it was found. What is stored is stored, and what was read is read, even if that fails: then
     * nobody shall get the connection again.
     */
    void giveBack() {
        try {
            if (turnedOff) {
                connection.setAutoCommit(true);
            }
            if (isolation != Connection.TRANSACTION_NONE) {
                connection.setTransactionIsolation(isolation);
            }
        } catch (SQLException | RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, "a connection could not be left as it was found", failure);
            abandon();
        }
        try {
            source.giveBack(context, connection);
        } catch (SQLException | RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, "a connection could not be given back", failure);
        }
    }

    /** Ends a connection of which nobody knows the state: to turn auto-commit on might commit what is half done. */
    private void abandon() {
        turnedOff = false;
        isolation = Connection.TRANSACTION_NONE;
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException failure) {
            LOG.log(System.Logger.Level.DEBUG, "a broken connection could not be ended", failure);
        }
    }
}
