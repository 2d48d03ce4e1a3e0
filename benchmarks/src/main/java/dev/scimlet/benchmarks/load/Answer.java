package dev.scimlet.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What came back. */
public final class Answer {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NEW_LINE = "\r\n";

    private final int status;
    private final String head;
    private final byte[] body;

    /** @param head status line and headers, as received */
    Answer(int status, String head, byte[] body) {
        this.status = status;
        this.head = head;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** The value of the header with this name, in whatever case the server writes it. */
    public Optional<String> header(String name) {
        return header(head, name);
    }

    static Optional<String> header(String head, String name) {
        int at = head.indexOf(NEW_LINE);
        while (at >= 0 && at + NEW_LINE.length() < head.length()) {
            int from = at + NEW_LINE.length();
            int end = head.indexOf(NEW_LINE, from);
            int colon = from + name.length();
            if (head.regionMatches(true, from, name, 0, name.length()) && head.charAt(colon) == ':') {
                return Optional.of(head.substring(colon + 1, end).strip());
            }
            at = end;
        }
        return Optional.empty();
    }

    /**
     * Checks the status.
     *
     * @throws WrongAnswerException if this answer to {@code request} has another one
     */
    public void expectStatus(int expected, Request request) {
        if (status != expected) {
            throw new WrongAnswerException(request.method() + " " + request.target() + " is answered " + status
                    + ", not " + expected + ": " + WrongAnswerException.beginning(text()));
        }
    }

    String location() {
        return header("Location").orElseThrow(() -> new WrongAnswerException("no Location in\n" + head));
    }

    public int bodyLength() {
        return body.length;
    }

    public JsonNode json() throws IOException {
        return MAPPER.readTree(body);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
