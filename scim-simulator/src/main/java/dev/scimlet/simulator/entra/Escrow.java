package dev.scimlet.simulator.entra;

import java.time.Instant;

/**
 * Something that failed and waits for another attempt.
 *
 * @param attempts how often it has failed in a row
 * @param nextAttempt not before then, unless the object changes in the directory
 * @param reason why it failed last
 */
public record Escrow(EscrowKey key, int attempts, Instant nextAttempt, String reason) {}
