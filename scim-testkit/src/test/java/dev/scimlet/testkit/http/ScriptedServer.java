package dev.scimlet.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/**
 * A server that answers the n-th request with the n-th answer, byte for byte, and remembers the bytes it was sent. One
 * connection is served at a time.
 */
public final class ScriptedServer implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *([0-9]+)\r\n");

    private final ServerSocket listener;
    private final String scheme;
    private final Queue<Answer> answers;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread thread;

    /** Raw bytes, after which the connection stays open or is closed. */
    public record Answer(String bytes, boolean thenClose) {

        public static Answer open(String bytes) {
            return new Answer(bytes, false);
        }

        public static Answer close(String bytes) {
            return new Answer(bytes, true);
        }

        /** A SCIM answer with this JSON, or without a body if it is empty. */
        public static Answer scim(int status, String json) {
            return json.isEmpty()
                    ? open("HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n".formatted(status))
                    : json(status, "application/scim+json", json);
        }

        public static Answer json(int status, String contentType, String json) {
            return open("HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(status, contentType, json.getBytes(UTF_8).length, json));
        }
    }

    private ScriptedServer(ServerSocketFactory factory, String scheme, List<Answer> answers) throws IOException {
        this.listener = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.scheme = scheme;
        this.answers = new ArrayDeque<>(answers);
        this.thread = new Thread(this::serve, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    public static ScriptedServer answering(Answer... answers) throws IOException {
        return new ScriptedServer(ServerSocketFactory.getDefault(), "http", List.of(answers));
    }

    public static ScriptedServer answering(ServerSocketFactory tls, Answer... answers) throws IOException {
        return new ScriptedServer(tls, "https", List.of(answers));
    }

    public URI uri() {
        return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort());
    }

    /** The requests so far, head and body as they came. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public int connections() {
        return connections.get();
    }

    private void serve() {
        while (true) {
            try (Socket connection = listener.accept()) {
                connections.incrementAndGet();
                serve(connection);
            } catch (IOException ended) {
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    private void serve(Socket connection) throws IOException {
        var input = new BufferedInputStream(connection.getInputStream());
        while (readRequest(input)) {
            var answer = answers.remove();
            connection.getOutputStream().write(answer.bytes().getBytes(UTF_8));
            connection.getOutputStream().flush();
            if (answer.thenClose()) {
                return;
            }
        }
    }

    private boolean readRequest(InputStream input) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(UTF_8).endsWith("\r\n\r\n")) {
            int next = input.read();
            if (next == -1) {
                return false;
            }
            bytes.write(next);
        }
        var length = LENGTH.matcher(bytes.toString(UTF_8));
        if (length.find()) {
            bytes.writeBytes(input.readNBytes(Integer.parseInt(length.group(1))));
        }
        requests.add(bytes.toString(UTF_8));
        return true;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
