package dev.scimlet.examples.mediusflow.log;

import java.util.Optional;

/**
 * Which entries to show.
 *
 * @param words in the actor, the resource or the reason; empty for all
 * @param resourceType exactly; empty for all
 * @param before only entries with a smaller id, for the next page
 */
public record LogFilter(
        String words,
        Optional<LogEntry.Operation> operation,
        Optional<LogEntry.Result> result,
        String resourceType,
        Optional<Long> before) {

    public static final LogFilter EVERYTHING =
            new LogFilter("", Optional.empty(), Optional.empty(), "", Optional.empty());
}
