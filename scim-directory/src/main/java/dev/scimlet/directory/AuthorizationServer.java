package dev.scimlet.directory;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the token endpoint is, and what it guards. Both URLs are the public ones; below each may stand a tenant, as one segment
 * of the path: issuer {@code https://app.example.com/scim/acme}, token endpoint {@code
 * https://app.example.com/scim/acme/oauth2/token}, SCIM {@code https://app.example.com/scim/v2/acme}. Immutable.
 */
public final class AuthorizationServer {

    static final String TOKEN_PATH = "/oauth2/token";
    static final String REVOCATION_PATH = "/oauth2/revoke";

    /** A tenant as it stands in a path, percent-encoded. */
    private static final Pattern SEGMENT = Pattern.compile("/(?!\\.{1,2}$)[A-Za-z0-9._~%!$&'()*+,=:@-]{1,600}");

    private final String issuer;
    private final String resource;
    private final boolean tlsDemanded;
    private final boolean forwardedHeadersTrusted;
    private final boolean announced;

    private AuthorizationServer(Builder from) {
        this.issuer = requireUrl("the issuer", from.issuer);
        this.resource = requireUrl("the SCIM base URL", from.resource);
        this.tlsDemanded = from.tlsDemanded;
        this.forwardedHeadersTrusted = from.forwardedHeadersTrusted;
        this.announced = from.announced;
    }

    private static String requireUrl(String what, String text) {
        URI uri = null;
        try {
            uri = new URI(text);
        } catch (URISyntaxException malformed) {
            throw refused(what, malformed);
        }
        boolean local = "http".equals(uri.getScheme())
                && uri.getHost() != null
                && uri.getHost().matches("localhost|127\\.0\\.0\\.1|\\[::1]");
        boolean good = ("https".equals(uri.getScheme()) || local)
                && uri.getHost() != null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null
                && !text.endsWith("/");
        if (!good) {
            throw refused(what, null);
        }
        return text;
    }

    private static IllegalArgumentException refused(String what, @Nullable Exception cause) {
        return new IllegalArgumentException(
                what
                        + " starts with 'https://' (on this machine also 'http://'), has a host, no query, no fragment and no"
                        + " slash at its end (RFC 8414 §2)",
                cause);
    }

    /**
     * A server.
     *
     * @param issuer its identifier, below which the token endpoint is
     * @param resource the base URL of the SCIM service
     * @throws IllegalArgumentException if one of them is not {@code https}, or has a query, a fragment or a slash at its end;
     *     {@code http} is taken for this machine alone
     */
    public static Builder builder(String issuer, String resource) {
        return new Builder(issuer, resource);
    }

    /** The identifier, without a tenant. */
    public String issuer() {
        return issuer;
    }

    /** The base URL of the SCIM service, without a tenant. */
    public String resource() {
        return resource;
    }

    /** Where tokens are fetched, without a tenant: the client id tells it. */
    public String tokenEndpoint() {
        return issuer + TOKEN_PATH;
    }

    boolean isTlsDemanded() {
        return tlsDemanded;
    }

    boolean trustsForwardedHeaders() {
        return forwardedHeadersTrusted;
    }

    boolean isAnnounced() {
        return announced;
    }

    /** Whether a text is empty or one segment of a path that a tenant could be. */
    static boolean isTenantPath(String path) {
        return path.isEmpty() || SEGMENT.matcher(path).matches();
    }

    /** The path of a URL, as it is written; empty if it has none. */
    static String path(String url) {
        return Optional.ofNullable(URI.create(url).getRawPath()).orElse("");
    }

    /** A URL with something put between host and path (RFC 8414 §3, RFC 9728 §3). */
    static String inserted(String url, String between) {
        String path = path(url);
        return url.substring(0, url.length() - path.length()) + between + path;
    }

    /** Collects a server. */
    public static final class Builder {

        private final String issuer;
        private final String resource;
        private boolean tlsDemanded = true;
        private boolean forwardedHeadersTrusted;
        private boolean announced;

        private Builder(String issuer, String resource) {
            this.issuer = issuer;
            this.resource = resource;
        }

        /** Takes requests that came without TLS, as for tests on one machine; by default nothing of them is looked at. */
        public Builder withoutTls() {
            this.tlsDemanded = false;
            return this;
        }

        /** Believes {@code X-Forwarded-Proto} and {@code X-Forwarded-For}; only behind a proxy that sets them itself. */
        public Builder trustForwardedHeaders() {
            this.forwardedHeadersTrusted = true;
            return this;
        }

        /** Names the metadata in each challenge (RFC 9728 §5.1); only if they are served. */
        public Builder announceMetadata() {
            this.announced = true;
            return this;
        }

        /** The server. */
        public AuthorizationServer build() {
            return new AuthorizationServer(this);
        }
    }
}
