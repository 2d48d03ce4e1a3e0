package dev.scimlet.directory.feed;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A position in the feed of a tenant, as clients keep it. It says of which tenant and of which epoch of its feed it is, so that it is never
 * taken for another one's, nor silently moves after the feed began anew.
 *
 * @param ofTenant the beginning of a hash of the tenant's name
 * @param epoch of the feed
 * @param seq after which number reading goes on
 */
record FeedCursor(long ofTenant, long epoch, long seq) {

    private static final byte FORM = 1;
    private static final int BYTES = 1 + 3 * Long.BYTES;

    static FeedCursor of(String tenant, String epoch, long seq) {
        return new FeedCursor(hash(tenant), hash(epoch), seq);
    }

    private static long hash(String text) {
        return ByteBuffer.wrap(Hashes.sha256Bytes(text)).getLong();
    }

    boolean isOfTenant(String tenant) {
        return ofTenant == hash(tenant);
    }

    boolean isOfEpoch(String text) {
        return epoch == hash(text);
    }

    String text() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(FORM)
                .putLong(ofTenant)
                .putLong(epoch)
                .putLong(seq);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Empty if the text is no cursor. */
    static Optional<FeedCursor> parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        if (bytes.length != BYTES || bytes[0] != FORM) {
            return Optional.empty();
        }
        ByteBuffer numbers = ByteBuffer.wrap(Arrays.copyOfRange(bytes, 1, BYTES));
        FeedCursor cursor = new FeedCursor(numbers.getLong(), numbers.getLong(), numbers.getLong());
        return cursor.seq < 0 ? Optional.empty() : Optional.of(cursor);
    }
}
