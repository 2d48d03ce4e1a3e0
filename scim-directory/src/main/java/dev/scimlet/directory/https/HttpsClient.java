package dev.scimlet.directory.https;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over TLS to the address that was looked at. The HTTP client of the JDK resolves names by itself, and a name may lead
 * elsewhere the second time; so this one opens its own socket. It follows no redirects. Many threads call it at once.
 */
public final class HttpsClient {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /** Of the addresses that a name leads to. */
    private static final int MOST_TRIED = 3;

    private static final int CONNECTED = 200;

    /** How names are resolved. */
    @FunctionalInterface
    public interface Names {
        /** The addresses of a host, at least one. */
        InetAddress[] resolve(String host) throws IOException;
    }

    /** What becomes of an answer. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads it, as long as the connection is open. */
        T read(Response response) throws IOException;
    }

    /**
     * A request.
     *
     * @param headers besides {@code Host}, {@code Content-Length} and {@code Connection}, in one line each
     * @param body null if there is none
     */
    public record Request(String method, URI uri, Map<String, String> headers, byte @Nullable [] body) {}

    /**
     * Where a client goes.
     *
     * @param allowed which addresses it may reach
     * @param plain addresses that it may reach without TLS, too
     * @param proxy through which it goes, by CONNECT to the address that was looked at (RFC 9110 §9.3.6); null if directly
     */
    public record Way(
            Predicate<InetAddress> allowed,
            Set<InetAddress> plain,
            @Nullable InetSocketAddress proxy) {

        /** To public addresses, directly. */
        public static Way toPublicAddresses() {
            return new Way(PublicAddresses::isPublic, Set.of(), null);
        }
    }

    private final SSLSocketFactory sockets;
    private final Names names;
    private final Way way;
    private final Duration toConnect;
    private final Duration inAll;

    /**
     * A client.
     *
     * @param toConnect how long it tries to connect to one address
     * @param inAll after what time the connection is closed
     */
    public HttpsClient(SSLSocketFactory sockets, Names names, Way way, Duration toConnect, Duration inAll) {
        this.sockets = sockets;
        this.names = names;
        this.way = way;
        this.toConnect = toConnect;
        this.inAll = inAll;
    }

    /**
     * Sends a request and has its answer read.
     *
     * @throws IOException if there is none in time, or the address is not allowed; its message is for administrators
     */
    public <T> T send(Request request, Reader<T> reader) throws IOException {
        URI uri = URI.create(request.uri().toASCIIString());
        boolean plain = "http".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || !plain && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw new IOException("'" + uri.getScheme() + "' is not https");
        }
        List<InetAddress> addresses = resolve(uri.getHost(), plain);
        int port = uri.getPort() >= 0 ? uri.getPort() : plain ? HTTP : HTTPS;
        long end = System.nanoTime() + inAll.toNanos();
        for (int i = 0; ; i++) {
            try (Socket socket = new Socket()) {
                CompletableFuture<Void> closing = CompletableFuture.runAsync(
                        () -> close(socket),
                        // By the thread that waits: a pool that all share may be busy for longer
                        CompletableFuture.delayedExecutor(
                                Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS, Runnable::run));
                try {
                    if (!connected(socket, addresses.get(i), port, i == addresses.size() - 1)) {
                        continue;
                    }
                    socket.setSoTimeout((int) inAll.toMillis());
                    return plain ? exchange(request, uri, socket, reader) : overTls(request, uri, socket, port, reader);
                } finally {
                    closing.cancel(false);
                }
            }
        }
    }

    /** All of them are looked at, so that nobody hides one among others. */
    private List<InetAddress> resolve(String host, boolean plain) throws IOException {
        InetAddress[] addresses = names.resolve(unbracketed(host));
        for (InetAddress address : addresses) {
            if (!way.allowed().test(address) && !way.plain().contains(address)) {
                throw new IOException("'" + host + "' leads to an address that is not public");
            }
            if (plain && !way.plain().contains(address)) {
                throw new IOException("'" + host + "' is reached by https only");
            }
        }
        return Stream.of(addresses).limit(MOST_TRIED).toList();
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whoever reads from it is told that it is closed. */
    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            return;
        }
    }

    /** @return whether it is; if it is not, the next address is tried */
    private boolean connected(Socket socket, InetAddress address, int port, boolean last) throws IOException {
        InetSocketAddress proxy = way.proxy();
        InetSocketAddress target = new InetSocketAddress(address, port);
        try {
            socket.connect(proxy == null ? target : proxy, (int) toConnect.toMillis());
        } catch (IOException failure) {
            if (last || proxy != null || socket.isClosed()) {
                throw failure;
            }
            return false;
        }
        if (proxy != null) {
            socket.setSoTimeout((int) inAll.toMillis());
            passThrough(socket, target);
        }
        return true;
    }

    private static void passThrough(Socket socket, InetSocketAddress target) throws IOException {
        String address = target.getAddress().getHostAddress();
        String authority = (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + target.getPort();
        write(socket, "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n", null);
        // Byte by byte: what follows the head is the tunnel's
        Response answer = Response.head(socket.getInputStream());
        if (answer.status() != CONNECTED) {
            throw new IOException("the proxy answered " + answer.statusText());
        }
    }

    private <T> T overTls(Request request, URI uri, Socket socket, int port, Reader<T> reader) throws IOException {
        try (SSLSocket tls = (SSLSocket) sockets.createSocket(socket, unbracketed(uri.getHost()), port, true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return exchange(request, uri, tls, reader);
        }
    }

    private static <T> T exchange(Request request, URI uri, Socket socket, Reader<T> reader) throws IOException {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        StringBuilder head = new StringBuilder(request.method())
                .append(' ')
                .append(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .append(" HTTP/1.1\r\nHost: ")
                .append(uri.getHost())
                .append(isUsual(uri) ? "" : ":" + uri.getPort())
                .append("\r\n");
        request.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        byte[] body = request.body();
        if (body != null) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        write(socket, head.append("Connection: close\r\n\r\n").toString(), body);
        return reader.read(Response.head(new BufferedInputStream(socket.getInputStream())));
    }

    private static boolean isUsual(URI uri) {
        int usual = uri.getScheme().toLowerCase(Locale.ROOT).equals("http") ? HTTP : HTTPS;
        return uri.getPort() < 0 || uri.getPort() == usual;
    }

    private static void write(Socket socket, String head, byte @Nullable [] body) throws IOException {
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] rest = Optional.ofNullable(body).orElse(new byte[0]);
        byte[] all = new byte[start.length + rest.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(rest, 0, all, start.length, rest.length);
        socket.getOutputStream().write(all);
        socket.getOutputStream().flush();
    }
}
