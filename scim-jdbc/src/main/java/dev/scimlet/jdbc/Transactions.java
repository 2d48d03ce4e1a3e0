package dev.scimlet.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Borrows connections, runs work in transactions and gives the connections back as they were, on every path. Work that
 * met another transaction is done again, a bounded number of times.
 */
final class Transactions {

    /**
     * How often work is tried. In SERIALIZABLE whoever waited for a row has to start again, so that of n writers each
     * wins one time in n: with ten of them, one in millions needs so many tries.
     */
    private static final int ATTEMPTS = 150;

    /**
     * How often a row is deleted that something refers to: in REPEATABLE READ a reference that came in the meantime is
     * only seen from the next transaction on, which takes it away.
     */
    private static final int ATTEMPTS_TO_DELETE = 5;

    /** About as long as a transaction takes: longer pauses leave the row idle. */
    private static final long LONGEST_PAUSE_MILLIS = 16;

    private final DataSource dataSource;
    private volatile @Nullable Dialect dialect;

    /** Work on a connection; it may run several times. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection, Dialect dialect) throws SQLException;
    }

    private enum Mode {
        SINGLE_STATEMENT,
        SNAPSHOT,
        WRITE,
        DELETE
    }

    Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Reads with one statement. */
    <T> T readOne(Work<T> work) throws SQLException {
        return repeat(Mode.SINGLE_STATEMENT, work);
    }

    /** Reads with several statements that see the same state. */
    <T> T readSeveral(Work<T> work) throws SQLException {
        return repeat(Mode.SNAPSHOT, work);
    }

    /** Writes everything or nothing. What the work throws passes through after a rollback. */
    <T> T write(Work<T> work) throws SQLException {
        return repeat(Mode.WRITE, work);
    }

    /** As {@link #write}, of a row that others may refer to. */
    <T> T delete(Work<T> work) throws SQLException {
        return repeat(Mode.DELETE, work);
    }

    private <T> T repeat(Mode mode, Work<T> work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(mode, work);
            } catch (SQLException failure) {
                Failure meaning = Failure.of(failure);
                if (meaning == Failure.UNAVAILABLE) {
                    throw Failure.unavailable(failure);
                }
                boolean mayBeNew = meaning == Failure.REFERENCE && mode == Mode.DELETE && attempt < ATTEMPTS_TO_DELETE;
                if (meaning != Failure.CONFLICT && !mayBeNew) {
                    throw failure;
                }
                if (attempt == ATTEMPTS) {
                    throw Failure.busy(failure);
                }
                pause(attempt);
            }
        }
    }

    /** A random while, so that those who met do not meet again. */
    private static void pause(int attempt) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(attempt, 30));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(most)));
    }

    private <T> T once(Mode mode, Work<T> work) throws SQLException {
        try (Connection connection = borrow()) {
            Dialect known = dialect;
            if (known == null) {
                known = Dialect.of(connection);
                dialect = known;
            }
            return mode == Mode.SINGLE_STATEMENT
                    ? alone(connection, known, work)
                    : inTransaction(connection, known, mode, work);
        }
    }

    private Connection borrow() {
        try {
            return dataSource.getConnection();
        } catch (SQLException failure) {
            throw Failure.unavailable(failure);
        }
    }

    /** A pool may hand out connections that do not commit by themselves. */
    private static <T> T alone(Connection connection, Dialect dialect, Work<T> work) throws SQLException {
        if (connection.getAutoCommit()) {
            return work.run(connection, dialect);
        }
        try {
            return work.run(connection, dialect);
        } finally {
            rollbackQuietly(connection, null);
        }
    }

    private static <T> T inTransaction(Connection connection, Dialect dialect, Mode mode, Work<T> work)
            throws SQLException {
        int isolation = connection.getTransactionIsolation();
        boolean raise = mode == Mode.SNAPSHOT && isolation < Connection.TRANSACTION_REPEATABLE_READ;
        boolean autoCommit = connection.getAutoCommit();
        boolean done = false;
        try {
            if (raise) {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            if (autoCommit) {
                connection.setAutoCommit(false);
            }
            T result = work.run(connection, dialect);
            connection.commit();
            done = true;
            return result;
        } catch (SQLException | RuntimeException | Error failure) {
            rollbackQuietly(connection, failure);
            throw failure;
        } finally {
            restore(connection, raise ? isolation : Connection.TRANSACTION_NONE, autoCommit, done);
        }
    }

    /** The reason for the rollback is what must be told; that the rollback failed too hangs on to it. */
    private static void rollbackQuietly(Connection connection, @Nullable Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException failure) {
            if (reason != null) {
                reason.addSuppressed(failure);
            }
        }
    }

    /**
     * Leaves the connection as it was found. One that is broken cannot be restored, and closing it is then the pool's
     * business; what happened before is told already.
     */
    private static void restore(Connection connection, int isolation, boolean autoCommit, boolean done)
            throws SQLException {
        try {
            if (autoCommit) {
                connection.setAutoCommit(true);
            }
            if (isolation != Connection.TRANSACTION_NONE) {
                connection.setTransactionIsolation(isolation);
            }
        } catch (SQLException failure) {
            if (done) {
                throw failure;
            }
        }
    }
}
