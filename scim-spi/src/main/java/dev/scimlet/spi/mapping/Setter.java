package dev.scimlet.spi.mapping;

import org.jspecify.annotations.Nullable;

/**
 * Writes a property of an entity.
 *
 * @param <E> the entity
 * @param <V> the property
 */
@FunctionalInterface
public interface Setter<E, V> {

    /** Sets the property; null takes its value away. */
    void set(E entity, @Nullable V value);
}
