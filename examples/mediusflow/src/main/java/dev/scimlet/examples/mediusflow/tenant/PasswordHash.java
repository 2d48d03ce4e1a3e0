package dev.scimlet.examples.mediusflow.tenant;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords as they are kept: PBKDF2 with a salt of their own, and the number of rounds beside it. */
final class PasswordHash {

    private static final String SCHEME = "pbkdf2-sha512";

    /** What OWASP's password storage sheet asks of PBKDF2 with HMAC-SHA-512. */
    private static final int ROUNDS = 210_000;

    private static final int HASH_BITS = 256;

    private static final SecureRandom RANDOM = new SecureRandom();

    private PasswordHash() {}

    static String of(String password) {
        return of(password, ROUNDS);
    }

    static String of(String password, int rounds) {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return String.join(
                "$",
                SCHEME,
                Integer.toString(rounds),
                base64.encodeToString(salt),
                base64.encodeToString(derive(password, salt, rounds)));
    }

    static boolean matches(String password, String hash) {
        List<String> parts = List.of(hash.split("\\$", -1));
        if (parts.size() != 4 || !parts.get(0).equals(SCHEME)) {
            throw new IllegalArgumentException("not a password hash of this application");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] derived = derive(password, base64.decode(parts.get(2)), Integer.parseInt(parts.get(1)));
        return MessageDigest.isEqual(derived, base64.decode(parts.get(3)));
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has PBKDF2", e);
        } finally {
            key.clearPassword();
        }
    }
}
