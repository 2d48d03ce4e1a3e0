package dev.scimlet.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Root;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The database of a repository: what it is, and what has been learnt of the columns behind attributes. */
final class Database {

    private final Dialect dialect;
    private final Map<String, Boolean> byCodePoint = new ConcurrentHashMap<>();

    private Database(Dialect dialect) {
        this.dialect = dialect;
    }

    /** @throws IllegalArgumentException as {@link Dialect#of} */
    static Database of(EntityManager entities) {
        return new Database(Dialect.of(entities));
    }

    Dialect dialect() {
        return dialect;
    }

    /**
     * Whether the column behind an attribute compares and orders texts by code point, so that an index on it serves: its
     * collation says so. The metamodel knows no columns, so the first entity is asked; while there is none, no index is missed.
     */
    boolean comparesByCodePoint(EntityManager entities, Class<?> entity, AttributePath attribute) {
        String function = dialect.collationFunction();
        if (function == null) {
            return false;
        }
        String name = entity.getName() + "." + attribute.name();
        Boolean known = byCodePoint.get(name);
        if (known != null) {
            return known;
        }
        List<String> collations = collations(entities, entity, attribute, function);
        if (collations.isEmpty() || collations.get(0) == null) {
            return false;
        }
        boolean holds = dialect.isByCodePoint(collations.get(0));
        byCodePoint.put(name, holds);
        return holds;
    }

    @SuppressWarnings("unchecked")
    private static List<String> collations(
            EntityManager entities, Class<?> entity, AttributePath attribute, String function) {
        CriteriaQuery<String> query = entities.getCriteriaBuilder().createQuery(String.class);
        Root<?> root = query.from(entity);
        query.select(entities.getCriteriaBuilder()
                .function(function, String.class, (Expression<String>) attribute.in(root)));
        return entities.createQuery(query).setMaxResults(1).getResultList();
    }
}
