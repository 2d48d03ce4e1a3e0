package dev.scimlet.simulator.transport;

import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Repeats a request that is answered 429 (too many requests, RFC 6585 §4) after the time that {@code Retry-After}
 * names, in seconds or as a date (RFC 9110 §10.2.3). Without that header the waits grow from one second to one minute.
 * The last 429 is handed on.
 */
public final class RetryAfterTransport implements ScimTransport {

    /** More would hide a service provider that never recovers. */
    private static final int MAXIMUM_ATTEMPTS = 10;

    private static final Duration LONGEST_WAIT_WITHOUT_HEADER = Duration.ofMinutes(1);

    private final ScimTransport transport;
    private final Pause pause;
    private final Clock clock;

    /** @param clock the time that a date in {@code Retry-After} is compared with */
    public RetryAfterTransport(ScimTransport transport, Pause pause, Clock clock) {
        this.transport = transport;
        this.pause = pause;
        this.clock = clock;
    }

    @Override
    public ScimAnswer send(ScimCall call) throws IOException {
        ScimAnswer answer = transport.send(call);
        for (int attempt = 1; answer.status() == 429 && attempt < MAXIMUM_ATTEMPTS; attempt++) {
            pause.pause(waitFor(answer, attempt));
            answer = transport.send(call);
        }
        return answer;
    }

    private Duration waitFor(ScimAnswer answer, int attempt) {
        return answer.header("Retry-After").flatMap(this::retryAfter).orElseGet(() -> growing(attempt));
    }

    private Optional<Duration> retryAfter(String value) {
        String text = value.trim();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Duration wait =
                    Duration.between(clock.instant(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty(); // an unreadable header counts as none
        }
    }

    private static Duration growing(int attempt) {
        Duration wait = Duration.ofSeconds(1L << Math.min(attempt - 1, 6));
        return wait.compareTo(LONGEST_WAIT_WITHOUT_HEADER) > 0 ? LONGEST_WAIT_WITHOUT_HEADER : wait;
    }
}
