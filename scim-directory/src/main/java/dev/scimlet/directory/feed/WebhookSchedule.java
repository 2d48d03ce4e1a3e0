package dev.scimlet.directory.feed;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/** When an event is sent again that an endpoint has not taken: over more than three days, after pauses that grow. */
final class WebhookSchedule {

    /** The pause after each attempt; after the last there is none. */
    static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    static final int ATTEMPTS = PAUSES.size() + 1;

    /** Longer an endpoint keeps nobody waiting, whatever it says in {@code Retry-After}. */
    static final Duration LONGEST_PAUSE = Duration.ofHours(24);

    private static final double JITTER = 0.2;

    private final DoubleSupplier random;

    /** @param random from 0 to 1 */
    WebhookSchedule(DoubleSupplier random) {
        this.random = random;
    }

    /** The pause after so many attempts, up to a fifth longer or shorter, and not shorter than the endpoint asks for. */
    Duration pause(int attempts, Duration notBefore) {
        Duration pause = PAUSES.get(Math.min(attempts, PAUSES.size()) - 1);
        double factor = 1 + JITTER * (2 * random.getAsDouble() - 1);
        Duration jittered = Duration.ofMillis(Math.round(pause.toMillis() * factor));
        return jittered.compareTo(notBefore) > 0 ? jittered : notBefore;
    }
}
