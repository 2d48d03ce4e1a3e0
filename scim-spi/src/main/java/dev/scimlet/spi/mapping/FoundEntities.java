package dev.scimlet.spi.mapping;

import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EntityStore} answers to a query: the page that was asked for, or candidates of which the library makes
 * the page.
 *
 * @param <E> the entity
 */
public sealed interface FoundEntities<E> {

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
            @Nullable String previous) implements FoundEntities<E> {

        /** Copies the list. */
        public Page {
            entities = List.copyOf(entities);
        }
    }

    /**
     * Entities among which are all that meet the filter, in any order. The library filters, sorts and pages them by the mapping
     * that reads them. Each candidate is one of the comparisons that a request may make, 2,000,000 unless the service's limits say
     * otherwise, and a query over more is refused with {@code tooMany}.
     */
    final class Candidates<E> implements FoundEntities<E> {

        private final Stream<E> entities;
        private boolean closed;

        private Candidates(Stream<E> entities) {
            this.entities = entities.onClose(() -> closed = true);
        }

        /**
         * Hands out the entities, once, and closes what they come from.
         *
         * @throws IllegalStateException if they cannot be read any more, with what the store has to change
         */
        void forEach(Consumer<E> consumer) {
            if (closed) {
                throw new IllegalStateException(
                        "the stream of candidates was closed before the store's find(...) had returned; it"
                                + " is read afterwards and closed then: leave it open, or give a collection");
            }
            try (Stream<E> read = entities) {
                read.forEachOrdered(consumer);
            } catch (ConcurrentModificationException changed) {
                throw new IllegalStateException(
                        "the collection behind the stream of candidates has changed since the store's find(...) returned; give a"
                                + " collection of candidates, which is copied",
                        changed);
            }
        }
    }

    /** A page by index. */
    static <E> FoundEntities<E> page(List<E> entities, long totalResults) {
        return new Page<>(entities, OptionalLong.of(totalResults), null, null);
    }

    /**
     * Candidates: all entities of the tenant, or fewer if the store knows better, by an index. For small stores.
     *
     * @param entities is copied at once; others may change it afterwards
     */
    static <E> FoundEntities<E> candidates(Collection<? extends E> entities) {
        return new Candidates<>(List.<E>copyOf(entities).stream());
    }

    /**
     * As {@link #candidates}, for a store that does not want to have all of them in memory at once.
     *
     * @param entities is read, and closed, after {@link EntityStore#find} has returned: it stands neither on a collection that
     *     others may change nor on a transaction or cursor that ends with {@code find}
     */
    static <E> FoundEntities<E> candidatesReadLater(Stream<E> entities) {
        return new Candidates<>(entities);
    }
}
