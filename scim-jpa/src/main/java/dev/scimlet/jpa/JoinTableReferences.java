package dev.scimlet.jpa;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * References that are rows of a join table, written by their names: a provider has no words for a row without the collection
 * around it.
 *
 * @param table the join table
 * @param owner its column that refers to the owner of the list
 * @param value its column that refers to what is in the list
 */
record JoinTableReferences(String table, String owner, String value) implements References {

    /** Rows of one statement. */
    private static final int BATCH = 100;

    /**
     * Asks for nothing, by these names; fails where the database does not know them. A column of a join can be nothing else, where
     * some take a name such as {@code user} in what is selected for a function.
     */
    boolean answer(EntityManager entities) {
        return entities.createNativeQuery("SELECT 1 FROM " + table + " a JOIN " + table + " b USING (" + owner + ", "
                        + value + ") WHERE 1 = 0")
                .getResultList()
                .isEmpty();
    }

    @Override
    public void add(EntityManager entities, Object entity, Object id, Set<Object> ids) {
        for (List<Object> some : batches(ids)) {
            String rows = String.join(", ", Collections.nCopies(some.size(), "(?, ?)"));
            var insert = entities.createNativeQuery(
                    "INSERT INTO " + table + " (" + owner + ", " + value + ") VALUES " + rows);
            int index = 1;
            for (Object each : some) {
                insert.setParameter(index++, id).setParameter(index++, each);
            }
            insert.executeUpdate();
        }
    }

    /**
     * Adds one reference unless it is in the list.
     *
     * @return whether it was not
     */
    boolean addMissing(EntityManager entities, Object id, Object other) {
        return entities.createNativeQuery("INSERT INTO " + table + " (" + owner + ", " + value + ")"
                                + " SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM " + table + " WHERE " + owner
                                + " = ? AND " + value + " = ?)")
                        .setParameter(1, id)
                        .setParameter(2, other)
                        .setParameter(3, id)
                        .setParameter(4, other)
                        .executeUpdate()
                > 0;
    }

    @Override
    public void remove(EntityManager entities, Object entity, Object id, Set<Object> ids) {
        delete(entities, owner, id, value, ids);
    }

    /**
     * Removes one reference if it is in the list.
     *
     * @return whether it was
     */
    boolean removePresent(EntityManager entities, Object id, Object other) {
        return delete(entities, owner, id, value, Set.of(other)) > 0;
    }

    @Override
    public void removeFromAll(EntityManager entities, Map<Object, Object> owners, Object id) {
        delete(entities, value, id, owner, owners.keySet());
    }

    /** @return how many rows there were */
    private int delete(EntityManager entities, String column, Object one, String others, Set<Object> ids) {
        int deleted = 0;
        for (List<Object> some : batches(ids)) {
            String marks = String.join(", ", Collections.nCopies(some.size(), "?"));
            var deletion = entities.createNativeQuery(
                    "DELETE FROM " + table + " WHERE " + column + " = ? AND " + others + " IN (" + marks + ")");
            deletion.setParameter(1, one);
            int index = 2;
            for (Object each : some) {
                deletion.setParameter(index++, each);
            }
            deleted += deletion.executeUpdate();
        }
        return deleted;
    }

    @Override
    public void clear(EntityManager entities, Object entity, Object id) {
        entities.createNativeQuery("DELETE FROM " + table + " WHERE " + owner + " = ?")
                .setParameter(1, id)
                .executeUpdate();
    }

    private static List<List<Object>> batches(Collection<Object> ids) {
        List<Object> all = List.copyOf(ids);
        List<List<Object>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
        return batches;
    }
}
