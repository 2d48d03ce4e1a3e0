package dev.scimlet.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One connection, opened by its first exchange; one exchange at a time. */
final class WireConnection {

    /** Methods whose requests say that their body is empty (RFC 9110 §8.6). */
    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

    /** To see whether a connection is live takes a millisecond, which one that was used a moment ago is not worth. */
    private static final Duration FRESH = Duration.ofMillis(100);

    private final ServerAddress server;
    private final Duration timeout;
    private final int maxResponseBytes;

    private final Socket transport = new Socket();
    private Socket socket = transport;
    private @Nullable InputStream input;
    private boolean reusable;
    private long usedAtNanos;

    WireConnection(ServerAddress server, Duration timeout, int maxResponseBytes) {
        this.server = server;
        this.timeout = timeout;
        this.maxResponseBytes = maxResponseBytes;
    }

    WireResponse exchange(WireRequest request) throws IOException {
        reusable = false;
        try (var deadline = Deadline.closing(transport, timeout)) {
            try {
                var response = exchangeWithoutDeadline(request);
                reusable &= !deadline.hasPassed();
                return response;
            } catch (IOException broken) {
                if (deadline.hasPassed()) {
                    var late = new SocketTimeoutException("no complete answer within " + timeout.toMillis() + " ms");
                    late.initCause(broken);
                    throw late;
                }
                throw broken;
            }
        }
    }

    private WireResponse exchangeWithoutDeadline(WireRequest request) throws IOException {
        var answer = input == null ? connect() : input;
        IOException unsent = send(request);
        var reader = new ResponseReader(answer, maxResponseBytes);
        try {
            var response = reader.read(request.method());
            usedAtNanos = System.nanoTime();
            reusable = unsent == null && reader.leavesConnectionOpen() && !asksToClose(request.headers());
            return response;
        } catch (IOException unread) {
            if (unsent != null) {
                unread.addSuppressed(unsent);
            }
            throw unread;
        }
    }

    private InputStream connect() throws IOException {
        transport.setTcpNoDelay(true);
        transport.connect(server.socketAddress());
        if (server.tls().isPresent()) {
            socket = secure(server.tls().get());
        }
        var opened = new BufferedInputStream(socket.getInputStream());
        input = opened;
        return opened;
    }

    private Socket secure(SSLSocketFactory factory) throws IOException {
        var secured = (SSLSocket) factory.createSocket(transport, server.host(), server.port(), true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /**
     * Returns what broke the sending instead of throwing it: a server that refuses a body early (413) closes its end,
     * and its answer is still to be read.
     */
    private @Nullable IOException send(WireRequest request) {
        try {
            var output = socket.getOutputStream();
            output.write(message(request));
            output.flush();
            return null;
        } catch (IOException unsent) {
            return unsent;
        }
    }

    private byte[] message(WireRequest request) {
        var headers = request.headers();
        var head = new StringBuilder(512)
                .append(request.method())
                .append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\n");
        if (!headers.contains("Host")) {
            head.append("Host: ").append(server.authority()).append("\r\n");
        }
        for (var field : headers.fields()) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        boolean saysLength = headers.contains("Content-Length") || headers.contains("Transfer-Encoding");
        if (!saysLength && (!request.body().isEmpty() || METHODS_WITH_BODY.contains(request.method()))) {
            head.append("Content-Length: ").append(request.body().length()).append("\r\n");
        }
        var message = new ByteArrayOutputStream(head.length() + request.body().length() + 2);
        message.writeBytes(head.append("\r\n").toString().getBytes(UTF_8));
        message.writeBytes(request.body().bytes());
        return message.toByteArray();
    }

    private static boolean asksToClose(WireHeaders headers) {
        return headers.all("Connection").stream().anyMatch("close"::equalsIgnoreCase);
    }

    boolean isReusable() {
        return reusable;
    }

    /** Whether the server has, as far as known, neither closed this idle connection nor sent what nobody asked for. */
    boolean isLive() {
        if (input == null) {
            return false;
        }
        if (System.nanoTime() - usedAtNanos < FRESH.toNanos()) {
            return true;
        }
        try {
            socket.setSoTimeout(1);
            input.read();
            return false;
        } catch (SocketTimeoutException quiet) {
            return clearTimeout();
        } catch (IOException broken) {
            return false;
        }
    }

    private boolean clearTimeout() {
        try {
            socket.setSoTimeout(0);
            return true;
        } catch (IOException broken) {
            return false;
        }
    }

    void close() {
        try {
            transport.close();
        } catch (IOException ignored) {
            // Closing is the end of this connection either way.
        }
    }
}
