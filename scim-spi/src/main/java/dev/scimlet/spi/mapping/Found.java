package dev.scimlet.spi.mapping;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EntityStore} answers to a query: the page that was asked for, or candidates of which the library makes
 * the page.
 *
 * @param <E> the entity
 */
public sealed interface Found<E> {

    /**
     * The page itself: filtered, sorted and cut by the store.
     *
     * @param entities the entities of the page, in order
     * @param totalResults how many meet the filter in all; may be left out of pages by cursor
     * @param next the position of the next page of a walk by cursor, or null
     * @param previous the position of the page before, or null
     */
    record Page<E>(
            List<E> entities,
            OptionalLong totalResults,
            @Nullable String next,
            @Nullable String previous) implements Found<E> {

        /** Copies the list. */
        public Page {
            entities = List.copyOf(entities);
        }
    }

    /**
     * Entities among which are all that meet the filter. The library filters, sorts and pages them by the mapping that reads
     * them, and closes the stream. For small stores, and for those that narrow the candidates by an index: each candidate is
     * one of the comparisons that a request may make, 2,000,000 unless the service's limits say otherwise, and a query over
     * more is refused with {@code tooMany}.
     *
     * @param entities in any order. The stream is read after {@link EntityStore#find} has returned, so it stands on a copy of a
     *     collection that others may change
     */
    record Candidates<E>(Stream<E> entities) implements Found<E> {}

    /** A page by index. */
    static <E> Found<E> page(List<E> entities, long totalResults) {
        return new Page<>(entities, OptionalLong.of(totalResults), null, null);
    }

    /** Candidates: all entities of the tenant, or fewer if the store knows better. */
    static <E> Found<E> candidates(Stream<E> entities) {
        return new Candidates<>(entities);
    }
}
