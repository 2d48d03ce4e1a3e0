package dev.scimlet.protocol.message;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An HTTP request as the service needs it. Everything is as the client sent it, nothing is decoded. */
public final class ScimRequest {

    private final String method;
    private final String path;
    private final @Nullable String query;
    private final Function<String, List<String>> headers;
    private final InputStream body;
    private final String baseUrl;
    private final @Nullable String containerPrincipal;

    private ScimRequest(Builder from) {
        this.method = from.method;
        this.path = from.path;
        this.query = from.query;
        this.headers = from.headers;
        this.body = from.body;
        this.baseUrl = from.baseUrl;
        this.containerPrincipal = from.containerPrincipal;
    }

    /**
     * A request.
     *
     * @param path what follows the place where the service is mounted, percent-encoded, such as {@code /Users/7}
     */
    public static Builder builder(String method, String path) {
        return new Builder(method, path);
    }

    /** The method, as sent. */
    public String method() {
        return method;
    }

    /** The path below the mount point, percent-encoded, empty or starting with a slash. */
    public String path() {
        return path;
    }

    /** What follows the question mark, percent-encoded; empty if there is no question mark. */
    public Optional<String> query() {
        return Optional.ofNullable(query);
    }

    /** The first value of a header; names are matched in any case. */
    public Optional<String> header(String name) {
        List<String> values = headers.apply(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** All values of a header, in their order. */
    public List<String> headers(String name) {
        return headers.apply(name);
    }

    /** The body; it is read once. */
    public InputStream body() {
        return body;
    }

    /** Scheme, host and mount point as the container saw them, without a slash at the end. */
    public String baseUrl() {
        return baseUrl;
    }

    /** Whether the container saw TLS. */
    public boolean isSecure() {
        return baseUrl.regionMatches(true, 0, "https:", 0, 6);
    }

    /** The name of the principal that the container has authenticated, if any. */
    public Optional<String> containerPrincipal() {
        return Optional.ofNullable(containerPrincipal);
    }

    /** Collects a request. */
    public static final class Builder {

        private final String method;
        private final String path;
        private @Nullable String query;
        private Function<String, List<String>> headers = name -> List.of();
        private InputStream body = InputStream.nullInputStream();
        private String baseUrl = "http://localhost";
        private @Nullable String containerPrincipal;

        private Builder(String method, String path) {
            this.method = method;
            this.path = path;
        }

        /** What follows the question mark; null if there is none. */
        public Builder query(@Nullable String text) {
            this.query = text;
            return this;
        }

        /** Where headers are looked up; the function matches names in any case. */
        public Builder headers(Function<String, List<String>> lookUp) {
            this.headers = lookUp;
            return this;
        }

        /** Adds one header. */
        public Builder header(String name, String value) {
            Function<String, List<String>> others = headers;
            this.headers = asked -> {
                List<String> values = new ArrayList<>(others.apply(asked));
                if (asked.equalsIgnoreCase(name)) {
                    values.add(value);
                }
                return values;
            };
            return this;
        }

        /** The body as a stream. */
        public Builder body(InputStream stream) {
            this.body = stream;
            return this;
        }

        /** The body as text. */
        public Builder body(String text) {
            return body(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        }

        /**
         * Scheme, host and mount point, without a slash at the end; by default {@code http://localhost}. {@code https} says that
         * there was TLS.
         */
        public Builder baseUrl(String url) {
            this.baseUrl = Objects.requireNonNull(url);
            return this;
        }

        /** The principal that the container has authenticated. */
        public Builder containerPrincipal(@Nullable String name) {
            this.containerPrincipal = name;
            return this;
        }

        /** The request. */
        public ScimRequest build() {
            return new ScimRequest(this);
        }
    }
}
