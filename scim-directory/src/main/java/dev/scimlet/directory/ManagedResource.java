package dev.scimlet.directory;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That a resource came by a directory, or was written by it since.
 *
 * @param tenant whose resource it is
 * @param resourceType the name of its type
 * @param resourceId its id
 * @param directoryId the directory
 * @param ownExternalId what the directory calls it, or null if it has not said
 * @param created whether the directory created it; otherwise it has taken it over
 * @param turn the highest is that of the directory that wrote last
 */
public record ManagedResource(
        String tenant,
        String resourceType,
        String resourceId,
        String directoryId,
        @Nullable String ownExternalId,
        boolean created,
        long turn) {

    /** What the directory calls it; empty if it has not said. */
    public Optional<String> externalId() {
        return Optional.ofNullable(ownExternalId);
    }
}
