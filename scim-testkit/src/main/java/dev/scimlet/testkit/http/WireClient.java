package dev.scimlet.testkit.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * An HTTP/1.1 client over plain sockets or TLS that sends requests exactly as they are written.
 *
 * <p>Connections are kept alive and used again. Many threads may send at once: each exchange has a connection of its
 * own. Redirects are responses like any other.
 *
 * <pre>{@code
 * try (var client = WireClient.to(URI.create("http://127.0.0.1:8080"))) {
 *     WireResponse response = client.send(
 *             WireRequest.get("/scim/v2/Users?filter=emails[type eq%20%22work%22]").withBearer(token));
 * }
 * }</pre>
 */
public final class WireClient implements AutoCloseable {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** A page of large groups fits; a server that never stops sending does not fill the memory. */
    private static final int DEFAULT_MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

    private final ServerAddress server;
    private final Duration timeout;
    private final int maxResponseBytes;
    private final ConcurrentLinkedDeque<WireConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    private WireClient(ServerAddress server, Duration timeout, int maxResponseBytes) {
        this.server = server;
        this.timeout = timeout;
        this.maxResponseBytes = maxResponseBytes;
    }

    /**
     * A client with the defaults of {@link #builder}.
     *
     * @throws IllegalArgumentException if the server is not an absolute {@code http} or {@code https} URI
     */
    public static WireClient to(URI server) {
        return builder(server).build();
    }

    /**
     * Prepares a client of one server.
     *
     * @param server an absolute {@code http} or {@code https} URI; only scheme, host and port are used
     */
    public static Builder builder(URI server) {
        return new Builder(server);
    }

    /**
     * Sends a request and waits for the final response.
     *
     * <p>A response that comes before the whole request could be sent counts. If a kept connection turns out to be
     * closed, a GET or HEAD is sent once more over a new one.
     *
     * @throws java.net.SocketTimeoutException if the exchange, from connecting to the last byte, takes too long
     * @throws java.net.ProtocolException if the answer is not HTTP/1.1, or larger than allowed
     * @throws IOException if the server cannot be reached, fails the TLS handshake or breaks the connection
     * @throws IllegalStateException if the client has been closed
     */
    public WireResponse send(WireRequest request) throws IOException {
        if (closed) {
            throw new IllegalStateException("the client has been closed");
        }
        Optional<WireConnection> kept = takeLiveConnection();
        if (kept.isEmpty()) {
            return sendOver(newConnection(), request);
        }
        try {
            return sendOver(kept.get(), request);
        } catch (NoAnswerException stale) {
            if (!isSafeToRepeat(request)) {
                throw stale;
            }
            return sendOver(newConnection(), request);
        }
    }

    private WireConnection newConnection() {
        return new WireConnection(server, timeout, maxResponseBytes);
    }

    private Optional<WireConnection> takeLiveConnection() {
        for (var kept = idle.pollLast(); kept != null; kept = idle.pollLast()) {
            if (kept.isLive()) {
                return Optional.of(kept);
            }
            kept.close();
        }
        return Optional.empty();
    }

    private WireResponse sendOver(WireConnection connection, WireRequest request) throws IOException {
        boolean keep = false;
        try {
            var response = connection.exchange(request);
            keep = connection.isReusable();
            return response;
        } finally {
            if (keep) {
                idle.addLast(connection);
            } else {
                connection.close();
            }
            if (closed) {
                closeIdle();
            }
        }
    }

    private static boolean isSafeToRepeat(WireRequest request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    private void closeIdle() {
        for (var kept = idle.poll(); kept != null; kept = idle.poll()) {
            kept.close();
        }
    }

    /** Closes the idle connections at once, those in use after their exchange. */
    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    /** Makes a {@link WireClient}. */
    public static final class Builder {

        private final URI server;
        private Duration timeout = DEFAULT_TIMEOUT;
        private int maxResponseBytes = DEFAULT_MAX_RESPONSE_BYTES;
        private Supplier<SSLSocketFactory> tls = () -> (SSLSocketFactory) SSLSocketFactory.getDefault();

        private Builder(URI server) {
            this.server = server;
        }

        /** How long one exchange may take, connecting included; 30 seconds unless set. */
        public Builder timeout(Duration newTimeout) {
            if (newTimeout.isNegative() || newTimeout.isZero()) {
                throw new IllegalArgumentException("a timeout must be positive: " + newTimeout);
            }
            timeout = newTimeout;
            return this;
        }

        /** The largest body that is taken from the server; 64 MiB unless set. */
        public Builder maxResponseBytes(int newMaxResponseBytes) {
            if (newMaxResponseBytes < 0) {
                throw new IllegalArgumentException("a size must not be negative: " + newMaxResponseBytes);
            }
            maxResponseBytes = newMaxResponseBytes;
            return this;
        }

        /** Whom to trust over TLS; the platform's authorities unless set. The host name is always checked. */
        public Builder tls(SSLContext context) {
            tls = context::getSocketFactory;
            return this;
        }

        /**
         * Makes the client; it connects when it first sends.
         *
         * @throws IllegalArgumentException if the server is not an absolute {@code http} or {@code https} URI
         */
        public WireClient build() {
            return new WireClient(ServerAddress.of(server, tls), timeout, maxResponseBytes);
        }
    }
}
