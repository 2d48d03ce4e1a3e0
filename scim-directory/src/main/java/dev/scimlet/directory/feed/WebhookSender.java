package dev.scimlet.directory.feed;

import dev.scimlet.core.webhook.WebhookKey;
import dev.scimlet.directory.https.HttpsClient;
import dev.scimlet.directory.https.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Posts events to endpoints, signed as Standard Webhooks has it, and says what their answers mean. */
final class WebhookSender {

    static final int GONE = 410;

    /** What is read of an answer. */
    static final int MOST_BYTES = 1_024;

    /** How long an endpoint is left alone at least that is overloaded, or behind something that is. */
    private static final Duration SLOWED_DOWN = Duration.ofMinutes(1);

    private static final Set<Integer> OVERLOADED = Set.of(429, 502, 504);

    /** Statuses of 4xx that say nothing of the event. */
    private static final Set<Integer> NOT_OF_EVENTS = Set.of(408, GONE, 425, 429);

    private final HttpsClient client;
    private final Clock clock;

    WebhookSender(HttpsClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Sends an event. @throws Delivery.NotTaken if the endpoint does not answer with 2xx in time */
    void post(URI uri, List<WebhookKey> keys, FeedEvent event) {
        byte[] body = event.json().getBytes(StandardCharsets.UTF_8);
        try {
            Optional<Delivery.NotTaken> refused = client.send(
                    new HttpsClient.Request("POST", uri, headers(keys, event.id(), body), body), this::refused);
            if (refused.isPresent()) {
                throw refused.get();
            }
        } catch (IOException failure) {
            throw new Delivery.NotTaken(reason(failure), null, false, Duration.ZERO, failure);
        }
    }

    private Map<String, String> headers(List<WebhookKey> keys, String id, byte[] body) {
        long seconds = clock.instant().getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Scimlet");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", String.valueOf(seconds));
        headers.put(
                "webhook-signature",
                String.join(
                        " ",
                        keys.stream().map(key -> key.sign(id, seconds, body)).toList()));
        return headers;
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return "no answer: "
                + (message == null || message.isEmpty() ? failure.getClass().getSimpleName() : message);
    }

    /** @return empty if the event was taken */
    private Optional<Delivery.NotTaken> refused(Response answer) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return Optional.empty();
        }
        boolean ofEvent = status >= 400 && status < 500 && !NOT_OF_EVENTS.contains(status);
        String reason = "the endpoint answered " + answer.statusText()
                + (status >= 300 && status < 400 ? ", and redirects are not followed" : "");
        String said = printable(answer.beginning(MOST_BYTES));
        return Optional.of(new Delivery.NotTaken(
                said.isEmpty() ? reason : reason + ": " + said,
                status == 0 ? null : status,
                ofEvent,
                notBefore(status, answer),
                null));
    }

    private static String printable(byte[] body) {
        return new String(body, StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\\p{Cs}\\p{Co}\\p{Cn}\\uFFFD]+", " ")
                .strip();
    }

    // ---- Retry-After (RFC 9110 §10.2.3)

    private Duration notBefore(int status, Response answer) {
        Duration asked = answer.header("Retry-After").map(this::retryAfter).orElse(Duration.ZERO);
        Duration least = OVERLOADED.contains(status) && asked.isZero() ? SLOWED_DOWN : asked;
        return least.compareTo(WebhookSchedule.LONGEST_PAUSE) > 0 ? WebhookSchedule.LONGEST_PAUSE : least;
    }

    private Duration retryAfter(String text) {
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant time = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration until = Duration.between(clock.instant(), time);
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeParseException malformed) {
            return Duration.ZERO;
        }
    }
}
