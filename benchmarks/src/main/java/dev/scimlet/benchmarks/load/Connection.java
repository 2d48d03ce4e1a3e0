package dev.scimlet.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A keep-alive connection to a subject, used by one thread at a time.
 *
 * <p>It knows of HTTP/1.1 what a server sends to it: {@code Content-Length}, chunks, and answers without a body.
 */
public final class Connection implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LONGEST_HEAD_BYTES = 1 << 14;

    private final String basePath;
    private final byte[] fixedHeaders;
    private final String token;
    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private int tenant;

    private Connection(Socket socket, String basePath, String token) throws IOException {
        this.socket = socket;
        this.basePath = basePath;
        this.in = socket.getInputStream();
        this.token = token;
        this.fixedHeaders = fixedHeaders(token);
    }

    private byte[] fixedHeaders(String bearer) {
        return bytes(" HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort() + "\r\nAuthorization: Bearer " + bearer
                + "\r\nAccept: application/scim+json\r\n");
    }

    /** The token of a tenant with this number, made of that of the first, whose number is 0. */
    public static String tokenOf(int tenant, String first) {
        return tenant == 0 ? first : first + "-" + tenant;
    }

    /** Has requests that name no tenant come from the one with this number. */
    public Connection as(int number) {
        tenant = number;
        return this;
    }

    private byte[] headersOf(Request request) {
        int number = request.tenant() == Request.ANY ? tenant : request.tenant();
        return number == 0 ? fixedHeaders : fixedHeaders(tokenOf(number, token));
    }

    public static Connection open(int port, String basePath, String token) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return new Connection(socket, basePath, token);
    }

    public Answer send(Request request) throws IOException {
        write(request);
        String head = readHead();
        int status = Integer.parseInt(head.substring(9, 12));
        return new Answer(status, head, readBody(status, head));
    }

    private void write(Request request) throws IOException {
        byte[] start = bytes(request.method() + " " + basePath + request.target());
        byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
        byte[] end = bytes(
                body.length == 0
                        ? "\r\n"
                        : "Content-Type: application/scim+json; charset=utf-8\r\nContent-Length: " + body.length
                                + "\r\n\r\n");
        byte[] headers = headersOf(request);
        byte[] all = Arrays.copyOf(start, start.length + headers.length + end.length + body.length);
        int at = append(all, start.length, headers);
        at = append(all, at, end);
        append(all, at, body);
        socket.getOutputStream().write(all);
    }

    private static int append(byte[] all, int at, byte[] part) {
        System.arraycopy(part, 0, all, at, part.length);
        return at + part.length;
    }

    private String readHead() throws IOException {
        var head = new StringBuilder(512);
        String line = readLine();
        while (!line.isEmpty()) {
            head.append(line).append("\r\n");
            if (head.length() > LONGEST_HEAD_BYTES) {
                throw new IOException("headers of the answer without an end");
            }
            line = readLine();
        }
        return head.toString();
    }

    private byte[] readBody(int status, String head) throws IOException {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        Optional<String> length = Answer.header(head, "Content-Length");
        if (length.isPresent()) {
            var body = new byte[Integer.parseInt(length.get())];
            readFully(body, 0, body.length);
            return body;
        }
        String coding = Answer.header(head, "Transfer-Encoding").orElse("none");
        if (!coding.toLowerCase(Locale.ROOT).equals("chunked")) {
            throw new IOException("an answer that says neither length nor chunks:\n" + head);
        }
        return readChunks();
    }

    private byte[] readChunks() throws IOException {
        var body = new byte[BUFFER_BYTES];
        int filled = 0;
        int chunk = Integer.parseInt(readLine(), 16);
        while (chunk > 0) {
            if (filled + chunk > body.length) {
                body = Arrays.copyOf(body, Math.max(2 * body.length, filled + chunk));
            }
            readFully(body, filled, chunk);
            filled += chunk;
            readLine();
            chunk = Integer.parseInt(readLine(), 16);
        }
        readLine();
        return Arrays.copyOf(body, filled);
    }

    private void readFully(byte[] target, int from, int count) throws IOException {
        int done = Math.min(count, limit - position);
        System.arraycopy(buffer, position, target, from, done);
        position += done;
        while (done < count) {
            int read = in.read(target, from + done, count - done);
            if (read < 0) {
                throw new EOFException("the server closed the connection within a body");
            }
            done += read;
        }
    }

    private String readLine() throws IOException {
        var line = new StringBuilder(64);
        int next = readByte();
        while (next != '\n') {
            if (next != '\r') {
                line.append((char) next);
            }
            next = readByte();
        }
        return line.toString();
    }

    private int readByte() throws IOException {
        if (position == limit) {
            position = 0;
            limit = in.read(buffer);
            if (limit < 0) {
                limit = 0;
                throw new EOFException("the server closed the connection");
            }
        }
        return buffer[position++];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
