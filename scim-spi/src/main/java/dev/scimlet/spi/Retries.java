package dev.scimlet.spi;

import dev.scimlet.core.ScimException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Counts the tries of one unit's work, and says when it is enough; for implementations of {@link UnitOfWork}. */
public final class Retries {

    /**
     * How often work is tried. In SERIALIZABLE whoever waited for a row has to start again, so that of n writers each
     * wins one time in n: with ten of them, one in millions needs so many tries.
     */
    private static final int ATTEMPTS = 150;

    /** A lock that was not given is asked for once more: each try holds a thread and a connection while it waits. */
    private static final int LOCK_ATTEMPTS = 2;

    /** Clients wait about half a minute for an answer; other requests want the thread before. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** About as long as a transaction takes: longer pauses leave the row idle. */
    private static final long LONGEST_PAUSE_MILLIS = 16;

    /** How long clients are told to wait where others were in the way again and again. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final long start = System.nanoTime();
    private final Duration patience;
    private int attempt = 1;
    private int locksRefused;

    /** Ten seconds at most. */
    public Retries() {
        this(PATIENCE);
    }

    /** @param patience after which nothing is tried again */
    public Retries(Duration patience) {
        this.patience = patience;
    }

    /** The number of the present try, from 1 on. */
    public int attempt() {
        return attempt;
    }

    /**
     * Waits for a random while, so that those who met do not meet again, before the next try.
     *
     * @throws ScimException 503 with {@code Retry-After} if it was tried often or long enough
     */
    public void pauseOrGiveUp(ConflictException conflict) {
        boolean late = System.nanoTime() - start >= patience.toNanos();
        if (conflict.kind() == ConflictException.Kind.LOCKED) {
            if (late || ++locksRefused == LOCK_ATTEMPTS) {
                throw ScimException.unavailable(
                        "waited for a lock that another change of the resource did not give up", RETRY_AFTER, conflict);
            }
        } else if (late || attempt == ATTEMPTS) {
            throw busy(conflict);
        }
        long most = Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(attempt, 30));
        attempt++;
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(most)));
    }

    /** The answer where others were in the way again and again. */
    public static ScimException busy(ConflictException conflict) {
        return ScimException.unavailable("others change the same resource again and again", RETRY_AFTER, conflict);
    }
}
