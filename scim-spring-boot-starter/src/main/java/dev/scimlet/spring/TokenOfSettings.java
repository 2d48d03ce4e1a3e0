package dev.scimlet.spring;

import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.StoredToken;
import dev.scimlet.protocol.access.TokenStore;
import java.time.Instant;
import java.util.Optional;

/** The token {@code scimlet.token}, which is good as long as the settings name it, and those of a store beside it. */
final class TokenOfSettings implements TokenStore {

    private final StoredToken ofSettings;
    private final TokenStore others;

    TokenOfSettings(String token, Instant start, TokenStore others) {
        this.ofSettings = StoredToken.builder(BearerTokens.hash(token), "scimlet.token", start)
                .lastUsed(Instant.MAX)
                .build();
        this.others = others;
    }

    @Override
    public Optional<StoredToken> find(String hash) {
        return hash.equals(ofSettings.hash()) ? Optional.of(ofSettings) : others.find(hash);
    }

    @Override
    public void add(StoredToken token) {
        others.add(token);
    }

    @Override
    public void used(String hash, Instant when) {
        if (!hash.equals(ofSettings.hash())) {
            others.used(hash, when);
        }
    }

    @Override
    public void revoke(String hash, Instant when) {
        if (hash.equals(ofSettings.hash())) {
            throw new IllegalArgumentException("the token of the settings is good as long as they name it");
        }
        others.revoke(hash, when);
    }
}
