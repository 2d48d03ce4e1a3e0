package dev.scimlet.benchmarks.subject;

/** What a subject has spent up to a moment. */
public final class Snapshot {

    private final ProcessorTime processorTime;
    private final ThreadCounters<Long> allocated;

    Snapshot(ProcessorTime processorTime, ThreadCounters<Long> allocated) {
        this.processorTime = processorTime;
        this.allocated = allocated;
    }

    public Cost since(Snapshot earlier) {
        ProcessorTime.Spent time = processorTime.since(earlier.processorTime);
        ThreadCounters.Growth bytes = allocated.since(earlier.allocated);
        return new Cost(time.nanos(), time.collectorNanos(), bytes.amount(), time.complete() && bytes.complete());
    }

    /**
     * What was spent between two moments.
     *
     * @param processorNanos of all threads but the JIT compiler's
     * @param collectorNanos the part of it that the garbage collector's threads spent
     * @param complete false if a thread ended meanwhile: then it is too little
     */
    public record Cost(long processorNanos, long collectorNanos, long allocatedBytes, boolean complete) {}
}
