package dev.scimlet.core.webhook;

import java.time.Instant;

/**
 * A webhook whose signature was verified.
 *
 * @param id the same each time at which the event is sent to this endpoint: what was done for it already is not done again
 * @param sent when this attempt was made, in seconds
 * @param body as it came, in UTF-8
 */
public record WebhookMessage(String id, Instant sent, String body) {}
