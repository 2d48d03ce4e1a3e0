package dev.scimlet.simulator.entra;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs work on several threads and waits for all of it. */
final class Workers {

    private Workers() {}

    /** @throws IllegalStateException if the calling thread is interrupted, or with what a worker threw as its cause */
    static <T> void run(int parallelism, List<T> pieces, Consumer<T> work) {
        if (parallelism == 1 || pieces.size() < 2) {
            pieces.forEach(work);
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(parallelism, pieces.size()));
        try {
            List<Future<?>> running = new ArrayList<>();
            pieces.forEach(piece -> running.add(threads.submit(() -> work.accept(piece))));
            for (Future<?> future : running) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while provisioning", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a worker failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
