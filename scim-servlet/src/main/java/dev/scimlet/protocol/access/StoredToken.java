package dev.scimlet.protocol.access;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token as it is kept; the token itself is kept nowhere.
 *
 * <pre>{@code
 * return StoredToken.builder(row.text("hash"), row.text("label"), row.time("created"))
 *         .expires(row.time("expires"))
 *         .build();
 * }</pre>
 */
public final class StoredToken {

    private final String hash;
    private final String label;
    private final Instant created;
    private final @Nullable String tenant;
    private final @Nullable Instant expires;
    private final @Nullable Instant revoked;
    private final @Nullable Instant lastUsed;

    private StoredToken(Builder from) {
        this.hash = from.hash;
        this.label = from.label;
        this.created = from.created;
        this.tenant = from.tenant;
        this.expires = from.expires;
        this.revoked = from.revoked;
        this.lastUsed = from.lastUsed;
    }

    /**
     * A token that opens any tenant, lives for ever and has not been used.
     *
     * @param hash as {@link BearerTokens#hash} makes it
     * @param label what people call it; it becomes the principal
     * @param created when it was generated
     */
    public static Builder builder(String hash, String label, Instant created) {
        return new Builder(hash, label, created);
    }

    /** A token that starts as this one. */
    public Builder toBuilder() {
        return builder(hash, label, created)
                .tenant(tenant)
                .expires(expires)
                .revoked(revoked)
                .lastUsed(lastUsed);
    }

    /** SHA-256 of the token in lower-case hexadecimal. */
    public String hash() {
        return hash;
    }

    /** What people call it; it becomes the principal. */
    public String label() {
        return label;
    }

    /** When it was generated. */
    public Instant created() {
        return created;
    }

    /** The tenant whose resources it opens; empty if any. */
    public Optional<String> tenant() {
        return Optional.ofNullable(tenant);
    }

    /** From when on it is refused. */
    public Optional<Instant> expires() {
        return Optional.ofNullable(expires);
    }

    /** Since when it is refused. */
    public Optional<Instant> revoked() {
        return Optional.ofNullable(revoked);
    }

    /** When a request last came with it. */
    public Optional<Instant> lastUsed() {
        return Optional.ofNullable(lastUsed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredToken token
                && hash.equals(token.hash)
                && label.equals(token.label)
                && created.equals(token.created)
                && Objects.equals(tenant, token.tenant)
                && Objects.equals(expires, token.expires)
                && Objects.equals(revoked, token.revoked)
                && Objects.equals(lastUsed, token.lastUsed);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    /** Its label; the hash is nobody's business. */
    @Override
    public String toString() {
        return "token '" + label + "'";
    }

    /** Collects a token; null says that there is no such thing, as a column does. */
    public static final class Builder {

        private final String hash;
        private final String label;
        private final Instant created;
        private @Nullable String tenant;
        private @Nullable Instant expires;
        private @Nullable Instant revoked;
        private @Nullable Instant lastUsed;

        private Builder(String hash, String label, Instant created) {
            this.hash = Objects.requireNonNull(hash);
            this.label = Objects.requireNonNull(label);
            this.created = Objects.requireNonNull(created);
        }

        /** The tenant whose resources it opens; by default any. */
        public Builder tenant(@Nullable String value) {
            this.tenant = value;
            return this;
        }

        /** From when on it is refused. */
        public Builder expires(@Nullable Instant when) {
            this.expires = when;
            return this;
        }

        /** Since when it is refused. */
        public Builder revoked(@Nullable Instant when) {
            this.revoked = when;
            return this;
        }

        /** When a request last came with it. */
        public Builder lastUsed(@Nullable Instant when) {
            this.lastUsed = when;
            return this;
        }

        /** The token. */
        public StoredToken build() {
            return new StoredToken(this);
        }
    }
}
