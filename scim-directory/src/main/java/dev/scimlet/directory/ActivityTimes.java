package dev.scimlet.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a directory last did something, as far as that was written down.
 *
 * @param lastRequest when a request last came whose sender was known, or null
 * @param lastSuccess when one was last answered with success, or null
 * @param lastChange when one last changed something, or null
 */
public record ActivityTimes(
        @Nullable Instant lastRequest,
        @Nullable Instant lastSuccess,
        @Nullable Instant lastChange) {

    /** Nothing yet. */
    public static final ActivityTimes NONE = new ActivityTimes(null, null, null);

    /** The later of two accounts, as those of two nodes. */
    public ActivityTimes latest(ActivityTimes other) {
        return new ActivityTimes(
                later(lastRequest, other.lastRequest),
                later(lastSuccess, other.lastSuccess),
                later(lastChange, other.lastChange));
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
