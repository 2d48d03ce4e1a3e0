package dev.scimlet.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaDelete;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * References that are entities of their own.
 *
 * @param entity their class
 * @param owner the attribute that refers to the owner of the list
 * @param ownerId the id attribute of that
 * @param value the attribute that refers to what is in the list
 * @param valueId the id attribute of that
 * @param target the class of that
 * @param factory makes one of the owner and of what is in the list
 */
record MembershipReferences(
        Class<?> entity,
        String owner,
        String ownerId,
        String value,
        String valueId,
        Class<?> target,
        BiFunction<Object, Object, ?> factory)
        implements References {

    @Override
    public void add(EntityManager entities, Object of, Object id, Set<Object> ids) {
        ids.forEach(each -> entities.persist(factory.apply(of, entities.getReference(target, each))));
    }

    @Override
    public void remove(EntityManager entities, Object of, Object id, Set<Object> ids) {
        delete(entities, entity, List.of(id), ids);
    }

    @Override
    public void removeFromAll(EntityManager entities, Map<Object, Object> owners, Object id) {
        delete(entities, entity, owners.keySet(), Set.of(id));
    }

    @Override
    public void clear(EntityManager entities, Object of, Object id) {
        delete(entities, entity, List.of(id), Set.of());
    }

    /**
     * @param owners of one or more lists
     * @param ids what is taken out; if empty, all
     */
    private <T> void delete(EntityManager entities, Class<T> type, Collection<Object> owners, Set<Object> ids) {
        for (List<Object> some : MappedList.batches(owners)) {
            for (List<Object> values : ids.isEmpty() ? List.of(List.of()) : MappedList.batches(ids)) {
                CriteriaBuilder criteria = entities.getCriteriaBuilder();
                CriteriaDelete<T> deletion = criteria.createCriteriaDelete(type);
                Root<T> root = deletion.from(type);
                List<Predicate> conditions = new ArrayList<>();
                conditions.add(root.get(owner).get(ownerId).in(some));
                if (!values.isEmpty()) {
                    conditions.add(root.get(value).get(valueId).in(values));
                }
                deletion.where(conditions.toArray(Predicate[]::new));
                entities.createQuery(deletion).executeUpdate();
            }
        }
    }
}
