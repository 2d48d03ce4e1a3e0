package dev.scimlet.jpa;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Takes references in and out of a list: those that are named, and the version of their owner. */
final class Deltas<E> {

    private final EntityLayout<E> layout;
    private final MappedList list;
    private final Writes<E> writes;
    private final RequestContext context;
    private final Wanted wanted;

    Deltas(EntityLayout<E> layout, MappedList list, Writes<E> writes, RequestContext context, Wanted wanted) {
        this.layout = layout;
        this.list = list;
        this.writes = writes;
        this.context = context;
        this.wanted = wanted;
    }

    Optional<AppliedDelta> apply(
            EntityManager entities, Database database, Object id, Precondition precondition, ValuesDelta delta) {
        E owner = writes.locked(entities, database, context, id);
        if (owner == null) {
            return Optional.empty();
        }
        Wanted seen = wanted.and(precondition.wanted());
        // The list itself, which may be long, is read at the end only, unless the precondition looks at it
        boolean listFirst = precondition.wanted().includes(delta.list());
        Resource before = writes.held(entities, database, context, owner, id, listFirst ? seen : withoutList(seen));
        precondition.check(before);
        Map<Object, String> added = ids(delta.added().keySet(), true);
        Map<Object, String> removed = ids(delta.removed(), false);
        boolean moved = list.references() instanceof JoinTableReferences && added.size() + removed.size() == 1;
        if (moved) {
            moveOne(entities, database, id, added.keySet(), removed.keySet());
        } else {
            Set<Object> named = new LinkedHashSet<>(added.keySet());
            named.addAll(removed.keySet());
            Set<Object> known = known(entities, database, id, named);
            added.keySet().removeAll(known);
            removed.keySet().retainAll(known);
        }
        if (added.isEmpty() && removed.isEmpty()) {
            return Optional.of(AppliedDelta.none(writes.held(entities, database, context, owner, id, seen)));
        }
        writes.touch(entities, owner, before.meta().lastModified());
        if (moved) {
            entities.flush();
        } else {
            Writes.Change change = new Writes.Change(added.keySet(), removed.keySet());
            writes.change(entities, database, context, owner, id, list, change);
        }
        Resource after = writes.changed(
                entities, database, context, owner, id, before.meta().version(), seen, null);
        return Optional.of(AppliedDelta.of(
                before, after, new LinkedHashSet<>(added.values()), new LinkedHashSet<>(removed.values()), Set.of()));
    }

    /** Has one row come or go, which tells by itself whether it was there: what was, or was not, is then no longer named. */
    private void moveOne(EntityManager entities, Database database, Object id, Set<Object> added, Set<Object> removed) {
        JoinTableReferences table = (JoinTableReferences) Objects.requireNonNull(list.references());
        list.requireOfTenant(entities, database, context, added);
        added.removeIf(each -> !table.addMissing(entities, id, each));
        removed.removeIf(each -> !table.removePresent(entities, id, each));
    }

    private Wanted withoutList(Wanted all) {
        Wanted some = Wanted.nothing();
        for (var line : layout.mapped().paths()) {
            boolean itself = line == list.path();
            some = itself || !all.includes(line.topLevel()) ? some : some.and(line.path());
        }
        return some;
    }

    /** A value that nobody can have is not in the list. */
    private Map<Object, String> ids(Set<String> values, boolean needed) {
        Map<Object, String> ids = new LinkedHashMap<>();
        for (String value : values) {
            Object id = list.exactValue(value);
            if (id == null && needed) {
                throw Failures.brokenReference();
            }
            if (id != null) {
                ids.put(id, value);
            }
        }
        return ids;
    }

    /** Those of the ids that are in the list. */
    private Set<Object> known(EntityManager entities, Database database, Object id, Set<Object> ids) {
        Set<Object> known = new HashSet<>();
        for (var some : MappedList.batches(ids)) {
            Jpql query = list.listing(database.dialect(), layout, false);
            String value = list.valuePart().in(query, "x");
            query.equal("o." + layout.ids().attribute(), id).in(value, some);
            known.addAll(query.select(entities, Object.class, value, "").getResultList());
        }
        return known;
    }
}
