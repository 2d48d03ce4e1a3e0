package dev.scimlet.simulator.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.scimlet.simulator.transport.ScimAnswer;
import dev.scimlet.simulator.transport.ScimCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves a {@link SmallScimServer} over HTTP on this machine. */
public final class HttpFrontEnd implements AutoCloseable {

    private static final String BASE = "/scim";

    private final SmallScimServer scim;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    public HttpFrontEnd(SmallScimServer scim) throws IOException {
        this.scim = scim;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext(BASE, this::handle);
        http.setExecutor(threads);
        http.start();
    }

    /** What stands before {@code /Users}. */
    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + BASE;
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            String target = exchange.getRequestURI().toString().substring(BASE.length());
            ScimAnswer answer = scim.send(new ScimCall(exchange.getRequestMethod(), target, headers, body));
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
