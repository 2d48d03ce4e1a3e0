package dev.scimlet.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.scimlet.core.webhook.InvalidWebhookException;
import dev.scimlet.core.webhook.WebhookMessage;
import dev.scimlet.core.webhook.WebhookVerifier;
import dev.scimlet.testkit.json.JsonSyntaxException;
import dev.scimlet.testkit.json.PlainJson;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Receives webhooks, verifies and shows them, and says why it refuses one. */
final class WebhooksCommand {

    private static final Set<String> NAMED = Set.of("listen", "host", "secret", "secret-file", "answer", "count");
    private static final Set<String> SWITCHES = Set.of("json");

    private static final int MOST_PORT = 65_535;
    private static final int MOST_BYTES = 1 << 20;

    /** Ids by which it knows what came before. */
    private static final int REMEMBERED = 10_000;

    private static final int NO_CONTENT = 204;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;

    private final PrintStream out;
    private final Set<String> seen = new LinkedHashSet<>();

    WebhooksCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs the command, until it has received as many messages as were asked for; gives true if all of them were signed. */
    boolean run(List<String> arguments) throws UsageException {
        Options options = new Options(arguments, NAMED, SWITCHES);
        int port = options.number("listen", 0);
        String host = options.text("host").orElse("127.0.0.1");
        int status = options.number("answer", NO_CONTENT);
        if (!options.isOn("listen") || port > MOST_PORT) {
            throw new UsageException("--listen takes a port, 0 to " + MOST_PORT + "; 0 is any that is free");
        }
        if (status < 200 || status > 599) {
            throw new UsageException("--answer takes a status from 200 to 599");
        }
        Receiver receiver = new Receiver(
                verifier(options), status, options.isOn("json"), options.number("count", FeedCommand.NO_END));
        ExecutorService workers = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "webhooks");
            thread.setDaemon(true);
            return thread;
        });
        HttpServer server = listen(host, port);
        server.setExecutor(workers);
        server.createContext("/", receiver::receive);
        server.start();
        out.println("Webhooks are received at http://" + host + ":"
                + server.getAddress().getPort() + "/");
        try {
            receiver.done.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            server.stop(1);
            workers.shutdown();
        }
        return !receiver.refused;
    }

    private static WebhookVerifier verifier(Options options) throws UsageException {
        try {
            return WebhookVerifier.of(Token.of(options, "secret").split("[,\\s]+"));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private static HttpServer listen(String host, int port) throws UsageException {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
        } catch (IOException e) {
            throw new UsageException("nothing can be received at " + host + ":" + port + ": " + e.getMessage());
        }
    }

    private final class Receiver {

        final CountDownLatch done = new CountDownLatch(1);
        volatile boolean refused;
        private final WebhookVerifier verifier;
        private final int status;
        private final boolean asJson;
        private int left;

        Receiver(WebhookVerifier verifier, int status, boolean asJson, int left) {
            this.verifier = verifier;
            this.status = status;
            this.asJson = asJson;
            this.left = left;
        }

        void receive(HttpExchange exchange) throws IOException {
            boolean last;
            try (exchange) {
                byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
                int answer = exchange.getRequestMethod().equals("POST")
                        ? body.length > MOST_BYTES ? TOO_LARGE : show(exchange, body)
                        : NOT_ALLOWED;
                exchange.sendResponseHeaders(answer, -1);
                last = answer != NOT_ALLOWED && isLast();
            }
            if (last) {
                done.countDown();
            }
        }

        private synchronized boolean isLast() {
            return --left == 0;
        }

        private synchronized int show(HttpExchange exchange, byte[] body) {
            try {
                WebhookMessage message = verifier.verify(exchange.getRequestHeaders()::getFirst, body);
                boolean again = !seen.add(message.id());
                if (seen.size() > REMEMBERED) {
                    seen.remove(seen.iterator().next());
                }
                out.println(line(message) + (again && !asJson ? "  (came before: " + message.id() + ")" : ""));
                return status;
            } catch (InvalidWebhookException e) {
                refused = true;
                out.println("REFUSED: " + EventLine.printable(String.valueOf(e.getMessage())));
                return UNAUTHORIZED;
            }
        }

        private String line(WebhookMessage message) {
            if (asJson) {
                return EventLine.printable(message.body());
            }
            try {
                return EventLine.of(PlainJson.object(message.body()));
            } catch (JsonSyntaxException none) {
                return "no event: " + EventLine.printable(message.body());
            }
        }
    }
}
