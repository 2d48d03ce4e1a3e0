package dev.scimlet.jdbc.sql;

import java.time.Instant;

/** Points in time on their way to the database and back. */
public final class Times {

    /** PostgreSQL begins in 4714 BC. */
    public static final Instant EARLIEST = Instant.parse("-4712-01-01T00:00:00Z");

    /** PostgreSQL ends with this year. */
    public static final Instant LATEST = Instant.parse("+294276-12-31T00:00:00Z");

    private Times() {}

    /** Whether every database takes it. */
    public static boolean isStorable(Instant instant) {
        return !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST);
    }

    /** What is stored beyond, {@code infinity} in PostgreSQL, is read as the last that can be written. */
    public static Instant within(Instant stored) {
        return stored.isBefore(EARLIEST) ? EARLIEST : stored.isAfter(LATEST) ? LATEST : stored;
    }
}
