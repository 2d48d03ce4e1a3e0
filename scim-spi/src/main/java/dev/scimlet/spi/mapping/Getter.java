package dev.scimlet.spi.mapping;

import org.jspecify.annotations.Nullable;

/**
 * Reads a property of an entity.
 *
 * @param <E> the entity
 * @param <V> the property
 */
@FunctionalInterface
public interface Getter<E, V> {

    /** The value of the property; null for none. */
    @Nullable
    V get(E entity);
}
