package dev.scimlet.protocol.access;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens that live as long as the process. */
public final class InMemoryTokenStore implements TokenStore {

    private final Map<String, StoredToken> tokens = new ConcurrentHashMap<>();

    /** No tokens. */
    public InMemoryTokenStore() {}

    @Override
    public Optional<StoredToken> find(String hash) {
        return Optional.ofNullable(tokens.get(hash));
    }

    @Override
    public void add(StoredToken token) {
        tokens.put(token.hash(), token);
    }

    @Override
    public void used(String hash, Instant when) {
        tokens.computeIfPresent(
                hash, (key, token) -> token.toBuilder().lastUsed(when).build());
    }

    @Override
    public void revoke(String hash, Instant when) {
        tokens.computeIfPresent(
                hash, (key, token) -> token.toBuilder().revoked(when).build());
    }
}
