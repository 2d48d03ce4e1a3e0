package dev.scimlet.spring;

import dev.scimlet.protocol.ExchangeListener;
import dev.scimlet.protocol.ExchangeOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of the last requests. Three in a row that ended with an error of ours are down, until one is answered or ten minutes
 * have passed without any; what clients do wrong is no illness.
 */
final class ScimHealth implements ExchangeListener {

    private static final int SERVER_ERROR = 500;
    private static final int IN_A_ROW = 3;
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Clock clock;
    private @Nullable Instant lastAnswered;
    private @Nullable Instant lastFailed;
    private int failedInARow;

    ScimHealth(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void on(ExchangeOutcome outcome) {
        // 501 says what the service does not offer
        if (outcome.status() >= SERVER_ERROR && outcome.status() != 501) {
            lastFailed = clock.instant();
            failedInARow++;
        } else {
            lastAnswered = clock.instant();
            failedInARow = 0;
        }
    }

    synchronized boolean isDown() {
        return failedInARow >= IN_A_ROW
                && lastFailed != null
                && lastFailed.plus(MEMORY).isAfter(clock.instant());
    }

    synchronized Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        if (lastAnswered != null) {
            details.put("lastAnswered", lastAnswered.toString());
        }
        if (lastFailed != null) {
            details.put("lastFailed", lastFailed.toString());
            details.put("failedInARow", failedInARow);
        }
        return details;
    }
}
