package dev.scimlet.directory.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How webhook endpoints fare, those of all tenants together, or those of one.
 *
 * @param tenant whose endpoints are meant; null for those of all tenants
 * @param endpoints how many there are
 * @param waiting how many events they have still to get or to pass over, what is sent again included
 * @param oldest of when the oldest event is that waits; null if none does
 * @param failing how many endpoints took nothing the last time, and are tried again
 * @param paused how many somebody has paused
 * @param off how many are switched off, or are so far behind that what they would get is not kept any longer
 * @param parked how many events are put aside
 */
public record WebhookTotals(
        @Nullable String tenant,
        long endpoints,
        long waiting,
        @Nullable Instant oldest,
        long failing,
        long paused,
        long off,
        long parked) {

    /** No endpoints at all. */
    static final WebhookTotals NONE = new WebhookTotals(null, 0, 0, null, 0, 0, 0, 0);

    /** Of two tenants, those of both. */
    WebhookTotals plus(WebhookTotals other) {
        return new WebhookTotals(
                null,
                endpoints + other.endpoints,
                waiting + other.waiting,
                ConsumerTotals.earlier(oldest, other.oldest),
                failing + other.failing,
                paused + other.paused,
                off + other.off,
                parked + other.parked);
    }
}
