package dev.scimlet.directory.feed;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends of threads. */
final class Threads {

    /** Longer than a statement that hangs may take, and shorter than a host waits for its end. */
    private static final long PATIENCE_SECONDS = 25;

    private Threads() {}

    static void join(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static void end(ExecutorService workers) {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
