package dev.scimlet.simulator.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Waits. A test gives one that only notes how long it was asked to wait. */
@FunctionalInterface
public interface Pause {

    /**
     * Waits for {@code duration}.
     *
     * @throws IOException if the thread is interrupted meanwhile
     */
    void pause(Duration duration) throws IOException;

    /** A pause that lets the time pass. */
    static Pause sleeping() {
        return duration -> {
            try {
                Thread.sleep(duration.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting to retry");
                interrupted.initCause(e);
                throw interrupted;
            }
        };
    }
}
