package dev.scimlet.protocol.access;

import dev.scimlet.core.ScimException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

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

    /** Whether a password is the one that {@link #pbkdf2} encoded so; for the application's own sign-in. */
    static boolean pbkdf2Matches(String password, String encoded) {
        String[] parts = encoded.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals("pbkdf2-sha256")) {
            return false;
        }
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] hash = Pbkdf2.hash(password, base64.decode(parts[2]), Integer.parseInt(parts[1]));
        return MessageDigest.isEqual(hash, base64.decode(parts[3]));
    }

    /** Salted PBKDF2 with HMAC-SHA-256: {@code pbkdf2-sha256$iterations$salt$hash}, both in base64. */
    static PasswordEncoder pbkdf2(int iterations) {
        SecureRandom random = new SecureRandom();
        return password -> {
            byte[] salt = new byte[16];
            random.nextBytes(salt);
            byte[] hash = Pbkdf2.hash(password, salt, iterations);
            Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
            return "pbkdf2-sha256$" + iterations + "$" + base64.encodeToString(salt) + "$"
                    + base64.encodeToString(hash);
        };
    }
}
