package dev.scimlet.examples.mediusflow.tenant;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Makes what is kept of a password: PBKDF2 with a salt of its own, and the number of rounds beside it. */
public final class PasswordHashing {

    private static final String SCHEME = "pbkdf2-sha512";

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** With as many rounds as OWASP's password storage sheet asks of PBKDF2 with HMAC-SHA-512. */
    public static final PasswordHashing STRONG = new PasswordHashing(210_000);

    private final int rounds;
    private final String nobodysHash;

    PasswordHashing(int rounds) {
        this.rounds = rounds;
        this.nobodysHash = kept(random(SALT_BYTES), random(HASH_BITS / Byte.SIZE));
    }

    /** The hash of no password, which costs as much to compare with as anybody's. */
    String nobodysHash() {
        return nobodysHash;
    }

    String hash(String password) {
        byte[] salt = random(SALT_BYTES);
        return kept(salt, derive(password, salt, rounds));
    }

    private String kept(byte[] salt, byte[] derived) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return String.join(
                "$", SCHEME, Integer.toString(rounds), base64.encodeToString(salt), base64.encodeToString(derived));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
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
