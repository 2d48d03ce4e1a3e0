package dev.scimlet.protocol.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answer to a request. Its body is written when it is asked for; a list is streamed and kept nowhere. */
public final class ScimResponse {

    /** Writes a body. */
    @FunctionalInterface
    public interface Body {

        /** Writes all of it, and leaves the stream open. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** A header. */
    public record Header(String name, String value) {}

    private final int status;
    private final List<Header> headers;
    private final @Nullable Body body;
    private final int length;
    private final Set<String> ignored;

    private ScimResponse(Builder from) {
        this.status = from.status;
        this.headers = List.copyOf(from.headers);
        this.body = from.body;
        this.length = from.length;
        this.ignored = from.ignored;
    }

    /**
     * An answer without headers and body.
     *
     * @param status of HTTP
     */
    public static Builder builder(int status) {
        return new Builder(status);
    }

    /** An answer that starts as this one. */
    public Builder toBuilder() {
        Builder builder = new Builder(status);
        builder.headers.addAll(headers);
        builder.body = body;
        builder.length = length;
        builder.ignored = ignored;
        return builder;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The headers, in order. */
    public List<Header> headers() {
        return headers;
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

    /** The length of the body in bytes, or -1 if only writing it will tell. The answer to HEAD has the length of what GET gets. */
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

    /** Collects an answer. */
    public static final class Builder {

        private final int status;
        private final List<Header> headers = new ArrayList<>(6);
        private @Nullable Body body;
        private int length;
        private Set<String> ignored = Set.of();

        private Builder(int status) {
            this.status = status;
        }

        /** Adds a header, behind others of its name. */
        public Builder header(String name, String value) {
            headers.add(new Header(name, value));
            return this;
        }

        /** The body as bytes, which nobody changes from now on. */
        public Builder body(byte[] bytes) {
            return body(bytes.length, out -> out.write(bytes));
        }

        /** A body whose length is known once it has been written. */
        public Builder body(Body written) {
            return body(-1, written);
        }

        /**
         * A body of a known length.
         *
         * @param bytes how many {@code written} writes
         */
        public Builder body(int bytes, Body written) {
            this.length = bytes;
            this.body = written;
            return this;
        }

        /** Leaves the body out and its length in, as HEAD wants it (RFC 9110 §9.3.2). */
        public Builder withoutBody() {
            this.body = null;
            return this;
        }

        /** The paths of what the client sent and the application chose not to keep ({@link ScimResponse#ignored}). */
        public Builder ignored(Set<String> paths) {
            this.ignored = paths.isEmpty() ? Set.of() : Collections.unmodifiableSet(new LinkedHashSet<>(paths));
            return this;
        }

        /** The answer. */
        public ScimResponse build() {
            return new ScimResponse(this);
        }
    }
}
