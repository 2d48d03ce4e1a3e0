package dev.scimlet.benchmarks.subject;

import java.util.Locale;

/** What stands around users and groups in a {@link GuardedServer}, each with all of what is before it but the first. */
public enum Guard {
    /** Pasted tokens, in a table where the users are in tables. */
    TOKENS,
    /** Directories with limits, fair places, health and what came by which directory. */
    DIRECTORIES,
    /** The same with the feed, whose relay runs. */
    FEED,
    /** The same with the log, too. */
    LOG;

    boolean includes(Guard other) {
        return compareTo(other) >= 0;
    }

    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
