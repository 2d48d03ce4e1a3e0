package dev.scimlet.simulator.oauth;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What a client says of itself with a key of its own ({@code private_key_jwt}, RFC 7523 §3): each once, for two minutes. */
public final class PrivateKeyJwt implements ClientAssertions {

    private static final Duration LIFE = Duration.ofMinutes(2);

    private final SigningKeys keys;
    private final Clock clock;
    private final String clientId;
    private final String audience;

    /**
     * Assertions of one client.
     *
     * @param clock of the client, which may go wrong
     * @param audience the issuer identifier of the service's authorization server
     */
    public PrivateKeyJwt(SigningKeys keys, Clock clock, String clientId, String audience) {
        this.keys = keys;
        this.clock = clock;
        this.clientId = clientId;
        this.audience = audience;
    }

    @Override
    public String next() {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", clientId);
        claims.put("sub", clientId);
        claims.put("aud", audience);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", now);
        claims.put("exp", now + LIFE.toSeconds());
        return keys.signing().sign("client-authentication+jwt", claims);
    }
}
