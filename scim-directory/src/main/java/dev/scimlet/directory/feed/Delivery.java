package dev.scimlet.directory.feed;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a consumer is given an event. */
interface Delivery {

    /** Says why an event was not taken, in what may be kept. */
    final class NotTaken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final @Nullable Integer status;

        NotTaken(String reason, @Nullable Integer status, @Nullable Throwable cause) {
            super(reason, cause);
            this.status = status;
        }

        Optional<Integer> status() {
            return Optional.ofNullable(status);
        }
    }

    /** Whether the consumer wants events of a type; others are passed over. */
    boolean wants(String type);

    /**
     * Gives it an event and moves it over it.
     *
     * @param from where it is
     * @return whether it was moved; if not, somebody else works for it
     * @throws NotTaken if it could not take the event
     */
    boolean deliver(FeedEvent event, FeedStore.Claim claim, long from);

    /** Whether it can take an event; it is not moved. */
    boolean passes(FeedEvent event);

    /** How long it is left alone after an attempt that failed. */
    Duration pause(int attempts);
}
