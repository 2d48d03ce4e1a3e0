package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Cursors that hold their own state (RFC 9865 §5.2): the position of the store, the page size and the time, encrypted and
 * authenticated with AES-GCM. What the query was about (tenant, client, endpoint, filter, sorting, attributes) is
 * authenticated with it, so that a cursor fits the query that it came from and no other. Nothing is kept in the server.
 */
final class Cursors {

    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;

    /** Between the id of the key and what it has closed; neither holds one. */
    private static final char SEPARATOR = '.';

    private final CursorKeys keys;
    private final Duration lifetime;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Cursors(CursorKeys keys, Duration lifetime, Clock clock) {
        this.keys = keys;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** A cursor for a position, in letters, digits, {@code -}, {@code _} and one {@code .}. */
    String write(String position, int count, String query) {
        byte[] text = position.getBytes(StandardCharsets.UTF_8);
        ByteBuffer plain = ByteBuffer.allocate(HEADER_BYTES + text.length);
        plain.putLong(clock.instant().getEpochSecond()).putInt(count).put(text);
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        CursorKeys.Key key = keys.current();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, iv, query).doFinal(plain.array());
            ByteBuffer cursor = ByteBuffer.allocate(IV_BYTES + sealed.length);
            return key.id()
                    + SEPARATOR
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(cursor.put(iv).put(sealed).array());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has AES-GCM", missing);
        }
    }

    /**
     * The position that a cursor holds.
     *
     * @throws ScimException {@code invalidCursor} if it is forged, cut or of another query, {@code expiredCursor}, {@code
     *     invalidCount} if the page size differs
     */
    String read(String cursor, int count, String query) {
        ByteBuffer plain = ByteBuffer.wrap(open(cursor, query));
        Instant issued = Instant.ofEpochSecond(plain.getLong());
        if (issued.plus(lifetime).isBefore(clock.instant())) {
            throw ScimException.of(ErrorType.EXPIRED_CURSOR, "the cursor has expired; start again without one");
        }
        if (plain.getInt() != count) {
            throw ScimException.of(ErrorType.INVALID_COUNT, "'count' must stay the same from page to page");
        }
        return StandardCharsets.UTF_8.decode(plain).toString();
    }

    private byte[] open(String cursor, String query) {
        try {
            int end = cursor.indexOf(SEPARATOR);
            CursorKeys.Key key =
                    keys.find(cursor.substring(0, Math.max(0, end))).orElseThrow(Cursors::invalid);
            String closed = cursor.substring(end + 1);
            byte[] bytes = Base64.getUrlDecoder().decode(closed);
            boolean canonical = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes)
                    .equals(closed);
            if (canonical && bytes.length > IV_BYTES) {
                byte[] plain = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(bytes, IV_BYTES), query)
                        .doFinal(bytes, IV_BYTES, bytes.length - IV_BYTES);
                if (plain.length >= HEADER_BYTES) {
                    return plain;
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException forged) {
            throw invalid();
        }
        throw invalid();
    }

    private static ScimException invalid() {
        return ScimException.of(
                ErrorType.INVALID_CURSOR,
                "the cursor is not one of this query; repeat all parameters of the first page, or start again");
    }

    private static Cipher cipher(int mode, CursorKeys.Key key, byte[] iv, String query)
            throws GeneralSecurityException {
        SecretKeySpec secret = new SecretKeySpec(Arrays.copyOf(digest(key.secret()), 16), "AES");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(digest(query.getBytes(StandardCharsets.UTF_8)));
        return cipher;
    }
}
