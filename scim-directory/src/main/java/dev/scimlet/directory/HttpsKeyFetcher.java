package dev.scimlet.directory;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Fetches keys over TLS from the address that was looked at. The HTTP client of the JDK resolves names by itself, and a name may
 * lead elsewhere the second time; so this one opens its own socket. It follows no redirects and takes 256 KiB at most, in five
 * seconds at most.
 */
final class HttpsKeyFetcher implements KeyFetcher {

    private static final int CONNECT_MILLIS = 2_000;

    static final Duration IN_ALL = Duration.ofSeconds(5);

    static final int MOST_BYTES = 256 * 1024;

    private static final int MOST_HEADER_BYTES = 16 * 1024;

    private static final int HTTPS = 443;

    private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[,\\s])max-age\\s*=\\s*(\\d{1,9})");

    /** How names are resolved. */
    @FunctionalInterface
    interface Names {
        InetAddress[] resolve(String host) throws IOException;
    }

    private final SSLSocketFactory sockets;
    private final Names names;
    private final Predicate<InetAddress> allowed;
    private final Duration inAll;

    HttpsKeyFetcher() {
        this(
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                InetAddress::getAllByName,
                PublicAddresses::isPublic,
                IN_ALL);
    }

    HttpsKeyFetcher(SSLSocketFactory sockets, Names names, Predicate<InetAddress> allowed, Duration inAll) {
        this.sockets = sockets;
        this.names = names;
        this.allowed = allowed;
        this.inAll = inAll;
    }

    @Override
    public Answer fetch(URI uri) throws IOException {
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IOException("keys are fetched by https only");
        }
        InetAddress address = resolve(uri.getHost());
        try (Socket socket = new Socket()) {
            CompletableFuture<Void> end = CompletableFuture.runAsync(
                    () -> close(socket),
                    // By the thread that waits: a pool that all share may be busy for longer
                    CompletableFuture.delayedExecutor(inAll.toMillis(), TimeUnit.MILLISECONDS, Runnable::run));
            try {
                int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
                socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
                socket.setSoTimeout((int) inAll.toMillis());
                return exchange(uri, socket, port);
            } finally {
                end.cancel(false);
            }
        }
    }

    private InetAddress resolve(String host) throws IOException {
        InetAddress[] addresses = names.resolve(host);
        for (InetAddress address : addresses) {
            if (!allowed.test(address)) {
                throw new IOException("'" + host + "' leads to an address that is not public");
            }
        }
        return addresses[0];
    }

    /** Whoever reads from it is told that it is closed. */
    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            return;
        }
    }

    private Answer exchange(URI uri, Socket socket, int port) throws IOException {
        try (SSLSocket tls = (SSLSocket) sockets.createSocket(socket, uri.getHost(), port, true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
            String host = port == HTTPS ? uri.getHost() : uri.getHost() + ":" + port;
            tls.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: " + host
                                    + "\r\nAccept: application/json\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            tls.getOutputStream().flush();
            return read(new BufferedInputStream(tls.getInputStream()));
        }
    }

    // ---- the answer (RFC 9112)

    private static Answer read(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        String[] status = lines.next().split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].equals("200")) {
            throw new IOException("the server answered "
                    + (status.length > 1 && status[1].matches("[0-9]{3}") ? status[1] : "no HTTP")
                    + " and not 200; redirects are not followed");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.merge(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (one, other) -> one + ", " + other);
            }
        }
        String encoding = headers.getOrDefault("content-encoding", "identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new IOException("the answer is compressed, which was not asked for");
        }
        return new Answer(body(in, lines, headers), maxAge(headers.get("cache-control")));
    }

    private static @Nullable Duration maxAge(@Nullable String cacheControl) {
        Matcher matcher = MAX_AGE.matcher(cacheControl == null ? "" : cacheControl);
        return matcher.find() ? Duration.ofSeconds(Long.parseLong(matcher.group(1))) : null;
    }

    private static byte[] body(InputStream in, Lines lines, Map<String, String> headers) throws IOException {
        String coding = headers.get("transfer-encoding");
        if (coding != null) {
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new IOException("the answer is in a transfer coding that is not known");
            }
            return chunks(in, lines);
        }
        Optional<Integer> length =
                Optional.ofNullable(headers.get("content-length")).map(HttpsKeyFetcher::length);
        byte[] body = in.readNBytes(length.orElse(MOST_BYTES + 1));
        if (body.length > MOST_BYTES || length.filter(all -> all > MOST_BYTES).isPresent()) {
            throw tooLong();
        }
        if (length.filter(all -> all != body.length).isPresent()) {
            throw new EOFException("the answer was cut off");
        }
        return body;
    }

    /** What cannot be read, or is too long, is longer than may be. */
    private static int length(String text) {
        return text.matches("[0-9]{1,6}") ? Math.min(Integer.parseInt(text), MOST_BYTES + 1) : MOST_BYTES + 1;
    }

    private static IOException tooLong() {
        return new IOException("the answer has over " + MOST_BYTES + " bytes");
    }

    private static byte[] chunks(InputStream in, Lines lines) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = lines.next().split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,8}")) {
                throw new IOException("a chunk of the answer has no size");
            }
            long length = Long.parseLong(size, 16);
            if (length == 0) {
                return body.toByteArray();
            }
            if (body.size() + length > MOST_BYTES) {
                throw tooLong();
            }
            byte[] chunk = in.readNBytes((int) length);
            if (chunk.length < length) {
                throw new EOFException("the answer was cut off");
            }
            body.writeBytes(chunk);
            if (!lines.next().isEmpty()) {
                throw new IOException("a chunk of the answer is longer than it says");
            }
        }
    }

    /** The lines of an answer: those of its head, and between its chunks. */
    private static final class Lines {

        private final InputStream in;
        private int left = MOST_HEADER_BYTES;

        Lines(InputStream in) {
            this.in = in;
        }

        String next() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the answer was cut off");
                }
                if (--left < 0) {
                    throw new IOException("the head of the answer has over " + MOST_HEADER_BYTES + " bytes");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }
    }
}
