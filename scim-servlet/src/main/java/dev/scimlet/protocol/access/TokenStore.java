package dev.scimlet.protocol.access;

import java.time.Instant;
import java.util.Optional;

/**
 * Keeps bearer tokens by their hash. Several may live for one tenant at once, so that a secret is rotated without a gap
 * (RFC 6750, RFC 7644 §7.4). Many threads call it.
 */
public interface TokenStore {

    /** The token of this hash, whether it is still good or not. */
    Optional<StoredToken> find(String hash);

    /** Keeps a new token. */
    void add(StoredToken token);

    /** Notes that a token was used; a store may do so rarely. */
    void used(String hash, Instant when);

    /** Refuses a token from now on. */
    void revoke(String hash, Instant when);
}
