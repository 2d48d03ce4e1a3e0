package dev.scimlet.directory.log;

import java.time.Instant;
import java.util.Map;

/**
 * What a directory did without a longer pause: a cycle of its provider. It is made of the entries whenever it is asked for, so a run that goes on grows.
 *
 * @param id the id of its first entry
 * @param start when its first exchange was
 * @param end when its last one was
 * @param changes changes and attempts of them, by how they ended
 * @param lookups how often it looked something up
 */
public record LogRun(
        String id, String directoryId, Instant start, Instant end, Map<LogEntry.Result, Long> changes, long lookups) {

    /** Copies the map. */
    public LogRun {
        changes = Map.copyOf(changes);
    }
}
