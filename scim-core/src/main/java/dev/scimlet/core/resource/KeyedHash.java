package dev.scimlet.core.resource;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Hashes under a key that each process draws for itself, so that a client cannot choose values whose hashes are equal and
 * turn an index into a list: SipHash with one round for each word and three at the end (Aumasson and Bernstein). For keys of
 * hash maps that hold what clients choose and have no order; of texts and numbers themselves a hash map makes trees.
 */
public final class KeyedHash {

    private static final long KEY_0;
    private static final long KEY_1;

    static {
        SecureRandom random = new SecureRandom();
        KEY_0 = random.nextLong();
        KEY_1 = random.nextLong();
    }

    private static final int UNITS_PER_WORD = Long.SIZE / Character.SIZE;
    private static final int FINAL_ROUNDS = 3;

    private long v0 = KEY_0 ^ 0x736f6d6570736575L;
    private long v1 = KEY_1 ^ 0x646f72616e646f6dL;
    private long v2 = KEY_0 ^ 0x6c7967656e657261L;
    private long v3 = KEY_1 ^ 0x7465646279746573L;

    private KeyedHash() {}

    /** The hash of a value: of a simple one by its text, which equal ones share; 0 for none. */
    public static int of(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        return value instanceof Attributes || value instanceof Values
                ? value.hashCode()
                : new KeyedHash().hash(value.toString());
    }

    private int hash(String text) {
        int whole = text.length() / UNITS_PER_WORD * UNITS_PER_WORD;
        for (int i = 0; i < whole; i += UNITS_PER_WORD) {
            add(word(text, i, UNITS_PER_WORD));
        }
        add(word(text, whole, text.length() - whole) | (long) text.length() << Long.SIZE - Character.SIZE);
        v2 ^= 0xff;
        for (int i = 0; i < FINAL_ROUNDS; i++) {
            round();
        }
        return Long.hashCode(v0 ^ v1 ^ v2 ^ v3);
    }

    private static long word(String text, int start, int units) {
        long word = 0;
        for (int i = 0; i < units; i++) {
            word |= (long) text.charAt(start + i) << i * Character.SIZE;
        }
        return word;
    }

    private void add(long word) {
        v3 ^= word;
        round();
        v0 ^= word;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
