package dev.scimlet.benchmarks.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that do the same again and again until they are told to end. */
final class Crowd implements AutoCloseable {

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong done = new AtomicLong();
    private volatile boolean ended;

    /** Adds threads, each of which does the work with numbers of its own. */
    Crowd add(int count, Work work) {
        for (int number = 0; number < count; number++) {
            int thread = number;
            var added = new Thread(() -> goOn(thread, work));
            added.setDaemon(true);
            threads.add(added);
            added.start();
        }
        return this;
    }

    private void goOn(int thread, Work work) {
        try {
            while (!ended) {
                work.once(thread);
                done.incrementAndGet();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often the work was done, by all. */
    long done() {
        return done.get();
    }

    @Override
    public void close() {
        ended = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** What each thread does. */
    @FunctionalInterface
    interface Work {
        void once(int thread) throws InterruptedException;
    }
}
