package dev.scimlet.protocol;

import java.util.Optional;

/**
 * What cursors are encrypted with, where keys change: a new one encrypts, old ones still open what they closed. Nodes of one
 * service share them. Many threads call it at once.
 */
public interface CursorKeys {

    /**
     * A key.
     *
     * @param id names it in each cursor: 1 to 32 letters, digits, {@code -} and {@code _}
     * @param secret 16 random bytes or more
     */
    record Key(String id, byte[] secret) {

        /** @throws IllegalArgumentException if the id or the secret is not of that form */
        public Key {
            if (!id.matches("[A-Za-z0-9_-]{1,32}")) {
                throw new IllegalArgumentException("the id of a cursor key has 1 to 32 letters, digits, '-' and '_'");
            }
            if (secret.length < 16) {
                throw new IllegalArgumentException("a cursor secret has 16 random bytes or more");
            }
            secret = secret.clone();
        }

        /** A copy of the secret. */
        @Override
        public byte[] secret() {
            return secret.clone();
        }
    }

    /** The key that new cursors are made with. */
    Key current();

    /** A key by its id; empty if there is none any longer. Its cursors are then answered with {@code invalidCursor}. */
    Optional<Key> find(String id);

    /** One key that never changes. */
    static CursorKeys of(byte[] secret) {
        Key only = new Key("0", secret);
        return new CursorKeys() {
            @Override
            public Key current() {
                return only;
            }

            @Override
            public Optional<Key> find(String id) {
                return id.equals(only.id()) ? Optional.of(only) : Optional.empty();
            }
        };
    }
}
