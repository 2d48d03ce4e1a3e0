package dev.scimlet.simulator.directory;

import java.time.Instant;

/**
 * A change that will happen.
 *
 * @param at when, on the directory's clock
 */
public record ScheduledChange(Instant at, DirectoryChange change) {}
