package dev.scimlet.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Borrows connections, runs work in transactions and gives the connections back as they were, on every path. Work that
 * met another transaction is done again, a bounded number of times and for a bounded time.
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

    /** A lock that was not given is asked for once more: each try holds a thread and a connection while it waits. */
    private static final int LOCK_ATTEMPTS = 2;

    /** Clients wait about half a minute for an answer; other requests want the thread before. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** About as long as a transaction takes: longer pauses leave the row idle. */
    private static final long LONGEST_PAUSE_MILLIS = 16;

    private final DataSource dataSource;
    private final Duration patience;
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
        this(dataSource, PATIENCE);
    }

    /** @param patience after which nothing is tried again */
    Transactions(DataSource dataSource, Duration patience) {
        this.dataSource = dataSource;
        this.patience = patience;
    }

    /**
     * Looks which database it is, where it can be reached: one that is not there yet is looked at when it is needed.
     *
     * @throws IllegalArgumentException if it is not supported
     */
    void refuseUnknownDatabase() {
        try (Connection connection = dataSource.getConnection()) {
            dialect = Dialect.of(connection);
        } catch (SQLException unreachable) {
            // The first request finds out, and is told so
        }
    }

    /** The kind of database, or null as long as none was reached. */
    @Nullable
    Dialect dialect() {
        return dialect;
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
        long start = System.nanoTime();
        int locksRefused = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                return once(mode, work);
            } catch (SQLException failure) {
                Failure meaning = Failure.of(failure);
                boolean late = System.nanoTime() - start >= patience.toNanos();
                if (meaning == Failure.UNAVAILABLE) {
                    throw Failure.unavailable(failure);
                }
                boolean mayBeNew =
                        meaning == Failure.REFERENCE && mode == Mode.DELETE && attempt < ATTEMPTS_TO_DELETE && !late;
                if (meaning == Failure.LOCKED) {
                    if (late || ++locksRefused == LOCK_ATTEMPTS) {
                        throw Failure.locked(failure);
                    }
                } else if (meaning != Failure.CONFLICT && !mayBeNew) {
                    throw failure;
                } else if (late || attempt == ATTEMPTS) {
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
        boolean autoCommit = connection.getAutoCommit();
        int isolation = Connection.TRANSACTION_NONE;
        boolean done = false;
        try {
            if (autoCommit) {
                connection.setAutoCommit(false);
            }
            if (mode == Mode.SNAPSHOT) {
                if (!autoCommit) {
                    // A pool's test of the connection has begun a transaction already
                    connection.commit();
                }
                isolation = dialect.beginSnapshot(connection);
            }
            T result = work.run(connection, dialect);
            connection.commit();
            done = true;
            return result;
        } catch (SQLException | RuntimeException | Error failure) {
            rollbackQuietly(connection, failure);
            throw failure;
        } finally {
            restore(connection, isolation, autoCommit, done);
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
