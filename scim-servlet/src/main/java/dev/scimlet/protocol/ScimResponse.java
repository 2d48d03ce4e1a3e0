package dev.scimlet.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answer to a request. Its body is written when it is asked for; a list is streamed and kept nowhere. */
public final class ScimResponse {

    /** Writes a body. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A header. */
    public record Header(String name, String value) {}

    private final int status;
    private final List<Header> headers = new ArrayList<>(6);
    private final @Nullable Body body;
    private final int length;
    private Set<String> ignored = Set.of();

    private ScimResponse(int status, @Nullable Body body, int length) {
        this.status = status;
        this.body = body;
        this.length = length;
    }

    static ScimResponse empty(int status) {
        return new ScimResponse(status, null, 0);
    }

    static ScimResponse of(int status, byte[] body) {
        return new ScimResponse(status, out -> out.write(body), body.length);
    }

    static ScimResponse of(int status, Pieces body) {
        return new ScimResponse(status, body::writeTo, body.length());
    }

    static ScimResponse streamed(int status, Body body) {
        return new ScimResponse(status, body, -1);
    }

    ScimResponse with(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    ScimResponse ignoring(Set<String> paths) {
        ignored = paths;
        return this;
    }

    ScimResponse withoutBody() {
        ScimResponse bare = new ScimResponse(status, null, length).ignoring(ignored);
        bare.headers.addAll(headers);
        return bare;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The headers, in order. */
    public List<Header> headers() {
        return Collections.unmodifiableList(headers);
    }

    /** The value of a header. */
    public Optional<String> header(String name) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return Optional.of(header.value());
            }
        }
        return Optional.empty();
    }

    /**
     * The paths of what the client sent and the application chose not to keep, such as {@code nickName} or {@code
     * emails[type eq "other"]}, each once, in the order in which they were met; at most a hundred. For logs.
     */
    public Set<String> ignored() {
        return ignored;
    }

    /** Whether there is a body to write. */
    public boolean hasBody() {
        return body != null;
    }

    /** The length of the body in bytes, or -1 if only writing it will tell. */
    public int contentLength() {
        return length;
    }

    /** Writes the body, once. */
    public void writeTo(OutputStream out) throws IOException {
        if (body != null) {
            body.writeTo(out);
        }
    }

    /** The body as text; for tests and logs. */
    public String bodyText() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writeTo(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
