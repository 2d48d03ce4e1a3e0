package dev.scimlet.jpa;

import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.Set;

/** How references come into a list and go out of it, without the others where that is possible. */
interface References {

    /**
     * Adds references that are not in the list.
     *
     * @param owner the managed entity
     * @param id its id
     * @param ids what is referred to
     */
    void add(EntityManager entities, Object owner, Object id, Set<Object> ids);

    /** Removes references that are in the list. */
    void remove(EntityManager entities, Object owner, Object id, Set<Object> ids);

    /**
     * Removes one reference from several lists.
     *
     * @param owners the managed entities by their ids
     */
    default void removeFromAll(EntityManager entities, Map<Object, Object> owners, Object id) {
        owners.forEach((ownerId, owner) -> remove(entities, owner, ownerId, Set.of(id)));
    }

    /** Removes all references, of an owner that is about to be removed. */
    void clear(EntityManager entities, Object owner, Object id);
}
