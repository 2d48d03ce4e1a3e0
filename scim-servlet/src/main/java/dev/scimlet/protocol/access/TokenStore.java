package dev.scimlet.protocol.access;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bearer tokens by their hash. Several may live for one tenant at once, so that a secret is rotated without a gap
 * (RFC 6750, RFC 7644 §7.4). Many threads call it.
 */
public interface TokenStore {

    /**
     * A token as it is kept; the token itself is kept nowhere.
     *
     * @param hash SHA-256 of the token in lower-case hexadecimal
     * @param label what people call it; it becomes the principal
     * @param tenant the tenant whose resources it opens, or null for any
     * @param created when it was generated
     * @param expires from when on it is refused, or null
     * @param revoked since when it is refused, or null
     * @param lastUsed when a request last came with it, or null
     */
    record StoredToken(
            String hash,
            String label,
            @Nullable String tenant,
            Instant created,
            @Nullable Instant expires,
            @Nullable Instant revoked,
            @Nullable Instant lastUsed) {}

    /** The token of this hash, whether it is still good or not. */
    Optional<StoredToken> find(String hash);

    /** Keeps a new token. */
    void add(StoredToken token);

    /** Notes that a token was used; a store may do so rarely. */
    void used(String hash, Instant when);

    /** Refuses a token from now on. */
    void revoke(String hash, Instant when);
}
