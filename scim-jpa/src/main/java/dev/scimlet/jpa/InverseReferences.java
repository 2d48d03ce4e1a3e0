package dev.scimlet.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceUnitUtil;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Root;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * References that those who are referred to own, in a collection of theirs: they are loaded, and nobody else.
 *
 * @param target the class of those who are referred to
 * @param targetId the attribute of their id
 * @param attribute their collection
 * @param collection the access to it
 */
record InverseReferences(
        Class<?> target, String targetId, String attribute, Access collection, Supplier<Collection<Object>> empty)
        implements References {

    @Override
    public void add(EntityManager entities, Object owner, Object id, Set<Object> ids) {
        List<?> found = load(entities, target, ids);
        if (found.size() < ids.size()) {
            throw Failures.brokenReference();
        }
        found.forEach(each -> CollectionReferences.of(collection, empty, each).add(owner));
    }

    @Override
    public void remove(EntityManager entities, Object owner, Object id, Set<Object> ids) {
        load(entities, target, ids).forEach(each -> leave(entities, each, id));
    }

    private void leave(EntityManager entities, Object instance, Object id) {
        PersistenceUnitUtil util = entities.getEntityManagerFactory().getPersistenceUnitUtil();
        CollectionReferences.of(collection, empty, instance).removeIf(each -> id.equals(util.getIdentifier(each)));
    }

    /** With what they refer to, in one query. */
    private <T> List<T> load(EntityManager entities, Class<T> type, Set<Object> ids) {
        CriteriaBuilder criteria = entities.getCriteriaBuilder();
        CriteriaQuery<T> query = criteria.createQuery(type);
        Root<T> root = query.from(type);
        root.fetch(attribute, jakarta.persistence.criteria.JoinType.LEFT);
        query.select(root).where(root.get(targetId).in(ids));
        return List.copyOf(new LinkedHashSet<>(entities.createQuery(query).getResultList()));
    }

    @Override
    public void clear(EntityManager entities, Object owner, Object id) {
        loadAll(entities, target, owner).forEach(each -> leave(entities, each, id));
    }

    private <T> List<T> loadAll(EntityManager entities, Class<T> type, Object owner) {
        CriteriaBuilder criteria = entities.getCriteriaBuilder();
        CriteriaQuery<T> query = criteria.createQuery(type);
        Root<T> root = query.from(type);
        query.select(root).where(criteria.equal(root.join(attribute), owner));
        return entities.createQuery(query).getResultList();
    }
}
