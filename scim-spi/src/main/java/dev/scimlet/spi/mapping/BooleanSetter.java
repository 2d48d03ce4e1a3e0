package dev.scimlet.spi.mapping;

/**
 * Writes a property of type boolean.
 *
 * @param <E> the entity
 */
@FunctionalInterface
public interface BooleanSetter<E> {

    /** Sets the property. */
    void set(E entity, boolean value);
}
