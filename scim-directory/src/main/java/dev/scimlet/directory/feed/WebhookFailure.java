package dev.scimlet.directory.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that a webhook endpoint has not taken.
 *
 * @param seq the number of the event
 * @param attempts how often it was sent
 * @param status of the last answer; null where there was none
 * @param reason why it was not taken, with the beginning of the answer; null if the person was erased
 * @param next when it is sent again; null if it was put aside, and waits for {@link Webhooks#resend}
 */
public record WebhookFailure(
        long seq,
        int attempts,
        @Nullable Integer status,
        @Nullable String reason,
        @Nullable Instant next) {}
