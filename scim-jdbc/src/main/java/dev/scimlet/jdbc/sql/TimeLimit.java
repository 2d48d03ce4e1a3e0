package dev.scimlet.jdbc.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a statement may take. A driver that wakes a thread for each statement that is given a time is not asked to: one
 * thread looks now and then which statements run for too long, and has the database end them, as the driver would. Where nothing
 * runs for a while, the thread ends.
 */
public final class TimeLimit {

    private static final System.Logger LOG = System.getLogger(TimeLimit.class.getName());

    /** By how much of its time a statement may run longer. */
    private static final int LOOKS = 20;

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private final Duration duration;
    private final Duration rest;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean watching = new AtomicBoolean();

    /** @param duration whole seconds, one or more */
    public TimeLimit(Duration duration) {
        this(duration, LONGEST_REST);
    }

    /** @param rest how long the thread stays where nothing runs */
    TimeLimit(Duration duration, Duration rest) {
        this.duration = duration;
        this.rest = rest;
    }

    /** In whole seconds, for drivers. */
    int seconds() {
        return (int) duration.toSeconds();
    }

    /** What is done with a statement that takes its time. */
    @FunctionalInterface
    interface Execution<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    /** Executes a statement, and has it cancelled if it takes longer. */
    <T> T hold(PreparedStatement statement, Execution<T> execution) throws SQLException {
        Running held = new Running(statement, System.nanoTime() + duration.toNanos());
        running.add(held);
        try {
            if (!watching.get()) {
                startWatching();
            }
            return execution.run(statement);
        } finally {
            running.remove(held);
            held.end();
        }
    }

    private void startWatching() {
        if (!watching.compareAndSet(false, true)) {
            return;
        }
        boolean started = false;
        try {
            Thread watch = new Thread(this::watch, "scimlet-statements");
            watch.setDaemon(true);
            // That of a request may be of an application that is to be unloaded
            watch.setContextClassLoader(TimeLimit.class.getClassLoader());
            watch.start();
            started = true;
        } finally {
            if (!started) {
                watching.set(false);
            }
        }
    }

    private void watch() {
        Duration looked = duration.dividedBy(LOOKS);
        long pause = (looked.compareTo(LONGEST_PAUSE) < 0 ? looked : LONGEST_PAUSE).toNanos();
        long last = System.nanoTime();
        while (true) {
            LockSupport.parkNanos(pause);
            // Nobody is meant to end this thread but itself
            boolean interrupted = Thread.interrupted();
            long now = System.nanoTime();
            for (Running statement : running) {
                last = now;
                statement.cancelAfter(now);
            }
            if (!interrupted && now - last > rest.toNanos() && hasEnded()) {
                return;
            }
        }
    }

    /** Whoever has come before this is seen here, and whoever comes after it starts another thread. */
    private boolean hasEnded() {
        watching.set(false);
        return running.isEmpty() || !watching.compareAndSet(false, true);
    }

    /** Whether there is a thread. */
    boolean isWatching() {
        return watching.get();
    }

    /** A statement while it is executed. */
    private static final class Running {

        private final PreparedStatement statement;
        private final long deadline;
        private boolean ended;

        Running(PreparedStatement statement, long deadline) {
            this.statement = statement;
            this.deadline = deadline;
        }

        /** Once this returns, nobody cancels what the connection or a pooled statement does next. */
        synchronized void end() {
            ended = true;
        }

        /** What did not arrive the first time is sent again the next. */
        synchronized void cancelAfter(long now) {
            if (ended || now - deadline < 0) {
                return;
            }
            try {
                statement.cancel();
            } catch (SQLException | RuntimeException failure) {
                LOG.log(System.Logger.Level.DEBUG, "a statement that takes too long could not be cancelled", failure);
            }
        }
    }
}
