package dev.scimlet.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Work that several threads start at once. */
final class Race {

    static final int THREADS = 8;

    /** Only a store in which two writers wait for each other takes so long. */
    private static final long PATIENCE_SECONDS = 300;

    private Race() {}

    /** What each thread's work returns, by the number of the thread from 0. */
    static <T> List<T> run(IntFunction<Callable<T>> work) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Callable<T> own = work.apply(thread);
                running.add(threads.submit(() -> {
                    start.await();
                    return own.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException failure) {
            throw new AssertionError("a thread failed: " + failure.getCause(), failure.getCause());
        } catch (TimeoutException stuck) {
            throw new AssertionError("a thread is stuck", stuck);
        } finally {
            threads.shutdownNow();
        }
    }
}
