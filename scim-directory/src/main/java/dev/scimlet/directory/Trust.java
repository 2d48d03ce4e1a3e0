package dev.scimlet.directory;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose assertions a directory believes (RFC 7523 §2.2): those that its client signs with its own key, or those that an issuer signs
 * for it. {@link Credentials} makes trusts. All texts are compared character by character. Immutable.
 */
public final class Trust {

    private static final int LONGEST_TEXT = 500;

    /** What Entra ID adds to an identifier to name all of its permissions. */
    private static final String DEFAULT = "/.default";

    /** A set of keys that is pasted; each key has less than a kilobyte. */
    private static final int LONGEST_KEYS = 64 * 1024;

    private final String id;
    private final String directoryId;
    private final String label;
    private final AuthenticationMethod method;
    private final String issuer;
    private final String subject;
    private final String audience;
    private final @Nullable String jwksUri;
    private final @Nullable String jwks;
    private final Set<SigningAlgorithm> algorithms;
    private final Duration longestLife;
    private final boolean tokenEndpointAudience;
    private final boolean singleUse;
    private final Instant created;

    private Trust(Builder from) {
        this.id = from.id;
        this.directoryId = from.directoryId;
        this.label = from.label;
        this.method = from.method;
        this.issuer = requireText("the issuer", from.issuer);
        this.subject = requireText("the subject", from.subject);
        this.audience = from.audience;
        this.jwksUri = from.jwksUri;
        this.jwks = from.jwks;
        this.algorithms = Set.copyOf(from.algorithms);
        this.longestLife = from.longestLife;
        this.tokenEndpointAudience = from.tokenEndpointAudience;
        this.singleUse = from.singleUse;
        this.created = from.created;
        requireKeys();
        if (method == AuthenticationMethod.WORKLOAD_IDENTITY) {
            requireText("the audience", audience);
        }
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("a trust names at least one algorithm");
        }
        if (longestLife.toSeconds() < 1) {
            throw new IllegalArgumentException("assertions live a second or longer");
        }
    }

    private static String requireText(String what, String text) {
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(what + " has 1 to " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    private void requireKeys() {
        if ((jwksUri == null) == (jwks == null)) {
            throw new IllegalArgumentException("a trust has either the URL of a set of keys or the set itself");
        }
        if (jwks != null && jwks.length() > LONGEST_KEYS) {
            throw new IllegalArgumentException("a set of keys has at most " + LONGEST_KEYS + " characters");
        }
        if (jwksUri != null) {
            requireHttps(jwksUri);
        }
    }

    private static void requireHttps(String text) {
        try {
            URI uri = new URI(text);
            if (text.length() <= LONGEST_TEXT
                    && "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null) {
                return;
            }
        } catch (URISyntaxException malformed) {
            throw refusedUri(malformed);
        }
        throw refusedUri(null);
    }

    private static IllegalArgumentException refusedUri(@Nullable Exception cause) {
        return new IllegalArgumentException(
                "the URL of a set of keys starts with 'https://' and has a host, no user and no fragment", cause);
    }

    /**
     * Keys that the client has itself: {@code private_key_jwt}. Each assertion is good for one use and lives at most ten minutes.
     *
     * @param clientId of the directory, which issuer and subject of each assertion say
     */
    static Builder privateKey(String id, String directoryId, String clientId, Instant created) {
        return new Builder(id, directoryId, AuthenticationMethod.PRIVATE_KEY_JWT, clientId, clientId, "", created)
                .longestLife(Duration.ofMinutes(10))
                .singleUse(true);
    }

    /** An issuer that signs for the client. Assertions may come again, and live at most 90 minutes. */
    static Builder workloadIdentity(
            String id, String directoryId, String issuer, String subject, String audience, Instant created) {
        return new Builder(id, directoryId, AuthenticationMethod.WORKLOAD_IDENTITY, issuer, subject, audience, created)
                .longestLife(Duration.ofMinutes(90))
                .singleUse(false);
    }

    /** A trust that a store has read. */
    public static Builder stored(
            String id,
            String directoryId,
            AuthenticationMethod method,
            String issuer,
            String subject,
            String audience,
            Instant created) {
        return new Builder(id, directoryId, method, issuer, subject, audience, created);
    }

    /** Names it for ever. */
    public String id() {
        return id;
    }

    /** Whose it is. */
    public String directoryId() {
        return directoryId;
    }

    /** What people call it. */
    public String label() {
        return label;
    }

    /** {@link AuthenticationMethod#PRIVATE_KEY_JWT} or {@link AuthenticationMethod#WORKLOAD_IDENTITY}. */
    public AuthenticationMethod method() {
        return method;
    }

    /** What {@code iss} says. */
    public String issuer() {
        return issuer;
    }

    /** What {@code sub} says. */
    public String subject() {
        return subject;
    }

    /** What {@code aud} says; empty for {@code private_key_jwt}, whose audience is this service. */
    public String audience() {
        return audience;
    }

    /**
     * What {@code aud} may say: what was entered and, if that ends in {@code /.default}, the text before it, because pages of
     * Entra ID show the one and its assertions hold the other.
     */
    public Set<String> audiences() {
        return audience.equals(withoutDefault()) ? Set.of(audience) : Set.of(audience, withoutDefault());
    }

    private String withoutDefault() {
        return audience.endsWith(DEFAULT) ? audience.substring(0, audience.length() - DEFAULT.length()) : audience;
    }

    /**
     * What no directory of another tenant may trust as well, since an assertion could not be told from one for it: a hash of issuer,
     * subject and audience. Empty for {@code private_key_jwt}, whose subject is the client's id.
     */
    public Optional<String> claims() {
        return method == AuthenticationMethod.WORKLOAD_IDENTITY
                ? Optional.of(Secrets.hash(issuer + '\n' + subject + '\n' + withoutDefault()))
                : Optional.empty();
    }

    /** Where the keys are; empty if they are in {@link #jwks}. */
    public Optional<String> jwksUri() {
        return Optional.ofNullable(jwksUri);
    }

    /** The keys, as a JWK set (RFC 7517 §5); empty if they are fetched. */
    public Optional<String> jwks() {
        return Optional.ofNullable(jwks);
    }

    /** With what assertions may be signed. */
    public Set<SigningAlgorithm> algorithms() {
        return algorithms;
    }

    /** How far ahead {@code exp} may be. */
    public Duration longestLife() {
        return longestLife;
    }

    /** Whether {@code aud} may be the URL of the token endpoint, as RFC 7523 allowed it. */
    public boolean tokenEndpointAudience() {
        return tokenEndpointAudience;
    }

    /** Whether each assertion is good for one use, and so must have a {@code jti}. */
    public boolean singleUse() {
        return singleUse;
    }

    /** When it was entered. */
    public Instant created() {
        return created;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Trust that
                && id.equals(that.id)
                && directoryId.equals(that.directoryId)
                && label.equals(that.label)
                && method == that.method
                && issuer.equals(that.issuer)
                && subject.equals(that.subject)
                && audience.equals(that.audience)
                && Objects.equals(jwksUri, that.jwksUri)
                && Objects.equals(jwks, that.jwks)
                && algorithms.equals(that.algorithms)
                && longestLife.equals(that.longestLife)
                && tokenEndpointAudience == that.tokenEndpointAudience
                && singleUse == that.singleUse
                && created.equals(that.created);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "trust in " + issuer + " for " + subject;
    }

    /** Collects a trust. */
    public static final class Builder {

        private final String id;
        private final String directoryId;
        private final AuthenticationMethod method;
        private final String issuer;
        private final String subject;
        private final String audience;
        private final Instant created;
        private String label = "";
        private @Nullable String jwksUri;
        private @Nullable String jwks;
        private Set<SigningAlgorithm> algorithms = SigningAlgorithm.USUAL;
        private Duration longestLife = Duration.ofMinutes(10);
        private boolean tokenEndpointAudience;
        private boolean singleUse = true;

        private Builder(
                String id,
                String directoryId,
                AuthenticationMethod method,
                String issuer,
                String subject,
                String audience,
                Instant created) {
            this.id = id;
            this.directoryId = directoryId;
            this.method = method;
            this.issuer = issuer;
            this.subject = subject;
            this.audience = audience;
            this.created = created;
        }

        /** What people call it. */
        public Builder label(String value) {
            this.label = value;
            return this;
        }

        /** Where the keys are: {@code https}, on a host that the service may ask for keys. */
        public Builder jwksUri(@Nullable String uri) {
            this.jwksUri = uri;
            return this;
        }

        /** The keys themselves, as a JWK set. */
        public Builder jwks(@Nullable String json) {
            this.jwks = json;
            return this;
        }

        /** With what assertions may be signed; by default {@link SigningAlgorithm#USUAL}. */
        public Builder algorithms(Set<SigningAlgorithm> allowed) {
            this.algorithms = allowed;
            return this;
        }

        /** How far ahead {@code exp} may be. */
        public Builder longestLife(Duration life) {
            this.longestLife = life;
            return this;
        }

        /** Takes the URL of the token endpoint as audience too, for old clients. */
        public Builder tokenEndpointAudience(boolean taken) {
            this.tokenEndpointAudience = taken;
            return this;
        }

        /** Whether each assertion is good for one use. */
        public Builder singleUse(boolean once) {
            this.singleUse = once;
            return this;
        }

        /**
         * The trust.
         *
         * @throws IllegalArgumentException if a text is missing or too long, or there is not just one source of keys
         */
        public Trust build() {
            return new Trust(this);
        }
    }
}
