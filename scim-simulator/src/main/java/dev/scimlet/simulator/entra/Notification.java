package dev.scimlet.simulator.entra;

import java.time.Instant;

/** A message that Entra ID would send to the job's notification address. */
public record Notification(Instant at, String recipient, String subject, String text) {}
