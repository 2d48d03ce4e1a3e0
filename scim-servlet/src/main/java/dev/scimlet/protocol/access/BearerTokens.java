package dev.scimlet.protocol.access;

import dev.scimlet.protocol.message.ScimRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens (RFC 6750): random texts of 256 bits that are kept as hashes, with expiry, revocation and last use. Being
 * that random, they need no slow hash.
 */
public final class BearerTokens implements Authenticator {

    private static final int RANDOM_BYTES = 32;

    /** Longer ones are refused unread. */
    private static final int LONGEST = 4_096;

    /** How precise the last use is kept: a store is not written to at every request. */
    private static final Duration LAST_USE_PRECISION = Duration.ofMinutes(1);

    /** Never used itself: copying it costs less than asking the providers for a new one at each request. */
    private static final MessageDigest SHA_256 = sha256();

    private final TokenStore store;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** Tokens in a store. */
    public BearerTokens(TokenStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Makes a token and keeps its hash. Nobody can read the token again: show it once.
     *
     * @param label what people call it; it becomes the principal
     * @param tenant the tenant that it opens, or null for any
     * @param life how long it is good, or null for ever
     */
    public String generate(String label, @Nullable String tenant, @Nullable Duration life) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        register(token, label, tenant, life);
        return token;
    }

    /** Keeps the hash of a token that was made elsewhere, as random as those of {@link #generate}. */
    public void register(String token, String label, @Nullable String tenant, @Nullable Duration life) {
        Instant now = clock.instant();
        store.add(StoredToken.builder(hash(token), label, now)
                .tenant(tenant)
                .expires(life == null ? null : now.plus(life))
                .build());
    }

    /** What a store keeps of a token: SHA-256 in lower-case hexadecimal. */
    public static String hash(String token) {
        try {
            return hash((MessageDigest) SHA_256.clone(), token);
        } catch (CloneNotSupportedException notByThisProvider) {
            return hash(sha256(), token);
        }
    }

    private static String hash(MessageDigest sha256, String token) {
        return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    @Override
    public Authentication authenticate(ScimRequest request) {
        List<String> headers = request.headers("Authorization");
        if (headers.isEmpty()) {
            return new Authentication.Missing();
        }
        if (headers.size() > 1) {
            return new Authentication.Malformed("there are several Authorization headers");
        }
        String header = headers.get(0).strip();
        if (!header.regionMatches(true, 0, "Bearer", 0, 6) || header.length() > 6 && header.charAt(6) != ' ') {
            return new Authentication.Invalid("a bearer token is needed: 'Authorization: Bearer <token>'");
        }
        String token = header.substring(6).strip();
        if (token.isEmpty() || token.length() > LONGEST || token.indexOf(' ') >= 0) {
            return new Authentication.Invalid("the token is not valid");
        }
        return authenticate(token);
    }

    private Authentication authenticate(String token) {
        String hash = hash(token);
        StoredToken stored = store.find(hash).orElse(null);
        boolean same = stored != null
                && MessageDigest.isEqual(
                        stored.hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
        if (stored == null || !same) {
            return new Authentication.Invalid("the token is not valid");
        }
        Instant now = clock.instant();
        if (stored.revoked().isPresent()) {
            return new Authentication.Invalid("the token has been revoked", accepted(stored));
        }
        if (stored.expires().filter(end -> !now.isBefore(end)).isPresent()) {
            return new Authentication.Invalid("the token has expired", accepted(stored));
        }
        Instant lastUsed = stored.lastUsed().orElse(Instant.MIN);
        if (lastUsed.isBefore(now.minus(LAST_USE_PRECISION))) {
            store.used(hash, now);
        }
        return accepted(stored);
    }

    private static Authentication.Accepted accepted(StoredToken stored) {
        return new Authentication.Accepted(stored.label(), stored.tenant().orElse(null));
    }
}
