package dev.scimlet.benchmarks.subject;

import java.util.Map;

/**
 * Something that only grows, counted for each thread by itself.
 *
 * <p>A sum over all threads would fall when a thread ends. Here a thread that has ended is noticed, and what was counted between two
 * readings is known to be too little.
 *
 * @param <K> what tells the threads apart
 */
record ThreadCounters<K>(Map<K, Long> counts) {

    ThreadCounters {
        counts = Map.copyOf(counts);
    }

    Growth since(ThreadCounters<K> earlier) {
        long sum = 0;
        for (Map.Entry<K, Long> thread : counts.entrySet()) {
            sum += thread.getValue() - earlier.counts.getOrDefault(thread.getKey(), 0L);
        }
        boolean complete = counts.keySet().containsAll(earlier.counts.keySet());
        return new Growth(sum, complete);
    }

    /** @param complete false if a thread ended, and took what it had counted with it */
    record Growth(long amount, boolean complete) {}
}
