package dev.scimlet.benchmarks.subject;

import dev.scimlet.benchmarks.database.DatabaseTime;
import org.jspecify.annotations.Nullable;

/** What a subject has spent up to a moment. */
public final class Snapshot {

    private final ProcessorTime processorTime;
    private final ThreadCounters<Long> allocated;
    private final @Nullable DatabaseTime database;

    /** @param database null if there is none beside the subject's process */
    Snapshot(ProcessorTime processorTime, ThreadCounters<Long> allocated, @Nullable DatabaseTime database) {
        this.processorTime = processorTime;
        this.allocated = allocated;
        this.database = database;
    }

    public Cost since(Snapshot earlier) {
        ProcessorTime.Spent time = processorTime.since(earlier.processorTime);
        ThreadCounters.Growth bytes = allocated.since(earlier.allocated);
        long databaseNanos = database == null || earlier.database == null ? 0 : database.since(earlier.database);
        return new Cost(
                time.nanos(),
                time.collectorNanos(),
                databaseNanos,
                bytes.amount(),
                time.complete() && bytes.complete());
    }

    /**
     * What was spent between two moments.
     *
     * @param processorNanos of all threads but the JIT compiler's
     * @param collectorNanos the part of it that the garbage collector's threads spent
     * @param databaseNanos of a database beside the server, 0 if there is none
     * @param complete false if a thread ended meanwhile: then it is too little
     */
    public record Cost(
            long processorNanos, long collectorNanos, long databaseNanos, long allocatedBytes, boolean complete) {}
}
