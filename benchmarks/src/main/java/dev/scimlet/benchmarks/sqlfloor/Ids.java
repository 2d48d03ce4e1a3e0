package dev.scimlet.benchmarks.sqlfloor;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** UUIDs of version 7 that grow. */
final class Ids {

    private static final int BITS_WITHIN_A_MILLISECOND = 12;

    private final AtomicLong last = new AtomicLong();

    String next() {
        long earliest = System.currentTimeMillis() << BITS_WITHIN_A_MILLISECOND;
        long time = last.updateAndGet(before -> Math.max(earliest, before + 1));
        long high = (time >>> BITS_WITHIN_A_MILLISECOND) << 16 | 0x7000 | time & 0xfff;
        long low = ThreadLocalRandom.current().nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
