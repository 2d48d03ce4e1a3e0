package dev.scimlet.directory;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A token or a secret as it is kept; what is secret of it is kept nowhere. Immutable. */
public final class Credential {

    /** What it is good for. What is stored says the name of the constant. */
    public enum Kind {
        /** A bearer token that the administrator pastes into the provider. */
        PASTED_TOKEN,
        /** With which the provider gets access tokens. */
        CLIENT_SECRET,
        /** A bearer token that the token endpoint has issued. */
        ACCESS_TOKEN
    }

    private final String id;
    private final String directoryId;
    private final Kind kind;
    private final String label;
    private final String hash;
    private final String hint;
    private final String scope;
    private final @Nullable String source;
    private final Instant created;
    private final @Nullable Instant expires;
    private final @Nullable Instant revoked;
    private final @Nullable Instant lastUsed;

    private Credential(Builder from) {
        this.id = from.id;
        this.directoryId = from.directoryId;
        this.kind = from.kind;
        this.label = from.label;
        this.hash = from.hash;
        this.hint = from.hint;
        this.scope = from.scope;
        this.source = from.source;
        this.created = from.created;
        this.expires = from.expires;
        this.revoked = from.revoked;
        this.lastUsed = from.lastUsed;
    }

    /**
     * A credential that lives for ever and has not been used.
     *
     * @param id names it for ever
     * @param directoryId whose it is
     * @param hash SHA-256 of it in lower-case hexadecimal
     */
    public static Builder builder(String id, String directoryId, Kind kind, String hash, Instant created) {
        return new Builder(id, directoryId, kind, hash, created);
    }

    /** A credential that starts as this one. */
    public Builder toBuilder() {
        return builder(id, directoryId, kind, hash, created)
                .label(label)
                .hint(hint)
                .scope(scope)
                .source(source)
                .expires(expires)
                .revoked(revoked)
                .lastUsed(lastUsed);
    }

    /** Names it for ever. */
    public String id() {
        return id;
    }

    /** Whose it is. */
    public String directoryId() {
        return directoryId;
    }

    /** What it is good for. */
    public Kind kind() {
        return kind;
    }

    /** What people call it. */
    public String label() {
        return label;
    }

    /** SHA-256 of it in lower-case hexadecimal. */
    public String hash() {
        return hash;
    }

    /** Its last four characters, by which people recognise it. */
    public String hint() {
        return hint;
    }

    /** What it is good for, as words with blanks between (RFC 6749 §3.3): {@code scim}, unless a later version gives less. */
    public String scope() {
        return scope;
    }

    /** The id of the secret or trust by which an access token was obtained; empty for others. */
    public Optional<String> source() {
        return Optional.ofNullable(source);
    }

    /** When it was made. */
    public Instant created() {
        return created;
    }

    /** From when on it is refused. */
    public Optional<Instant> expires() {
        return Optional.ofNullable(expires);
    }

    /** Since when it is refused. */
    public Optional<Instant> revoked() {
        return Optional.ofNullable(revoked);
    }

    /** When a request last came with it, to the minute. */
    public Optional<Instant> lastUsed() {
        return Optional.ofNullable(lastUsed);
    }

    /** Whether it is good at a time: neither revoked nor expired. */
    public boolean isLive(Instant now) {
        return revoked == null && (expires == null || now.isBefore(expires));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Credential that
                && id.equals(that.id)
                && directoryId.equals(that.directoryId)
                && kind == that.kind
                && label.equals(that.label)
                && hash.equals(that.hash)
                && hint.equals(that.hint)
                && scope.equals(that.scope)
                && Objects.equals(source, that.source)
                && created.equals(that.created)
                && Objects.equals(expires, that.expires)
                && Objects.equals(revoked, that.revoked)
                && Objects.equals(lastUsed, that.lastUsed);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** Its label; the hash is nobody's business. */
    @Override
    public String toString() {
        return kind + " '" + label + "'";
    }

    /** Collects a credential; null says that there is no such thing, as a column does. */
    public static final class Builder {

        private final String id;
        private final String directoryId;
        private final Kind kind;
        private final String hash;
        private final Instant created;
        private String label = "";
        private String hint = "";
        private String scope = "scim";
        private @Nullable String source;
        private @Nullable Instant expires;
        private @Nullable Instant revoked;
        private @Nullable Instant lastUsed;

        private Builder(String id, String directoryId, Kind kind, String hash, Instant created) {
            this.id = Objects.requireNonNull(id);
            this.directoryId = Objects.requireNonNull(directoryId);
            this.kind = Objects.requireNonNull(kind);
            this.hash = Objects.requireNonNull(hash);
            this.created = Objects.requireNonNull(created);
        }

        /** What people call it. */
        public Builder label(String value) {
            this.label = value;
            return this;
        }

        /** Its last four characters. */
        public Builder hint(String value) {
            this.hint = value;
            return this;
        }

        /** What it is good for; by default {@code scim}. */
        public Builder scope(String words) {
            this.scope = words;
            return this;
        }

        /** The id of the secret or trust by which it was obtained. */
        public Builder source(@Nullable String value) {
            this.source = value;
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

        /** The credential. */
        public Credential build() {
            return new Credential(this);
        }
    }
}
