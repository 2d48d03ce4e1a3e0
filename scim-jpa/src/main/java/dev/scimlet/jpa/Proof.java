package dev.scimlet.jpa;

import dev.scimlet.core.resource.Resource;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether what is written comes back as it was written, which no annotation tells of a column that rounds times to seconds or
 * fills texts with blanks, or of a trigger: the first resource that has a certain attribute, and the first that lacks it, is read
 * once more, and compared.
 */
final class Proof {

    /** The line of what no line takes. */
    static final int REST = -1;

    /**
     * That a resource has a value for a line of the mapping, or has none.
     *
     * @param line its index
     */
    record Fact(int line, boolean there) {}

    private final Set<Fact> held = ConcurrentHashMap.newKeySet();
    private volatile boolean timesHeld;
    private volatile boolean failed;

    /** Whether resources of which all this is true were found to come back so. */
    boolean holds(Set<Fact> facts) {
        return !failed && timesHeld && held.containsAll(facts);
    }

    /** Whether one was found to come back otherwise: from then on all are read again. */
    boolean fails() {
        return failed;
    }

    /**
     * @param written as the managed instance tells it
     * @param stored as the database does
     * @param facts of what was written
     */
    void compare(Resource written, Resource stored, Set<Fact> facts) {
        if (!written.equals(stored)) {
            failed = true;
            return;
        }
        held.addAll(facts);
        if (needsMillis(written.meta().lastModified())) {
            timesHeld = true;
        }
    }

    /** Whether the time is one that a column without milliseconds could not hold. */
    private static boolean needsMillis(Instant time) {
        return time.toEpochMilli() % 10 != 0;
    }
}
