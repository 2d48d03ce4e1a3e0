package dev.scimlet.jpa;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.MembershipSource.Membership;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.JoinType;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Entities seen from those who refer to them: who is in which group, what an id is called. */
final class Memberships<E> {

    private final EntityLayout<E> layout;
    private final Writes<E> writes;
    private final @Nullable MappedList members;

    Memberships(EntityLayout<E> layout, Writes<E> writes) {
        this.layout = layout;
        this.writes = writes;
        this.members = layout.members();
    }

    /** Whether memberships are made of a list of the entity. */
    boolean areKnown() {
        return members != null;
    }

    private static boolean knows(MappedList list, ResourceType type) {
        return MembershipSource.canMean(list.fixed(), type);
    }

    Map<String, List<Membership>> of(
            EntityManager entities,
            Database database,
            RequestContext context,
            ResourceType type,
            Set<String> memberIds) {
        Map<String, List<Membership>> memberships = new HashMap<>();
        MappedList list = members;
        if (list == null || !knows(list, type)) {
            return memberships;
        }
        if (list.typePart() == null) {
            ofAnyType(entities, database, context, list, values(list, memberIds), memberships);
            return memberships;
        }
        for (List<Object> some : MappedList.batches(values(list, memberIds))) {
            Statement statement = new Statement(entities, database);
            CriteriaQuery<Tuple> query = statement.criteria().createTupleQuery();
            MappedList.Listing listing = list.listing(query, layout.entity(), JoinType.INNER);
            List<Predicate> conditions = layout.within(statement, listing.owner(), context);
            conditions.add(statement.in(list.valuePart().in(listing.entry()), some));
            conditions.addAll(ofType(statement, list, listing, type));
            List<Selection<?>> selected = new ArrayList<>();
            selected.add(list.valuePart().in(listing.entry()));
            selected.add(layout.id(listing.owner()));
            layout.display().forEach(name -> selected.add(name.in(listing.owner())));
            query.multiselect(selected).where(conditions.toArray(Predicate[]::new));
            query.orderBy(statement.criteria().asc(layout.id(listing.owner())));
            for (Tuple row : statement.prepare(entities, query).getResultList()) {
                String member = Objects.requireNonNull(list.valuePart().fromJava(row.get(0)))
                        .toString();
                memberships
                        .computeIfAbsent(member, key -> new ArrayList<>())
                        .add(new Membership(layout.ids().text(row.get(1)), display(row.toArray(), 2)));
            }
        }
        return memberships;
    }

    /** Where entries do not say of which type they are. */
    private void ofAnyType(
            EntityManager entities,
            Database database,
            RequestContext context,
            MappedList list,
            Set<Object> values,
            Map<String, List<Membership>> memberships) {
        for (List<Object> some : MappedList.batches(values)) {
            Jpql query = list.listing(database.dialect(), layout, false);
            String value = list.valuePart().in(query, "x");
            String owner = "o." + layout.ids().attribute();
            StringBuilder selected = new StringBuilder(value).append(", ").append(owner);
            layout.display()
                    .forEach(name -> selected.append(", ").append(name.path().in(query, "o")));
            query.in(value, some);
            layout.within(query, "o", context);
            for (Object[] row : query.select(entities, Object[].class, selected.toString(), owner)
                    .getResultList()) {
                String member = Objects.requireNonNull(list.valuePart().fromJava(row[0]))
                        .toString();
                memberships
                        .computeIfAbsent(member, key -> new ArrayList<>())
                        .add(new Membership(layout.ids().text(Objects.requireNonNull(row[1])), display(row, 2)));
            }
        }
    }

    private static Set<Object> values(MappedList list, Collection<String> memberIds) {
        Set<Object> values = new LinkedHashSet<>();
        for (String id : memberIds) {
            Object value = list.exactValue(id);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** Entries whose type, where there is an attribute for it, is not that of somebody else. */
    private static List<Predicate> ofType(
            Statement statement, MappedList list, MappedList.Listing listing, ResourceType type) {
        MappedList.Part part = list.typePart();
        AttributeDefinition ref = list.path().target().refSubAttribute();
        SearchValue value = part == null || ref == null ? null : part.value(statement, listing.entry());
        List<Predicate> conditions = new ArrayList<>();
        if (value == null || ref == null) {
            return conditions;
        }
        for (String other : ref.referenceTypes()) {
            if (!other.equalsIgnoreCase(type.name())) {
                conditions.add(statement
                        .criteria()
                        .or(
                                statement.criteria().not(value.exists()),
                                statement.criteria().not(value.compare(CompareOperator.EQ, other))));
            }
        }
        return conditions;
    }

    /** The first name that an entity has. */
    private String display(@Nullable Object[] row, int from) {
        int column = from;
        for (MappedAttribute attribute : layout.display()) {
            Object name = attribute.fromJava(row[column++]);
            if (name != null && !name.equals("")) {
                return name.toString();
            }
        }
        return "";
    }

    /** Takes somebody out of all groups; each gets a new version. The groups are locked in one order. */
    List<AppliedDelta> end(
            EntityManager entities, Database database, RequestContext context, ResourceType type, String memberId) {
        MappedList list = members;
        Object value = list == null || !knows(list, type) ? null : list.exactValue(memberId);
        if (list == null || value == null) {
            return List.of();
        }
        Set<Object> ids = groupsOf(entities, database, context, list, type, value, null);
        if (ids.isEmpty()) {
            return List.of();
        }
        List<E> locked = writes.locked(entities, database, context, ids, LockModeType.PESSIMISTIC_WRITE);
        // Whoever held a group that had to be waited for may have taken the member out
        Set<Object> left = groupsOf(entities, database, context, list, type, value, ids);
        Map<Object, Object> groups = new LinkedHashMap<>();
        locked.forEach(group -> {
            Object id = id(entities, group);
            if (left.contains(id)) {
                groups.put(id, group);
            }
        });
        return groups.isEmpty() ? List.of() : leave(entities, database, context, list, groups, value, memberId);
    }

    private static Object id(EntityManager entities, Object entity) {
        return entities.getEntityManagerFactory().getPersistenceUnitUtil().getIdentifier(entity);
    }

    /** @param among null for all */
    private Set<Object> groupsOf(
            EntityManager entities,
            Database database,
            RequestContext context,
            MappedList list,
            ResourceType type,
            Object value,
            @Nullable Set<Object> among) {
        if (list.typePart() == null) {
            Jpql query = list.listing(database.dialect(), layout, false);
            String owner = "o." + layout.ids().attribute();
            query.equal(list.valuePart().in(query, "x"), value);
            layout.within(query, "o", context);
            if (among != null) {
                query.in(owner, among);
            }
            return new LinkedHashSet<>(
                    query.select(entities, Object.class, owner, "").getResultList());
        }
        Statement statement = new Statement(entities, database);
        CriteriaQuery<Object> query = statement.criteria().createQuery(Object.class);
        MappedList.Listing listing = list.listing(query, layout.entity(), JoinType.INNER);
        List<Predicate> conditions = layout.within(statement, listing.owner(), context);
        conditions.add(statement.equal(list.valuePart().in(listing.entry()), value));
        conditions.addAll(ofType(statement, list, listing, type));
        if (among != null) {
            conditions.add(statement.in(layout.id(listing.owner()), among));
        }
        query.select(layout.id(listing.owner())).where(conditions.toArray(Predicate[]::new));
        return new LinkedHashSet<>(statement.prepare(entities, query).getResultList());
    }

    private List<AppliedDelta> leave(
            EntityManager entities,
            Database database,
            RequestContext context,
            MappedList list,
            Map<Object, Object> groups,
            Object value,
            String memberId) {
        boolean references = list.references() != null;
        Wanted wanted =
                references ? Wanted.nothing() : Wanted.nothing().and(list.path().path());
        Map<String, Resource> before = resources(entities, database, context, groups.keySet(), wanted);
        if (list.references() != null) {
            list.references().removeFromAll(entities, groups, value);
        }
        groups.forEach((id, group) -> {
            Resource known = Objects.requireNonNull(before.get(layout.ids().text(id)));
            if (!references && known.value(list.path().path()) instanceof Values entries) {
                Attributes entry = entries.findByValue(memberId);
                list.entries().change(entities, group, entry == null ? entries : entries.minus(entry));
            }
            writes.touch(entities, layout.entity().cast(group), known.meta().lastModified());
        });
        entities.flush();
        Map<String, Resource> after = resources(entities, database, context, groups.keySet(), wanted);
        List<AppliedDelta> deltas = new ArrayList<>();
        before.forEach((id, was) -> deltas.add(
                AppliedDelta.of(was, Objects.requireNonNull(after.get(id)), Set.of(), Set.of(memberId), Set.of())));
        return deltas;
    }

    private Map<String, Resource> resources(
            EntityManager entities, Database database, RequestContext context, Collection<Object> ids, Wanted lists) {
        Wanted all = lists;
        for (var line : layout.mapped().paths()) {
            all = line.isList() ? all : all.and(line.path());
        }
        EntityReader<E> rows = new EntityReader<>(layout, database, context, all);
        Map<String, Resource> found = new LinkedHashMap<>();
        rows.resources(entities, rows.byIds(entities, ids)).forEach(each -> found.put(each.id(), each));
        return found;
    }

    /** Those of the ids that are there and not deleted before the transaction ends. They are locked in one order. */
    Set<String> hold(EntityManager entities, Database database, RequestContext context, Set<String> ids) {
        Set<String> held = new HashSet<>();
        Set<Object> keys = keys(ids);
        if (!keys.isEmpty()) {
            writes.locked(entities, database, context, keys, LockModeType.PESSIMISTIC_READ)
                    .forEach(entity -> held.add(layout.ids().text(id(entities, entity))));
        }
        return held;
    }

    private Set<Object> keys(Set<String> ids) {
        Set<Object> keys = new LinkedHashSet<>();
        for (String id : ids) {
            Object key = layout.ids().exact(id);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    Map<String, String> displayNames(
            EntityManager entities, Database database, RequestContext context, Set<String> ids) {
        Map<String, String> names = new HashMap<>();
        for (List<Object> some : MappedList.batches(keys(ids))) {
            Jpql query = new Jpql(database.dialect(), layout.from());
            String id = "e." + layout.ids().attribute();
            query.in(id, some);
            layout.within(query, "e", context);
            // Two at least, for a single one comes as no array
            StringBuilder selected = new StringBuilder(id).append(", ").append(id);
            layout.display()
                    .forEach(name -> selected.append(", ").append(name.path().in(query, "e")));
            for (Object[] row : query.select(entities, Object[].class, selected.toString(), "")
                    .getResultList()) {
                names.put(layout.ids().text(Objects.requireNonNull(row[0])), display(row, 2));
            }
        }
        return names;
    }
}
