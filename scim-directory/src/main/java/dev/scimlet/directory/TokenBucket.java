package dev.scimlet.directory;

import java.time.Duration;

/** So many a second for long, and so many at once after a pause. Its owner has one thread at a time use it. */
final class TokenBucket {

    private static final double NANOS = 1e9;

    private final double perSecond;
    private final int most;
    private double left;
    private long last;

    TokenBucket(double perSecond, int most, long nanoTime) {
        this.perSecond = perSecond;
        this.most = most;
        this.left = most;
        this.last = nanoTime;
    }

    /** Whether it was made for these limits. */
    boolean isFor(double rate, int atOnce) {
        return perSecond == rate && most == atOnce;
    }

    private void refill(long nanoTime) {
        left = Math.min(most, left + Math.max(0, nanoTime - last) / NANOS * perSecond);
        last = nanoTime;
    }

    /** Whether there is one left. */
    boolean hasOne(long nanoTime) {
        refill(nanoTime);
        return left >= 1;
    }

    /** Takes one, if there is one. */
    boolean take(long nanoTime) {
        boolean there = hasOne(nanoTime);
        if (there) {
            left--;
        }
        return there;
    }

    /** How long until there is one, at least a second. */
    Duration untilNext() {
        long seconds = (long) Math.ceil((1 - left) / perSecond);
        return Duration.ofSeconds(Math.max(1, seconds));
    }
}
