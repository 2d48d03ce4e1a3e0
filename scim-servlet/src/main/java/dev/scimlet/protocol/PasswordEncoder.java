package dev.scimlet.protocol;

import dev.scimlet.core.ScimException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What becomes of a password before anything stores it (RFC 7643 §4.1.1). Repositories, events and logs only ever see the
 * result.
 */
@FunctionalInterface
public interface PasswordEncoder {

    /**
     * The text to store.
     *
     * @throws ScimException {@code invalidValue} if the password breaks the application's policy; the detail must not
     *     repeat it
     */
    String encode(String password);

    /** Salted PBKDF2 with HMAC-SHA-256: {@code pbkdf2-sha256$iterations$salt$hash}, both in base64. */
    static PasswordEncoder pbkdf2(int iterations) {
        SecureRandom random = new SecureRandom();
        return password -> {
            byte[] salt = new byte[16];
            random.nextBytes(salt);
            // RFC 8265 OpaqueString: NFC, and every blank is U+0020
            String prepared = Normalizer.normalize(password.replaceAll("\\p{Zs}", " "), Normalizer.Form.NFC);
            try {
                byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(new PBEKeySpec(prepared.toCharArray(), salt, iterations, 256))
                        .getEncoded();
                Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
                return "pbkdf2-sha256$" + iterations + "$" + base64.encodeToString(salt) + "$"
                        + base64.encodeToString(hash);
            } catch (NoSuchAlgorithmException | InvalidKeySpecException missing) {
                throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", missing);
            }
        };
    }
}
