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
        private final boolean ofEvent;
        private final Duration notBefore;

        /**
         * @param ofEvent whether the event may be at fault, and not who takes it
         * @param notBefore after what time it may be tried again, as the consumer says
         */
        NotTaken(
                String reason,
                @Nullable Integer status,
                boolean ofEvent,
                Duration notBefore,
                @Nullable Throwable cause) {
            super(reason, cause);
            this.status = status;
            this.ofEvent = ofEvent;
            this.notBefore = notBefore;
        }

        Optional<Integer> status() {
            return Optional.ofNullable(status);
        }

        boolean isOfEvent() {
            return ofEvent;
        }

        Duration notBefore() {
            return notBefore;
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** What becomes of a consumer that has not taken an event. */
    enum Verdict {
        /** It is tried again. */
        TRIED_AGAIN,
        /** It is, and somebody is told that it has failed for long. */
        TOLD,
        /** It is switched off. */
        SWITCHED_OFF
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
    Duration pause(int attempts, NotTaken refused);

    /** What becomes of it after so many attempts. */
    Verdict verdict(int attempts, NotTaken refused);
}
