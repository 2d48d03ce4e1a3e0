package dev.scimlet.core.resource;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the store knows about a resource as a record (RFC 7643 §3.1). Resource type and location are added when the
 * resource is written out.
 *
 * @param created when it was created; kept in milliseconds
 * @param lastModified when it was last changed, not before {@code created}; kept in milliseconds
 * @param version an opaque text that differs after each change; letters, digits and {@code -._~} only, because it
 *     becomes the ETag {@code W/"version"}
 */
public record Meta(Instant created, Instant lastModified, String version) {

    /** Cuts the times to milliseconds. */
    public Meta {
        created = created.truncatedTo(ChronoUnit.MILLIS);
        lastModified = lastModified.truncatedTo(ChronoUnit.MILLIS);
        if (lastModified.isBefore(created)) {
            lastModified = created;
        }
        if (!isUnreserved(version)) {
            throw new IllegalArgumentException("not a version that fits an ETag: '" + version + "'");
        }
    }

    /**
     * The version as an entity tag (RFC 9110 §8.8.3), which {@code meta.version} and the ETag are.
     *
     * @param strong whether equal tags promise equal bytes; stores compare versions as weak tags
     */
    public String tag(boolean strong) {
        return (strong ? "\"" : "W/\"") + version + '"';
    }

    private static boolean isUnreserved(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isUnreserved(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0;
    }
}
