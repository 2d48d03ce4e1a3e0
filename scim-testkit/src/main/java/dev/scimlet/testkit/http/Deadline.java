package dev.scimlet.testkit.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket when its time is up, which ends whatever blocks on it: connecting, a TLS handshake, writing to a
 * server that does not read, or reading from one that sends a byte now and then.
 */
final class Deadline implements AutoCloseable {

    private final CompletableFuture<Boolean> passed = new CompletableFuture<>();
    private final CompletableFuture<Void> effect;

    private Deadline(Socket socket, Duration timeout) {
        effect = passed.completeOnTimeout(true, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(isPassed -> {
                    if (isPassed) {
                        close(socket);
                    }
                });
    }

    static Deadline closing(Socket socket, Duration timeout) {
        return new Deadline(socket, timeout);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // Whoever waits on the socket is woken all the same.
        }
    }

    boolean hasPassed() {
        return passed.getNow(false);
    }

    /** Calls the deadline off, or waits until the socket is closed if it has passed. */
    @Override
    public void close() {
        passed.complete(false);
        effect.join();
    }
}
