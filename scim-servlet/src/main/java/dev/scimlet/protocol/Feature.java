package dev.scimlet.protocol;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What of the protocol a service offers; ServiceProviderConfig says the same (RFC 7643 §5, RFC 9865 §4). */
public enum Feature {
    /** PATCH; without it 501. */
    PATCH,
    /** Bulk; without it 501. */
    BULK,
    /** Filters; a filter is 501 without it, never an unfiltered list. */
    FILTER,
    /** Sorting; without it {@code sortBy} is ignored. */
    SORT,
    /** Versions and preconditions; without it there are no ETags, and conditions are ignored. */
    ETAG,
    /** Tags are strong. Off by default. */
    STRONG_ETAGS,
    /** Every change must name the version that it changes; else 428. Off by default. */
    IF_MATCH_DEMANDED,
    /** Discovery tells that clients may set passwords, if some type has {@code password}. */
    CHANGE_PASSWORD,
    /** Pages by index; without it a query always gets a page by cursor. */
    INDEX_PAGINATION,
    /** Pages by cursor (RFC 9865). */
    CURSOR_PAGINATION,
    /** A query that names no method of paging gets a page by cursor. Off by default. */
    CURSOR_BY_DEFAULT;

    /** What a service offers unless told otherwise. */
    static Set<Feature> standard() {
        return EnumSet.complementOf(EnumSet.of(STRONG_ETAGS, IF_MATCH_DEMANDED, CURSOR_BY_DEFAULT));
    }

    /** A copy that does not change. */
    static Set<Feature> copyOf(Set<Feature> features) {
        Set<Feature> copy = EnumSet.noneOf(Feature.class);
        copy.addAll(features);
        return Collections.unmodifiableSet(copy);
    }
}
