package dev.scimlet.directory.jose;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signed token in compact form (RFC 7515 §7.1, RFC 7519): what it says, and nothing that is to be believed before {@link
 * #isSignedBy} has said so. What its header says of keys ({@code jku}, {@code jwk}, {@code x5u}, {@code x5c}) is never looked at.
 */
public final class JsonWebToken {

    /** Tokens of Entra ID have some two thousand characters. */
    public static final int LONGEST = 8_192;

    private static final int PARTS = 3;

    private static final int LONGEST_KEY_ID = 512;

    private final String signed;
    private final byte[] signature;
    private final String algorithm;
    private final @Nullable String keyId;
    private final @Nullable String type;
    private final Map<String, @Nullable Object> claims;

    private JsonWebToken(
            String signed, byte[] signature, Map<String, @Nullable Object> header, Map<String, @Nullable Object> claims)
            throws InvalidTokenException {
        this.signed = signed;
        this.signature = signature;
        this.algorithm = text(header, "alg").orElseThrow(() -> new InvalidTokenException("the header has no 'alg'"));
        this.keyId = text(header, "kid").orElse(null);
        this.type = text(header, "typ").orElse(null);
        this.claims = claims;
        if (header.containsKey("crit")) {
            throw new InvalidTokenException("the header has 'crit', of which nothing is known here");
        }
        if (keyId != null && keyId.length() > LONGEST_KEY_ID) {
            throw new InvalidTokenException("the 'kid' is too long");
        }
    }

    /**
     * Reads a token.
     *
     * @throws InvalidTokenException if it is not a signed token of at most {@link #LONGEST} characters whose header and claims are
     *     objects
     */
    public static JsonWebToken read(String text) throws InvalidTokenException {
        if (text.length() > LONGEST) {
            throw new InvalidTokenException("the token has over " + LONGEST + " characters");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != PARTS) {
            throw new InvalidTokenException("the token does not have three parts");
        }
        Map<String, @Nullable Object> header = Json.object(Base64Url.decode("the header", parts[0]));
        Map<String, @Nullable Object> claims = Json.object(Base64Url.decode("the payload", parts[1]));
        return new JsonWebToken(parts[0] + '.' + parts[1], Base64Url.decode("the signature", parts[2]), header, claims);
    }

    private static Optional<String> text(Map<String, @Nullable Object> members, String name)
            throws InvalidTokenException {
        Object value = members.get(name);
        if (value == null && !members.containsKey(name)) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw new InvalidTokenException("'" + name + "' is not a text");
    }

    /** The {@code alg} of the header. */
    public String algorithm() {
        return algorithm;
    }

    /** The {@code kid} of the header; empty if there is none. */
    public Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }

    /** The {@code typ} of the header; empty if there is none. */
    public Optional<String> type() {
        return Optional.ofNullable(type);
    }

    /**
     * A claim that is a text; empty if it is not there.
     *
     * @throws InvalidTokenException if it is something else
     */
    public Optional<String> text(String claim) throws InvalidTokenException {
        return text(claims, claim);
    }

    /**
     * The values of {@code aud}: a text or a list of texts; empty if it is not there.
     *
     * @throws InvalidTokenException if it is something else
     */
    public List<String> audiences() throws InvalidTokenException {
        if (!(claims.get("aud") instanceof List<?> list)) {
            return text("aud").map(List::of).orElse(List.of());
        }
        List<String> audiences = new ArrayList<>();
        for (Object value : list) {
            if (!(value instanceof String audience)) {
                throw new InvalidTokenException("'aud' is not a list of texts");
            }
            audiences.add(audience);
        }
        return audiences;
    }

    /**
     * A claim that is a time in seconds (RFC 7519 §2, NumericDate); empty if it is not there.
     *
     * @throws InvalidTokenException if it is something else, such as a text
     */
    public Optional<Instant> time(String claim) throws InvalidTokenException {
        Object value = claims.get(claim);
        if (value == null && !claims.containsKey(claim)) {
            return Optional.empty();
        }
        if (value instanceof Number number) {
            double seconds = number.doubleValue();
            if (seconds >= 0 && seconds <= Instant.MAX.getEpochSecond() / 2.0) {
                return Optional.of(Instant.ofEpochSecond((long) seconds));
            }
        }
        throw new InvalidTokenException("'" + claim + "' is not a time in seconds");
    }

    /** Whether one of the keys signed it, by the algorithm that its header names. */
    public boolean isSignedBy(List<JsonWebKey> keys) {
        byte[] text = signed.getBytes(StandardCharsets.US_ASCII);
        return keys.stream().anyMatch(key -> key.verifies(algorithm, text, signature));
    }
}
