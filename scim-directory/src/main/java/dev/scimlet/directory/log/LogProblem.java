package dev.scimlet.directory.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with a person, another resource or a whole directory, for one cause, and has not gone well since.
 *
 * @param newest the newest entry of it: who, what and why
 * @param count how often
 * @param first when it began
 * @param last when it was last
 */
public record LogProblem(LogEntry newest, long count, Instant first, Instant last) {

    /** By what entries are one problem. */
    record Cause(
            @Nullable String directoryId,
            @Nullable String resourceType,
            @Nullable String resource,
            String reason,
            String arguments) {

        static Cause of(LogRow row) {
            return new Cause(
                    row.directoryId(),
                    row.resourceType(),
                    row.nameKey() == null ? row.resourceId() : row.nameKey(),
                    row.reason(),
                    row.arguments());
        }
    }
}
