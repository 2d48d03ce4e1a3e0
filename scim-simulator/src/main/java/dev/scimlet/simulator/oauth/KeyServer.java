package dev.scimlet.simulator.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves the published keys of a signer over HTTP on the loopback address, at any path that ends in {@code /keys}, as Entra ID's
 * {@code /TENANT/discovery/v2.0/keys} does. A service that fetches keys over TLS alone is told in its tests to come here.
 */
public final class KeyServer implements AutoCloseable {

    private static final int STOP_AT_ONCE = 0;

    private final SigningKeys keys;
    private final HttpServer server;
    private final ExecutorService workers;
    private final AtomicInteger fetches = new AtomicInteger();

    /**
     * Starts serving.
     *
     * @param port 0 for any that is free
     * @throws IOException if the port is taken
     */
    public KeyServer(SigningKeys keys, int port) throws IOException {
        this.keys = keys;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        this.workers = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "simulated-issuer");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(workers);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where the server is, such as {@code http://127.0.0.1:8790}. */
    public URI origin() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How often the keys were fetched so far. */
    public int fetches() {
        return fetches.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean found = exchange.getRequestURI().getPath().endsWith("/keys");
            byte[] body = (found ? keys.jwks() : "{}").getBytes(StandardCharsets.UTF_8);
            if (found) {
                fetches.incrementAndGet();
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(found ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(STOP_AT_ONCE);
        workers.shutdown();
    }
}
