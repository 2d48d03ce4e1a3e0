package dev.scimlet.directory;

import dev.scimlet.core.ScimException;
import dev.scimlet.protocol.access.RequestLimiter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The places that all directories share, as many as the application's pool has connections: one of them is kept for directories
 * that are idle, so that none waits for the slow statements of others. Those that wait for a place get one in turn, a directory
 * at a time, however many requests one has waiting.
 */
final class Places {

    /** What was used this long ago counts for a third. */
    private static final double MEMORY_NANOS = Duration.ofSeconds(10).toNanos();

    /** Who has used more than this of a place lately is not idle between two requests. */
    private static final double IDLE_NANOS = Duration.ofMillis(200).toNanos();

    /** What is kept of directories that have done nothing for a while is thrown away when there is more than this. */
    private static final int MOST_KEPT = 10_000;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int places;
    private final LongSupplier nanoTime;
    private final Duration patience;
    private final Map<String, Use> uses = new LinkedHashMap<>();
    private final Deque<Waiting> idle = new ArrayDeque<>();

    /** Directories that wait, the next in turn first; each is here once. */
    private final Deque<Use> busy = new ArrayDeque<>();

    private int taken;

    /** What one directory uses. */
    private static final class Use {
        final Deque<Waiting> waiting = new ArrayDeque<>();
        int underWay;
        double nanos;
        long at;

        void decay(long now) {
            nanos *= Math.exp((at - now) / MEMORY_NANOS);
            at = now;
        }

        boolean isIdle(long now) {
            decay(now);
            return underWay == 0 && waiting.isEmpty() && nanos < IDLE_NANOS;
        }
    }

    /** A request that waits for a place. */
    private static final class Waiting {
        final Use use;
        boolean admitted;

        Waiting(Use use) {
            this.use = use;
        }
    }

    /**
     * Shares places.
     *
     * @param places how many there are
     * @param patience how long a request waits for one
     */
    Places(int places, LongSupplier nanoTime, Duration patience) {
        this.places = places;
        this.nanoTime = nanoTime;
        this.patience = patience;
    }

    /** @throws ScimException 503 if there is no place for as long as a request may wait */
    synchronized RequestLimiter.Admission enter(String directoryId) {
        long now = nanoTime.getAsLong();
        if (uses.size() >= MOST_KEPT) {
            uses.values().removeIf(use -> use.isIdle(now));
        }
        Use use = uses.computeIfAbsent(directoryId, id -> new Use());
        Waiting waiting = new Waiting(use);
        if (use.isIdle(now)) {
            idle.add(waiting);
        } else {
            if (use.waiting.isEmpty()) {
                busy.add(use);
            }
            use.waiting.add(waiting);
        }
        admitNext();
        await(waiting);
        long began = nanoTime.getAsLong();
        return () -> leave(use, began);
    }

    private void await(Waiting waiting) {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        while (!waiting.admitted && !interrupted) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                break;
            }
            try {
                wait(left / 1_000_000 + 1);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                interrupted = true;
            }
        }
        if (!waiting.admitted) {
            giveUp(waiting);
            throw ScimException.unavailable(
                    "other directories use all that there is now; try again later", RETRY_AFTER, null);
        }
    }

    private void giveUp(Waiting waiting) {
        idle.remove(waiting);
        waiting.use.waiting.remove(waiting);
        if (waiting.use.waiting.isEmpty()) {
            busy.remove(waiting.use);
        }
    }

    /** Idle directories first, and the others in turn as long as a place is left for those. */
    private void admitNext() {
        while (taken < places && !idle.isEmpty()) {
            admit(idle.remove());
        }
        while (taken < Math.max(1, places - 1) && !busy.isEmpty()) {
            Use next = busy.remove();
            admit(next.waiting.remove());
            if (!next.waiting.isEmpty()) {
                busy.add(next);
            }
        }
        notifyAll();
    }

    private void admit(Waiting waiting) {
        waiting.admitted = true;
        waiting.use.underWay++;
        taken++;
    }

    private synchronized void leave(Use use, long began) {
        long now = nanoTime.getAsLong();
        use.decay(now);
        use.nanos += now - began;
        use.underWay--;
        taken--;
        admitNext();
    }

    /** How many requests wait for a place. */
    synchronized int waiting() {
        return idle.size() + busy.stream().mapToInt(use -> use.waiting.size()).sum();
    }
}
