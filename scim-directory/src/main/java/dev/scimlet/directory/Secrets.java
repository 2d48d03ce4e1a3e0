package dev.scimlet.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random texts and their hashes. They have 256 bits, so that no slow hash is needed. */
final class Secrets {

    /** Of pasted tokens. */
    static final String TOKEN = "sct_";

    /** Of client secrets. */
    static final String SECRET = "scs_";

    /** Of access tokens. */
    static final String ACCESS = "sca_";

    /** Of client ids, which are no secret. */
    static final String CLIENT = "scc_";

    private static final int BYTES = 32;

    /** A client id is short, since people compare it by eye. */
    private static final int BYTES_OF_ID = 12;

    private static final int HINT = 4;

    /** Never used itself: copying it costs less than asking the providers for a new one at each request. */
    private static final MessageDigest SHA_256 = sha256();

    private final SecureRandom random = new SecureRandom();

    /** A prefix that scanners for secrets can know, and 256 random bits in letters, digits, {@code -} and {@code _}. */
    String generate(String prefix) {
        return prefix + randomText(BYTES);
    }

    /** A new client id. */
    String clientId() {
        return CLIENT + randomText(BYTES_OF_ID);
    }

    private String randomText(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** By which people recognise a secret without knowing it. */
    static String hint(String secret) {
        return secret.substring(secret.length() - HINT);
    }

    /** SHA-256 in lower-case hexadecimal. */
    static String hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(((MessageDigest) SHA_256.clone()).digest(bytes));
        } catch (CloneNotSupportedException notByThisProvider) {
            return HexFormat.of().formatHex(sha256().digest(bytes));
        }
    }

    /** Compares two hashes in a time that does not depend on where they differ. */
    static boolean sameHash(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
