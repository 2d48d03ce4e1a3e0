package dev.scimlet.directory.https;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An answer (RFC 9112), of which the head has been read. */
public final class Response {

    private static final int MOST_HEADER_BYTES = 16 * 1024;

    private static final int FIRST_FINAL = 200;

    private final InputStream in;
    private final Lines lines;
    private final int status;
    private final Map<String, String> headers = new HashMap<>();

    private Response(InputStream in, Lines lines, int status) {
        this.in = in;
        this.lines = lines;
        this.status = status;
    }

    /** Reads a head; what is said before it (100, 103) is passed over. */
    static Response head(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        while (true) {
            Response response = new Response(in, lines, status(lines.next()));
            response.readHeaders();
            if (response.status == 0 || response.status >= FIRST_FINAL) {
                return response;
            }
        }
    }

    private static int status(String line) {
        String[] words = line.split(" ", 3);
        boolean isHttp = words.length > 1 && words[0].startsWith("HTTP/1.") && words[1].matches("[1-9][0-9]{2}");
        return isHttp ? Integer.parseInt(words[1]) : 0;
    }

    private void readHeaders() throws IOException {
        if (status == 0) {
            return;
        }
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.merge(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (one, other) -> one + ", " + other);
            }
        }
    }

    /** Its status; 0 if it is no HTTP. */
    public int status() {
        return status;
    }

    /** Its status for people. */
    public String statusText() {
        return status == 0 ? "no HTTP" : String.valueOf(status);
    }

    /** A header; of several of one name, all with commas between. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * The body as a whole.
     *
     * @throws IOException if it is longer than may be, compressed, malformed or cut off
     */
    public byte[] body(int most) throws IOException {
        String encoding = headers.getOrDefault("content-encoding", "identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new IOException("the answer is compressed, which was not asked for");
        }
        String coding = headers.get("transfer-encoding");
        if (coding != null) {
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new IOException("the answer is in a transfer coding that is not known");
            }
            return chunks(most);
        }
        Optional<Integer> length = header("content-length").map(text -> length(text, most));
        byte[] body = in.readNBytes(length.orElse(most + 1));
        if (body.length > most || length.filter(all -> all > most).isPresent()) {
            throw tooLong(most);
        }
        if (length.filter(all -> all != body.length).isPresent()) {
            throw new EOFException("the answer was cut off");
        }
        return body;
    }

    /** What cannot be read, or is too long, is longer than may be. */
    private static int length(String text, int most) {
        return text.matches("[0-9]{1,6}") ? Math.min(Integer.parseInt(text), most + 1) : most + 1;
    }

    private static IOException tooLong(int most) {
        return new IOException("the answer has over " + most + " bytes");
    }

    private byte[] chunks(int most) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            long length = chunk();
            if (length == 0) {
                return body.toByteArray();
            }
            if (body.size() + length > most) {
                throw tooLong(most);
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

    private long chunk() throws IOException {
        String size = lines.next().split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,8}")) {
            throw new IOException("a chunk of the answer has no size");
        }
        return Long.parseLong(size, 16);
    }

    /** How the body begins, up to a number of bytes: what there is of it, however it ends. No more is read. */
    public byte[] beginning(int most) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            boolean chunked = headers.containsKey("transfer-encoding");
            long left = chunked
                    ? 0
                    : header("content-length").map(text -> length(text, most)).orElse(most);
            while (body.size() < most) {
                if (chunked && left == 0) {
                    left = chunk();
                }
                int next = left == 0 ? -1 : in.read();
                if (next < 0) {
                    break;
                }
                body.write(next);
                if (--left == 0 && chunked && !lines.next().isEmpty()) {
                    break;
                }
            }
        } catch (IOException cutOff) {
            return body.toByteArray();
        }
        return body.toByteArray();
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
