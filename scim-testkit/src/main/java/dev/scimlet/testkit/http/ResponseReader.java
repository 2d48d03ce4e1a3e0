package dev.scimlet.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads one final response (RFC 9112): skips interim ones, finds the end of the body, refuses what is ambiguous. */
final class ResponseReader {

    /** Status line and headers, or trailers: far more than any server sends, and a bound for one that never ends. */
    private static final int MAX_HEAD_BYTES = 64 * 1024;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})(?: .*)?");
    private static final Pattern FIELD_LINE = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):([^\\x00\r\n]*)");
    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(?:;.*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final InputStream input;
    private final int maxBodyBytes;
    private int headBytes;
    private boolean closesAtEnd;

    ResponseReader(InputStream input, int maxBodyBytes) {
        this.input = input;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** @param method of the request: an answer to HEAD has no body, whatever its headers say */
    WireResponse read(String method) throws IOException {
        awaitFirstByte();
        while (true) {
            headBytes = 0;
            var statusLine = STATUS_LINE.matcher(readLine());
            if (!statusLine.matches()) {
                throw new ProtocolException("the answer does not begin with an HTTP/1.1 status line");
            }
            int status = Integer.parseInt(statusLine.group(2));
            var headers = readFields();
            if (status == 101) {
                throw new ProtocolException("the server switched protocols although nobody asked for it");
            }
            if (status >= 200) {
                closesAtEnd = statusLine.group(1).equals("0") || hasToken(headers, "Connection", "close");
                boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
                return new WireResponse(status, headers, bodiless ? WireBody.none() : readBody(headers));
            }
        }
    }

    private void awaitFirstByte() throws IOException {
        input.mark(1);
        try {
            if (input.read() == -1) {
                throw new NoAnswerException("the server closed the connection without an answer");
            }
        } catch (SocketException reset) {
            throw new NoAnswerException("the server broke the connection without an answer", reset);
        }
        input.reset();
    }

    /** Whether another request may follow on this connection. */
    boolean leavesConnectionOpen() {
        return !closesAtEnd;
    }

    private WireHeaders readFields() throws IOException {
        List<WireHeaders.Field> fields = new ArrayList<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            var field = FIELD_LINE.matcher(line);
            if (!field.matches()) {
                throw new ProtocolException("not a header field: '" + line + "'");
            }
            fields.add(new WireHeaders.Field(field.group(1), field.group(2).strip()));
        }
        return new WireHeaders(fields);
    }

    private String readLine() throws IOException {
        var line = new ByteArrayOutputStream(80);
        for (int next = readByte(); next != '\n'; next = readByte()) {
            if (++headBytes > MAX_HEAD_BYTES) {
                throw new ProtocolException("the head of the answer is longer than " + MAX_HEAD_BYTES + " bytes");
            }
            line.write(next);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private int readByte() throws IOException {
        int next = input.read();
        if (next == -1) {
            throw new EOFException("the server closed the connection in the middle of an answer");
        }
        return next;
    }

    private WireBody readBody(WireHeaders headers) throws IOException {
        var lengths = headers.all("Content-Length");
        if (headers.contains("Transfer-Encoding")) {
            if (!hasToken(headers, "Transfer-Encoding", "chunked") || !lengths.isEmpty()) {
                throw new ProtocolException("the length of the body is unclear: Transfer-Encoding "
                        + headers.all("Transfer-Encoding") + ", Content-Length " + lengths);
            }
            return readChunks();
        }
        if (lengths.isEmpty()) {
            return readToEnd();
        }
        if (lengths.size() > 1 || !LENGTH.matcher(lengths.get(0)).matches()) {
            throw new ProtocolException("the length of the body is unclear: Content-Length " + lengths);
        }
        long length = Long.parseLong(lengths.get(0));
        requireAllowed(length);
        var body = new ByteArrayOutputStream();
        copy((int) length, body);
        return WireBody.of(body.toByteArray());
    }

    private WireBody readChunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            headBytes = 0;
            String line = readLine();
            var size = CHUNK_SIZE.matcher(line);
            if (!size.matches()) {
                throw new ProtocolException("not the size of a chunk: '" + line + "'");
            }
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                readFields();
                return WireBody.of(body.toByteArray());
            }
            requireAllowed(body.size() + length);
            copy((int) length, body);
            if (!readLine().isEmpty()) {
                throw new ProtocolException("a chunk is longer than its size");
            }
        }
    }

    private WireBody readToEnd() throws IOException {
        closesAtEnd = true;
        byte[] body = input.readNBytes(maxBodyBytes);
        if (input.read() != -1) {
            requireAllowed(maxBodyBytes + 1L);
        }
        return WireBody.of(body);
    }

    private void requireAllowed(long length) throws ProtocolException {
        if (length > maxBodyBytes) {
            throw new ProtocolException("the body is longer than the " + maxBodyBytes + " bytes allowed");
        }
    }

    private void copy(int length, ByteArrayOutputStream body) throws IOException {
        byte[] part = input.readNBytes(length);
        if (part.length < length) {
            throw new EOFException(
                    "the server closed the connection after " + part.length + " of " + length + " bytes of the body");
        }
        body.writeBytes(part);
    }

    private static boolean hasToken(WireHeaders headers, String name, String token) {
        return headers.all(name).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(value -> value.strip().toLowerCase(Locale.ROOT).equals(token));
    }
}
