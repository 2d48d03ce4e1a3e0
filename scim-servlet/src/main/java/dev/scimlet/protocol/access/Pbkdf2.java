package dev.scimlet.protocol.access;

import dev.scimlet.core.schema.TextComparison;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 with HMAC-SHA-256 over a prepared password. */
final class Pbkdf2 {

    private static final int BITS = 256;

    private Pbkdf2() {}

    static byte[] hash(String password, byte[] salt, int iterations) {
        // RFC 8265 OpaqueString: NFC, and every blank is U+0020
        String prepared = TextComparison.EXACT.key(password.replaceAll("\\p{Zs}", " "));
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(prepared.toCharArray(), salt, iterations, BITS))
                    .getEncoded();
        } catch (NoSuchAlgorithmException | InvalidKeySpecException missing) {
            throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", missing);
        }
    }
}
