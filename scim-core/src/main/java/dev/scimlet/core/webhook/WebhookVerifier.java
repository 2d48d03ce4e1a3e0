package dev.scimlet.core.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies webhooks where they are received (Standard Webhooks). Many threads call it at once.
 *
 * <pre>{@code
 * WebhookVerifier verifier = WebhookVerifier.of("whsec_…");
 * WebhookMessage message = verifier.verify(request::getHeader, request.getInputStream().readAllBytes());
 * }</pre>
 *
 * <p>A message can come more than once, with the same {@link WebhookMessage#id}: note the id in the transaction of what is done for it, and answer with 2xx
 * where it is noted already. To note it before would lose the event if what is done fails.
 */
public final class WebhookVerifier {

    /** How far the clocks of both sides may be apart, each way. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";

    /** More than a sender has keys at once. */
    private static final int MOST_SIGNATURES = 20;

    private static final int LONGEST_ID = 256;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    private final List<byte[]> secrets;
    private final List<PublicKey> keys;
    private final Clock clock;

    private WebhookVerifier(List<byte[]> secrets, List<PublicKey> keys, Clock clock) {
        this.secrets = secrets;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A verifier that takes what is signed with one of some keys: the new and the old one, while they change.
     *
     * @param secretsOrKeys as the sender shows them, {@code whsec_…} or {@code whpk_…}
     * @throws IllegalArgumentException if one is neither, or there is none
     */
    public static WebhookVerifier of(String... secretsOrKeys) {
        List<byte[]> secrets = new ArrayList<>();
        List<PublicKey> keys = new ArrayList<>();
        for (String text : secretsOrKeys) {
            if (text.startsWith(WebhookKey.SECRET)) {
                secrets.add(WebhookKey.secretBytes(text));
            } else if (text.startsWith(WebhookKey.PUBLIC)) {
                keys.add(WebhookKey.publicKey(WebhookKey.decoded(text, WebhookKey.PUBLIC)));
            } else {
                throw new IllegalArgumentException(
                        "a receiver verifies with a secret, 'whsec_…', or a public key, 'whpk_…'");
            }
        }
        if (secrets.isEmpty() && keys.isEmpty()) {
            throw new IllegalArgumentException("a receiver verifies with one secret or public key at least");
        }
        return new WebhookVerifier(List.copyOf(secrets), List.copyOf(keys), Clock.systemUTC());
    }

    /** The same verifier, with another clock. */
    public WebhookVerifier withClock(Clock value) {
        return new WebhookVerifier(secrets, keys, value);
    }

    /**
     * Verifies a request.
     *
     * @param headers gives the value of a header by its name in lower case, or null
     * @param body byte for byte as it came, before anything reads it as JSON
     * @throws InvalidWebhookException if a header is missing or malformed, the time is more than five minutes away, or no signature fits
     */
    public WebhookMessage verify(Function<String, @Nullable String> headers, byte[] body)
            throws InvalidWebhookException {
        String id = required(headers, ID);
        String timestamp = required(headers, TIMESTAMP);
        String signatures = required(headers, SIGNATURE);
        if (id.length() > LONGEST_ID || id.indexOf('.') >= 0) {
            throw new InvalidWebhookException("'webhook-id' is too long, or has a dot");
        }
        Instant sent = sent(timestamp);
        if (!isSigned(WebhookKey.message(id, timestamp, body), signatures)) {
            throw new InvalidWebhookException("no signature fits: another key, or a changed message");
        }
        return new WebhookMessage(id, sent, new String(body, StandardCharsets.UTF_8));
    }

    private static String required(Function<String, @Nullable String> headers, String name)
            throws InvalidWebhookException {
        String value = headers.apply(name);
        if (value == null || value.isEmpty()) {
            throw new InvalidWebhookException("the header '" + name + "' is missing");
        }
        return value;
    }

    private Instant sent(String timestamp) throws InvalidWebhookException {
        if (!SECONDS.matcher(timestamp).matches()) {
            throw new InvalidWebhookException("'webhook-timestamp' is no number of seconds");
        }
        Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        Duration apart = Duration.between(sent, clock.instant()).abs();
        if (apart.compareTo(TOLERANCE) > 0) {
            throw new InvalidWebhookException("'webhook-timestamp' is " + apart.toSeconds() + " seconds away from the"
                    + " time here, and " + TOLERANCE.toSeconds() + " are tolerated");
        }
        return sent;
    }

    private boolean isSigned(byte[] message, String signatures) {
        boolean signed = false;
        for (String signature : signatures.split(" ", MOST_SIGNATURES + 1)) {
            signed |= fits(message, signature);
        }
        return signed;
    }

    /** In a time that does not tell how much of a signature is right. */
    private boolean fits(byte[] message, String signature) {
        boolean fits = false;
        if (signature.startsWith(WebhookKey.BY_SECRET)) {
            byte[] given = decoded(signature.substring(WebhookKey.BY_SECRET.length()));
            for (byte[] secret : secrets) {
                fits |= MessageDigest.isEqual(WebhookKey.mac(secret, message), given);
            }
        } else if (signature.startsWith(WebhookKey.BY_PRIVATE_KEY)) {
            byte[] given = decoded(signature.substring(WebhookKey.BY_PRIVATE_KEY.length()));
            for (PublicKey key : keys) {
                fits |= WebhookKey.verifies(key, message, given);
            }
        }
        return fits;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            return new byte[0];
        }
    }
}
