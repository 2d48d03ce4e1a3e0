package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Meta;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as it was read.
 *
 * @param id its key
 * @param version the number in the version column; 0 if there is none
 * @param created as stored
 * @param lastModified as stored
 * @param raws the raw value of each line of the mapping that has a column and was read
 * @param rest what is kept as JSON
 * @param sortKey what the order of the query looked at, where a cursor needs it
 */
record StoredRow(
        Object id,
        long version,
        Instant created,
        Instant lastModified,
        List<@Nullable Object> raws,
        Attributes rest,
        @Nullable Object sortKey) {

    static List<@Nullable Object> raws(@Nullable Object[] raws) {
        return Collections.unmodifiableList(Arrays.asList(raws));
    }

    /** The row after a change of nothing but these. */
    StoredRow touched(long newVersion, Instant time) {
        return new StoredRow(id, newVersion, created, time, raws, rest, sortKey);
    }

    /** The metadata. Without a version column the time of the last change, which grows with each one, is the version. */
    Meta meta(boolean hasVersionColumn) {
        long micros = lastModified.getEpochSecond() * 1_000_000 + lastModified.getNano() / 1_000;
        return new Meta(created, lastModified, Long.toString(hasVersionColumn ? version : micros));
    }
}
