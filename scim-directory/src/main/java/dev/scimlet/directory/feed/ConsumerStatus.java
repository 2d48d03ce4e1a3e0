package dev.scimlet.directory.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a consumer fares with the events of a tenant.
 *
 * @param position the number of the last event that it has taken, or passed over
 * @param last the number of the newest event
 * @param next of when the next event is that it has to read; null if there is none
 * @param attempts how often that was tried
 * @param failingSince since when nothing was taken; null if all is well
 * @param lastError why not; null if nothing failed
 * @param parked how many events are put aside
 */
public record ConsumerStatus(
        String tenant,
        String name,
        FeedStore.ConsumerState state,
        long position,
        long last,
        @Nullable Instant next,
        int attempts,
        @Nullable Instant failingSince,
        @Nullable String lastError,
        int parked) {}
