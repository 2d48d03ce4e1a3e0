package dev.scimlet.spi;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Ids whose order, as texts, is the order in which they were made: UUIDs of version 7 (RFC 9562 §5.7) in lower case.
 *
 * <p>Two in the same millisecond are told apart by a counter, and a clock that goes back does not turn the order. What
 * follows is random, so that an id cannot be guessed from another. Any number of threads may ask.
 */
public final class TimeOrderedIds implements Supplier<String> {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_BITS = 0x3fff_ffff_ffff_ffffL;
    private static final int COUNTER_BITS = 12;

    /** Asking for much at once is cheaper. */
    private static final int RANDOM_BYTES = 64 * Long.BYTES;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ByteBuffer drawn = ByteBuffer.allocate(RANDOM_BYTES).limit(0);
    private long last;

    /** Ids of the times that the clock shows. */
    public TimeOrderedIds(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String get() {
        long next;
        long random;
        synchronized (this) {
            next = next();
            random = random();
        }
        long high = next >>> COUNTER_BITS << 16 | VERSION_7 | next & (1L << COUNTER_BITS) - 1;
        return new UUID(high, VARIANT | random & RANDOM_BITS).toString();
    }

    /** Milliseconds and counter in one number, which only grows: a counter that is full borrows from the future. */
    private long next() {
        last = Math.max(last + 1, clock.millis() << COUNTER_BITS);
        return last;
    }

    private long random() {
        if (!drawn.hasRemaining()) {
            random.nextBytes(drawn.array());
            drawn.clear();
        }
        return drawn.getLong();
    }
}
