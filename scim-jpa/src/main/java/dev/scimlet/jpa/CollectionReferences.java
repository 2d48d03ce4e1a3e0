package dev.scimlet.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceUnitUtil;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * References in a collection that the owner of the list owns: a provider loads it to change it.
 *
 * @param target the class of what is referred to; null if the elements are ids
 */
record CollectionReferences(
        Access collection,
        Supplier<Collection<Object>> empty,
        @Nullable Class<?> target) implements References {

    @Override
    public void add(EntityManager entities, Object owner, Object id, Set<Object> ids) {
        Collection<Object> all = of(collection, empty, owner);
        ids.forEach(each -> all.add(target == null ? each : entities.getReference(target, each)));
    }

    @Override
    public void remove(EntityManager entities, Object owner, Object id, Set<Object> ids) {
        PersistenceUnitUtil util = entities.getEntityManagerFactory().getPersistenceUnitUtil();
        of(collection, empty, owner).removeIf(each -> ids.contains(target == null ? each : util.getIdentifier(each)));
    }

    @Override
    public void clear(EntityManager entities, Object owner, Object id) {
        of(collection, empty, owner).clear();
    }

    /** The collection of an instance, which gets one if it has none. */
    @SuppressWarnings("unchecked")
    static Collection<Object> of(Access access, Supplier<Collection<Object>> empty, Object instance) {
        Collection<Object> known = (Collection<Object>) access.get(instance);
        if (known != null) {
            return known;
        }
        Collection<Object> made = empty.get();
        access.writable().set(instance, made);
        return made;
    }
}
