package dev.scimlet.jpa;

import dev.scimlet.core.resource.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is written comes back as it was written, which no annotation tells of a column that rounds times to seconds, or of
 * a trigger: the first resource that is written is read once more, and compared.
 */
final class Proof {

    private volatile @Nullable Boolean held;

    /** Whether it was found to come back so. */
    boolean holds() {
        return Boolean.TRUE.equals(held);
    }

    /** Whether it was found to come back otherwise. */
    boolean fails() {
        return Boolean.FALSE.equals(held);
    }

    /**
     * @param written as the managed instance tells it
     * @param stored as the database does
     */
    void compare(Resource written, Resource stored) {
        if (!written.equals(stored)) {
            held = false;
        } else if (held == null && needsMillis(written.meta().lastModified())) {
            held = true;
        }
    }

    /** Whether the time is one that a column without milliseconds could not hold. */
    private static boolean needsMillis(Instant time) {
        return time.toEpochMilli() % 10 != 0;
    }
}
