package dev.scimlet.directory.log;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some entries, newest first.
 *
 * @param nextBefore what {@link LogQuery.Builder#before} takes for the page that follows; null if this is the last
 */
public record LogPage(List<LogEntry> entries, @Nullable String nextBefore) {

    /** Copies the list. */
    public LogPage {
        entries = List.copyOf(entries);
    }

    /** Where the next page begins; empty if this is the last. */
    public Optional<String> next() {
        return Optional.ofNullable(nextBefore);
    }
}
