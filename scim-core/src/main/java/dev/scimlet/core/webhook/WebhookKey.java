package dev.scimlet.core.webhook;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a sender signs webhooks with (Standard Webhooks): a secret that both sides know ({@code whsec_}, signatures {@code v1} by
 * HMAC-SHA256), or a key of which the receiver knows the public half ({@code whsk_} and {@code whpk_}, signatures {@code v1a} by Ed25519).
 */
public final class WebhookKey {

    static final String SECRET = "whsec_";
    static final String PRIVATE = "whsk_";
    static final String PUBLIC = "whpk_";
    static final String BY_SECRET = "v1,";
    static final String BY_PRIVATE_KEY = "v1a,";

    static final int SHORTEST_SECRET = 24;
    static final int LONGEST_SECRET = 64;
    private static final int GENERATED_SECRET = 32;

    /** Of each half of a pair. */
    private static final int KEY_BYTES = 32;

    private static final String CURVE = "Ed25519";
    private static final String MAC = "HmacSHA256";

    private final String prefix;
    private final byte[] bytes;

    private WebhookKey(String prefix, byte[] bytes) {
        this.prefix = prefix;
        this.bytes = bytes.clone();
    }

    /** A new secret of 32 random bytes. */
    public static WebhookKey secret() {
        byte[] random = new byte[GENERATED_SECRET];
        new SecureRandom().nextBytes(random);
        return new WebhookKey(SECRET, random);
    }

    /** A new pair of keys for Ed25519. */
    public static WebhookKey pair() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(CURVE).generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate())
                    .getBytes()
                    .orElseThrow(() -> new IllegalStateException("a generated key tells what it is"));
            byte[] both = Arrays.copyOf(seed, 2 * KEY_BYTES);
            System.arraycopy(encoded(((EdECPublicKey) pair.getPublic()).getPoint()), 0, both, KEY_BYTES, KEY_BYTES);
            return new WebhookKey(PRIVATE, both);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", missing);
        }
    }

    /**
     * Reads a key of a sender: {@code whsec_} and base64 of 24 to 64 bytes, or {@code whsk_} and base64 of a private key of 32 bytes and its public key.
     *
     * @throws IllegalArgumentException if it is none; the message does not tell it
     */
    public static WebhookKey parse(String text) {
        if (text.startsWith(SECRET)) {
            return new WebhookKey(SECRET, secretBytes(text));
        }
        if (text.startsWith(PRIVATE)) {
            byte[] both = decoded(text, PRIVATE);
            if (both.length == 2 * KEY_BYTES) {
                return new WebhookKey(PRIVATE, both);
            }
        }
        throw new IllegalArgumentException(
                "a key of webhooks is 'whsec_' and base64 of 24 to 64 bytes, or 'whsk_' and" + " base64 of 64 bytes");
    }

    static byte[] secretBytes(String text) {
        byte[] secret = decoded(text, SECRET);
        if (secret.length < SHORTEST_SECRET || secret.length > LONGEST_SECRET) {
            throw new IllegalArgumentException("a secret of webhooks has 24 to 64 bytes");
        }
        return secret;
    }

    static byte[] decoded(String text, String prefix) {
        try {
            return Base64.getDecoder().decode(text.substring(prefix.length()));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("what follows '" + prefix + "' is base64", malformed);
        }
    }

    /** Whether the receiver knows its public half alone. */
    public boolean isPair() {
        return prefix.equals(PRIVATE);
    }

    /** The key as the sender keeps it, {@code whsec_…} or {@code whsk_…}: a secret. */
    public String text() {
        return prefix + base64(bytes);
    }

    /** What the receiver gets to verify with: the secret itself, or the public key {@code whpk_…}. */
    public String forReceiver() {
        return prefix.equals(SECRET) ? text() : PUBLIC + base64(Arrays.copyOfRange(bytes, KEY_BYTES, 2 * KEY_BYTES));
    }

    /**
     * Signs a message: {@code id.timestamp.body}, byte for byte.
     *
     * @param id of the event, without a dot
     * @param timestamp of the attempt, in seconds since 1970
     * @return {@code v1,} or {@code v1a,} and base64
     * @throws IllegalArgumentException if the id has a dot or is empty
     */
    public String sign(String id, long timestamp, byte[] body) {
        if (id.isEmpty() || id.indexOf('.') >= 0) {
            throw new IllegalArgumentException("the id of a webhook has no dot");
        }
        byte[] message = message(id, String.valueOf(timestamp), body);
        return prefix.equals(SECRET)
                ? BY_SECRET + base64(mac(bytes, message))
                : BY_PRIVATE_KEY + base64(signed(Arrays.copyOf(bytes, KEY_BYTES), message));
    }

    static byte[] message(String id, String timestamp, byte[] body) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        message.writeBytes(body);
        return message.toByteArray();
    }

    private static String base64(byte[] value) {
        return Base64.getEncoder().encodeToString(value);
    }

    static byte[] mac(byte[] secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", missing);
        }
    }

    private static byte[] signed(byte[] seed, byte[] message) {
        try {
            PrivateKey key = KeyFactory.getInstance(CURVE)
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            Signature signature = Signature.getInstance(CURVE);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", missing);
        }
    }

    // ---- points of the curve (RFC 8032 §5.1.2): y in 255 bits, the lowest byte first, and whether x is odd in the
    // highest bit

    private static byte[] encoded(EdECPoint point) {
        byte[] highestFirst = point.getY().toByteArray();
        byte[] encoded = new byte[KEY_BYTES];
        for (int i = 0; i < Math.min(highestFirst.length, KEY_BYTES); i++) {
            encoded[i] = highestFirst[highestFirst.length - 1 - i];
        }
        if (point.isXOdd()) {
            encoded[KEY_BYTES - 1] |= (byte) 0x80;
        }
        return encoded;
    }

    /** @throws IllegalArgumentException if it is no public key */
    static PublicKey publicKey(byte[] encoded) {
        if (encoded.length != KEY_BYTES) {
            throw new IllegalArgumentException("a public key of webhooks has 32 bytes");
        }
        byte[] highestFirst = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            highestFirst[i] = encoded[KEY_BYTES - 1 - i];
        }
        boolean odd = (highestFirst[0] & 0x80) != 0;
        highestFirst[0] &= 0x7f;
        try {
            return KeyFactory.getInstance(CURVE)
                    .generatePublic(new EdECPublicKeySpec(
                            NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, highestFirst))));
        } catch (GeneralSecurityException notOnTheCurve) {
            throw new IllegalArgumentException("the public key is none of Ed25519", notOnTheCurve);
        }
    }

    static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(CURVE);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** Its kind; the rest is a secret. */
    @Override
    public String toString() {
        return prefix + "…";
    }
}
