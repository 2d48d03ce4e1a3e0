package dev.scimlet.directory;

import dev.scimlet.protocol.CursorKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an application, by their ids: the newest closes, each opens what it closed. A key is changed in two steps, so that no
 * node meets what it cannot open: the new one is {@linkplain #add added} to all nodes behind the present one, then it is {@linkplain
 * #use used}; the old one goes when nothing of it is in use any longer. Nodes of one service share them. Many threads call it at
 * once.
 *
 * <p>For each purpose a key of its own is derived (HMAC-SHA256), so that what is closed for one is not opened for another.
 */
public final class KeyRing {

    private static final String CURSORS = "cursors";

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int SMALLEST_SECRET = 32;

    private final SecureRandom random = new SecureRandom();
    private volatile Keys keys;

    /** What the ring holds at one time. */
    private record Keys(Map<String, CursorKeys.Key> byId, String current) {}

    private KeyRing(CursorKeys.Key current) {
        this.keys = new Keys(Map.of(current.id(), current), current.id());
    }

    /**
     * A ring with one key.
     *
     * @param id names it in what it closes: 1 to 32 letters, digits, {@code -} and {@code _}
     * @param secret 32 random bytes or more
     * @throws IllegalArgumentException if the id or the secret is not of that form
     */
    public static KeyRing of(String id, byte[] secret) {
        return new KeyRing(key(id, secret));
    }

    /**
     * A ring as a setting says it, such as {@code 2026-11:base64, 2026-08:base64}: the first closes, the others open.
     *
     * @throws IllegalArgumentException if an id or a secret is not of its form, or an id stands twice; it tells none of them
     */
    public static KeyRing parse(String text) {
        KeyRing ring = null;
        for (String entry : text.split(",")) {
            int colon = entry.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("a key ring has keys as 'id:base64', with commas between");
            }
            String id = entry.substring(0, colon).strip();
            byte[] secret = secret(entry.substring(colon + 1).strip());
            if (ring == null) {
                ring = of(id, secret);
            } else {
                ring.add(id, secret);
            }
        }
        if (ring == null) {
            throw new IllegalArgumentException("a key ring has at least one key");
        }
        return ring;
    }

    private static byte[] secret(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("the secret of a key is base64", malformed);
        }
    }

    private static CursorKeys.Key key(String id, byte[] secret) {
        if (secret.length < SMALLEST_SECRET) {
            throw new IllegalArgumentException("a key has " + SMALLEST_SECRET + " random bytes or more");
        }
        return new CursorKeys.Key(id, secret);
    }

    /**
     * Adds a key that opens, and does not close yet.
     *
     * @throws IllegalArgumentException if the id or the secret is not of its form, or another key has the id
     */
    public synchronized KeyRing add(String id, byte[] secret) {
        Map<String, CursorKeys.Key> more = new LinkedHashMap<>(keys.byId());
        if (more.putIfAbsent(id, key(id, secret)) != null) {
            throw new IllegalArgumentException("the ring has a key '" + id + "' already");
        }
        keys = new Keys(Map.copyOf(more), keys.current());
        return this;
    }

    /** Has a key close from now on. @throws IllegalArgumentException if there is none of that id */
    public synchronized KeyRing use(String id) {
        requireKnown(id);
        keys = new Keys(keys.byId(), id);
        return this;
    }

    /**
     * Throws a key away: nothing that it closed can be opened any longer.
     *
     * @throws IllegalArgumentException if there is none of that id, or it is the one that closes
     */
    public synchronized KeyRing remove(String id) {
        requireKnown(id);
        if (id.equals(keys.current())) {
            throw new IllegalArgumentException("the key '" + id + "' is in use: use another first");
        }
        Map<String, CursorKeys.Key> fewer = new LinkedHashMap<>(keys.byId());
        fewer.remove(id);
        keys = new Keys(Map.copyOf(fewer), keys.current());
        return this;
    }

    private void requireKnown(String id) {
        if (!keys.byId().containsKey(id)) {
            throw new IllegalArgumentException("the ring has no key '" + id + "'");
        }
    }

    /** The id of the key that closes. */
    public String current() {
        return keys.current();
    }

    /** The ids of all keys, in the order of their letters. */
    public List<String> ids() {
        return keys.byId().keySet().stream().sorted().toList();
    }

    // ---- what it is for

    /** The keys of cursors. */
    public CursorKeys cursorKeys() {
        return new CursorKeys() {
            @Override
            public Key current() {
                Keys now = keys;
                return derived(now, now.current()).orElseThrow(() -> new IllegalStateException("no key is in use"));
            }

            @Override
            public Optional<Key> find(String id) {
                return derived(keys, id);
            }
        };
    }

    private static Optional<CursorKeys.Key> derived(Keys from, String id) {
        return Optional.ofNullable(from.byId().get(id)).map(key -> new CursorKeys.Key(id, derive(key, CURSORS)));
    }

    /**
     * Closes a text: encrypted and authenticated (AES-256 in GCM), with the id of the key in front, as {@code id.base64url}.
     *
     * @param purpose what it is for; nothing is opened for another
     */
    public String close(String purpose, String text) {
        Keys now = keys;
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] closed = crypt(
                Cipher.ENCRYPT_MODE,
                Optional.ofNullable(now.byId().get(now.current()))
                        .orElseThrow(() -> new IllegalStateException("no key is in use")),
                purpose,
                nonce,
                text.getBytes(StandardCharsets.UTF_8));
        if (closed == null) {
            throw new IllegalStateException("AES-256 in GCM fails");
        }
        byte[] both = ByteBuffer.allocate(NONCE_BYTES + closed.length)
                .put(nonce)
                .put(closed)
                .array();
        return now.current() + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    }

    /** Opens what was closed for the same purpose; empty if it was changed, or its key is gone. */
    public Optional<String> open(String purpose, String closed) {
        int dot = closed.indexOf('.');
        CursorKeys.Key key = dot < 0 ? null : keys.byId().get(closed.substring(0, dot));
        if (key == null) {
            return Optional.empty();
        }
        byte[] both;
        try {
            both = Base64.getUrlDecoder().decode(closed.substring(dot + 1));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        if (both.length < NONCE_BYTES) {
            return Optional.empty();
        }
        byte[] opened = crypt(
                Cipher.DECRYPT_MODE,
                key,
                purpose,
                Arrays.copyOf(both, NONCE_BYTES),
                Arrays.copyOfRange(both, NONCE_BYTES, both.length));
        return opened == null ? Optional.empty() : Optional.of(new String(opened, StandardCharsets.UTF_8));
    }

    private static byte @Nullable [] crypt(int mode, CursorKeys.Key key, String purpose, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(derive(key, "closed for " + purpose), "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(key.id().getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException changed) {
            return null;
        }
    }

    private static byte[] derive(CursorKeys.Key key, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.secret(), "HmacSHA256"));
            return mac.doFinal(("scimlet " + purpose).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", missing);
        }
    }

    /** The ids of its keys; the secrets are nobody's business. */
    @Override
    public String toString() {
        return "keys " + ids() + ", of which '" + current() + "' closes";
    }
}
