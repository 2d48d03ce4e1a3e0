package dev.scimlet.directory.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a consumer fares with the events of all tenants together, or with those of one.
 *
 * @param tenant whose events are meant; null for those of all tenants
 * @param name of the consumer
 * @param last the number of the newest event; of several tenants the sum
 * @param position the number of the last event that it has taken, or passed over; of several tenants the sum
 * @param oldest of when the oldest event is that it has to read; null if there is none
 * @param attempts how often the event was tried that was tried most often, and is not taken
 * @param stopped for how many tenants it is paused or has expired
 * @param parked how many events are put aside
 */
public record ConsumerTotals(
        @Nullable String tenant,
        String name,
        long last,
        long position,
        @Nullable Instant oldest,
        int attempts,
        long stopped,
        long parked) {

    /** The same without the tenant's name. */
    ConsumerTotals ofAll() {
        return new ConsumerTotals(null, name, last, position, oldest, attempts, stopped, parked);
    }

    /** Of two tenants, those of both. */
    ConsumerTotals plus(ConsumerTotals other) {
        return new ConsumerTotals(
                null,
                name,
                last + other.last,
                position + other.position,
                earlier(oldest, other.oldest),
                Math.max(attempts, other.attempts),
                stopped + other.stopped,
                parked + other.parked);
    }

    /** The one that was first; null if there is none. */
    static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
