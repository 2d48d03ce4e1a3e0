package dev.scimlet.jpa;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.MappedPath;
import jakarta.persistence.EntityManager;
import jakarta.persistence.criteria.CommonAbstractCriteria;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.JoinType;
import jakarta.persistence.criteria.ListJoin;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list that is bound as a whole: where its entries are, and what of an entry is kept. */
final class MappedList {

    /** Owners whose entries are asked for at once: bounds the size of a statement. */
    static final int BATCH = 500;

    private final MappedPath path;
    private final Source source;
    private final Map<AttributeDefinition, Part> parts;
    private final Attributes fixed;
    private final @Nullable References references;
    private final @Nullable Entries entries;

    /** Where the entries are: in a collection of the owner, or in entities of their own that refer to it. */
    sealed interface Source {

        /**
         * In a collection of the owner.
         *
         * @param ordered whether the collection keeps an order of its own
         */
        record OfCollection(String attribute, boolean ordered) implements Source {}

        /**
         * In entities of their own.
         *
         * @param name what queries call them
         * @param owner the attribute that refers to the owner of the list
         */
        record OfEntity(Class<?> entity, String name, String owner) implements Source {}
    }

    /** One sub-attribute of an entry. */
    interface Part {

        AttributeDefinition definition();

        Expression<?> in(From<?, ?> entry);

        /** The same in a text. */
        String in(Jpql query, String entry);

        /** What a condition looks at; null if it cannot be searched. */
        @Nullable
        SearchValue value(Statement statement, From<?, ?> entry);

        @Nullable
        Object fromJava(@Nullable Object java);
    }

    /** The element of a collection itself. */
    record Element(AttributeDefinition definition, Form form) implements Part {

        @Override
        public Expression<?> in(From<?, ?> entry) {
            return entry;
        }

        @Override
        public String in(Jpql query, String entry) {
            return entry;
        }

        @Override
        public SearchValue value(Statement statement, From<?, ?> entry) {
            return AttributeValue.element(statement, definition, entry, form);
        }

        @Override
        public @Nullable Object fromJava(@Nullable Object java) {
            return java;
        }
    }

    /** An attribute of an element. */
    record OfElement(MappedAttribute attribute) implements Part {

        @Override
        public AttributeDefinition definition() {
            return attribute.definition();
        }

        @Override
        public Expression<?> in(From<?, ?> entry) {
            return attribute.in(entry);
        }

        @Override
        public String in(Jpql query, String entry) {
            return attribute.path().in(query, entry);
        }

        @Override
        public @Nullable SearchValue value(Statement statement, From<?, ?> entry) {
            return attribute.isWriteOnly() ? null : AttributeValue.of(statement, attribute, entry);
        }

        @Override
        public @Nullable Object fromJava(@Nullable Object java) {
            return attribute.fromJava(java);
        }
    }

    /**
     * The id of what an element is, or refers to.
     *
     * @param reference the attribute of the element that refers to it; null if the element is it
     * @param target the layout of what is referred to
     */
    record Reference(
            AttributeDefinition definition,
            Ids ids,
            @Nullable String reference,
            EntityLayout<?> target) implements Part {

        /** @throws dev.scimlet.core.ScimException {@code invalidValue} if one of the ids is of another tenant */
        void requireOfTenant(EntityManager entities, Database database, RequestContext context, Set<Object> all) {
            if (target.scopes().isEmpty()) {
                return;
            }
            for (List<Object> some : batches(all)) {
                Jpql query = new Jpql(database.dialect(), target.from());
                query.in("e." + target.ids().attribute(), some);
                target.within(query, "e", context);
                if (query.select(entities, Long.class, "count(e)", "").getSingleResult() < some.size()) {
                    throw Failures.brokenReference();
                }
            }
        }

        @Override
        public Expression<?> in(From<?, ?> entry) {
            return (reference == null ? entry : entry.get(reference)).get(ids.attribute());
        }

        @Override
        public String in(Jpql query, String entry) {
            return entry + (reference == null ? "." : "." + reference + ".") + ids.attribute();
        }

        @Override
        public SearchValue value(Statement statement, From<?, ?> entry) {
            return AttributeValue.id(statement, definition, in(entry), ids);
        }

        @Override
        public @Nullable Object fromJava(@Nullable Object java) {
            return java == null ? null : ids.text(java);
        }
    }

    MappedList(
            MappedPath path,
            Source source,
            List<Part> parts,
            Attributes fixed,
            @Nullable References references,
            @Nullable Entries entries) {
        this.path = path;
        this.source = source;
        this.parts = new LinkedHashMap<>();
        parts.forEach(part -> this.parts.put(part.definition(), part));
        this.fixed = fixed;
        this.references = references;
        this.entries = entries;
    }

    MappedPath path() {
        return path;
    }

    Source source() {
        return source;
    }

    Collection<Part> parts() {
        return parts.values();
    }

    /** What is the same in all entries. */
    Attributes fixed() {
        return fixed;
    }

    /** How entries come and go that are references; null if they are none. */
    @Nullable
    References references() {
        return references;
    }

    /** How entries come and go that are no references. */
    Entries entries() {
        return Objects.requireNonNull(entries);
    }

    /** @throws dev.scimlet.core.ScimException {@code invalidValue} if what is referred to is of another tenant */
    void requireOfTenant(EntityManager entities, Database database, RequestContext context, Set<Object> ids) {
        if (valuePart() instanceof Reference reference) {
            reference.requireOfTenant(entities, database, context, ids);
        }
    }

    @Nullable
    Object constant(AttributeDefinition part) {
        return path.target().isComplex() ? fixed.get(part) : null;
    }

    @Nullable
    SearchValue value(Statement statement, Opened opened, AttributeDefinition definition) {
        Part part = parts.get(definition);
        return part == null ? null : part.value(statement, opened.entry());
    }

    /**
     * The entries in a part of a query.
     *
     * @param links what makes them those of the owner
     * @param owner the owner, for a further part
     */
    record Opened(From<?, ?> entry, List<Predicate> links, Root<?> owner) {}

    /** The entries of one owner, in a subquery. */
    Opened correlated(Statement statement, Subquery<?> subquery, Root<?> owner, Ids ownerIds) {
        if (source instanceof Source.OfCollection collection) {
            Root<?> same = subquery.correlate(owner);
            return new Opened(same.join(collection.attribute), List.of(), same);
        }
        Source.OfEntity of = (Source.OfEntity) source;
        Root<?> entry = subquery.from(of.entity);
        Predicate link = statement
                .criteria()
                .equal(entry.get(of.owner).get(ownerIds.attribute()), owner.get(ownerIds.attribute()));
        return new Opened(entry, List.of(link), owner);
    }

    /**
     * The entries of one owner, in a subquery that compares them with those of {@link #correlated}. Hibernate 7 takes a second join of one correlated
     * root for the first, so the owner is found once more by its id.
     */
    private Opened apart(Statement statement, Subquery<?> subquery, Root<?> owner, Ids ownerIds) {
        if (source instanceof Source.OfCollection collection) {
            Root<?> again = subquery.from(owner.getModel());
            Predicate link =
                    statement.criteria().equal(again.get(ownerIds.attribute()), owner.get(ownerIds.attribute()));
            return new Opened(again.join(collection.attribute), List.of(link), again);
        }
        return correlated(statement, subquery, owner, ownerIds);
    }

    /** Owners with their entries. */
    record Listing(From<?, ?> owner, From<?, ?> entry) {}

    Listing listing(CriteriaQuery<?> query, Class<?> ownerClass, JoinType type) {
        if (source instanceof Source.OfCollection collection) {
            Root<?> owner = query.from(ownerClass);
            return new Listing(owner, owner.join(collection.attribute, type));
        }
        Source.OfEntity of = (Source.OfEntity) source;
        Root<?> entry = query.from(of.entity);
        return new Listing(entry.join(of.owner), entry);
    }

    /** Owners {@code o} with their entries {@code x}, in a text; those without entries too, where {@code outer} is set. */
    Jpql listing(Dialect dialect, EntityLayout<?> layout, boolean outer) {
        if (source instanceof Source.OfCollection collection) {
            String join = outer ? " o left join o." : " o join o.";
            return new Jpql(dialect, layout.entityName() + join + collection.attribute + " x");
        }
        Source.OfEntity of = (Source.OfEntity) source;
        return new Jpql(dialect, of.name + " x join x." + of.owner + " o");
    }

    /** The entries of several owners, each with the version that its owner had. */
    static final class EntriesByOwner {

        private final Map<Object, Object> versions = new HashMap<>();
        private final Map<Object, List<Object>> entries = new HashMap<>();

        /** Whether the owner had this version when its entries were read. */
        boolean isOf(Object owner, Object version) {
            return version.equals(versions.get(owner));
        }

        @Nullable
        Values values(Object owner, AttributeDefinition list) {
            List<Object> found = entries.get(owner);
            return found == null || found.isEmpty() ? null : Values.of(list, found);
        }
    }

    /** Parts of a collection that fit into one statement. */
    static List<List<Object>> batches(Collection<Object> all) {
        List<Object> listed = List.copyOf(all);
        List<List<Object>> batches = new ArrayList<>();
        for (int from = 0; from < listed.size(); from += BATCH) {
            batches.add(listed.subList(from, Math.min(listed.size(), from + BATCH)));
        }
        return batches;
    }

    /** The part that says what an entry is; of simple values, the entry itself. */
    Part valuePart() {
        AttributeDefinition value = path.target().valueSubAttribute();
        Part found = value == null ? null : parts.get(value);
        return found != null ? found : parts.values().iterator().next();
    }

    /** The part that says of which type an entry is; null if none is mapped. */
    @Nullable
    Part typePart() {
        AttributeDefinition type = path.target().typeSubAttribute();
        return type == null ? null : parts.get(type);
    }

    /** What stands for the value of an entry in a query; null if no entry can have it. */
    @Nullable
    Object exactValue(String text) {
        Part value = valuePart();
        if (value instanceof Reference reference) {
            return reference.ids.exact(text);
        }
        if (value instanceof OfElement element) {
            try {
                return element.attribute.toJava(text);
            } catch (dev.scimlet.core.ScimException unfit) {
                return null;
            }
        }
        return Texts.isStorable(text) ? text : null;
    }

    EntriesByOwner read(EntityManager entities, Database database, EntityLayout<?> layout, Collection<Object> owners) {
        EntriesByOwner found = new EntriesByOwner();
        batches(owners).forEach(some -> read(entities, database, layout, some, found));
        if (source instanceof Source.OfEntity) {
            addVersions(entities, database, layout, owners, found);
        }
        return found;
    }

    private void read(
            EntityManager entities,
            Database database,
            EntityLayout<?> layout,
            List<Object> owners,
            EntriesByOwner found) {
        Jpql query = listing(database.dialect(), layout, true);
        StringBuilder selected = new StringBuilder();
        selected.append("o.").append(layout.ids().attribute());
        selected.append(", o.").append(layout.version().name());
        parts.values().forEach(part -> selected.append(", ").append(part.in(query, "x")));
        query.in("o." + layout.ids().attribute(), owners);
        for (Object[] row : query.select(entities, Object[].class, selected.toString(), order(query))
                .getResultList()) {
            Object owner = row[0];
            found.versions.put(owner, row[1]);
            Object entry = entry(row);
            if (entry != null) {
                found.entries.computeIfAbsent(owner, key -> new ArrayList<>()).add(entry);
            }
        }
    }

    private String order(Jpql query) {
        Entries of = entries;
        if (source instanceof Source.OfCollection collection && collection.ordered) {
            return "index(x)";
        }
        String id = of == null ? null : of.idOfElement();
        return id == null ? parts.values().iterator().next().in(query, "x") : "x." + id;
    }

    /** What tells the place of an entry, different for each; null if the collection keeps none. */
    private @Nullable Expression<?> place(From<?, ?> entry) {
        boolean ordered = source instanceof Source.OfCollection collection && collection.ordered;
        if (ordered && entry instanceof ListJoin<?, ?> list) {
            return list.index();
        }
        Entries of = entries;
        String id = of == null ? null : of.idOfElement();
        return id == null ? null : entry.get(id);
    }

    /**
     * The value of a part of the primary entry, else of the first: that of the one entry before which there is no other.
     *
     * @param query the query that it is a part of
     * @return null if the list keeps no order
     */
    @Nullable
    SortKey ofPrimaryOrFirst(
            Statement statement,
            CommonAbstractCriteria query,
            Root<?> owner,
            Ids ownerIds,
            AttributeDefinition definition) {
        Part part = parts.get(definition);
        Opened tried = correlated(statement, query.subquery(Integer.class), owner, ownerIds);
        SearchValue value = part == null ? null : part.value(statement, tried.entry);
        return part == null || value == null || place(tried.entry) == null
                ? null
                : ofFirst(
                        statement, query, owner, ownerIds, part, value.sortKey().form());
    }

    private SortKey ofFirst(
            Statement statement, CommonAbstractCriteria query, Root<?> owner, Ids ownerIds, Part part, Form form) {
        Subquery<?> first = query.subquery(form.type());
        Opened opened = correlated(statement, first, owner, ownerIds);
        Expression<?> place = Objects.requireNonNull(place(opened.entry));
        SortKey key =
                Objects.requireNonNull(part.value(statement, opened.entry)).sortKey();
        CriteriaBuilder criteria = statement.criteria();
        Subquery<Integer> earlier = first.subquery(Integer.class);
        Opened other = apart(statement, earlier, opened.owner, ownerIds);
        Expression<Integer> rank = rank(statement, opened.entry);
        Expression<Integer> otherRank = rank(statement, other.entry);
        List<Predicate> before = new ArrayList<>(other.links);
        before.add(criteria.or(
                criteria.lessThan(otherRank, rank),
                criteria.and(
                        criteria.equal(otherRank, rank),
                        AttributeValue.ordered(
                                criteria, Objects.requireNonNull(place(other.entry)), CompareOperator.LT, place))));
        earlier.select(criteria.literal(1)).where(before.toArray(Predicate[]::new));
        List<Predicate> conditions = new ArrayList<>(opened.links);
        conditions.add(criteria.not(criteria.exists(earlier)));
        select(first, key.expression());
        first.where(conditions.toArray(Predicate[]::new));
        return new SortKey(statement, form, first);
    }

    @SuppressWarnings("unchecked")
    private static <T> void select(Subquery<T> subquery, Expression<?> expression) {
        subquery.select((Expression<T>) expression);
    }

    /** 0 for the primary entry, 1 for others. */
    private Expression<Integer> rank(Statement statement, From<?, ?> entry) {
        CriteriaBuilder criteria = statement.criteria();
        AttributeDefinition primary = path.target().isComplex() ? path.target().primarySubAttribute() : null;
        Part part = primary == null ? null : parts.get(primary);
        SearchValue flag = part == null ? null : part.value(statement, entry);
        return flag == null
                ? criteria.literal(1)
                : criteria.<Integer>selectCase()
                        .when(flag.compare(CompareOperator.EQ, true), criteria.literal(0))
                        .otherwise(criteria.literal(1));
    }

    private @Nullable Object entry(@Nullable Object[] row) {
        if (!path.target().isComplex()) {
            return parts.values().iterator().next().fromJava(row[2]);
        }
        Attributes entry = Attributes.empty(path.target());
        int column = 2;
        for (Part part : parts.values()) {
            entry = entry.with(part.definition(), part.fromJava(row[column++]));
        }
        return entry.isEmpty() ? null : entry.mergedWith(fixed);
    }

    /** Those who have no entries have no row either. */
    private static void addVersions(
            EntityManager entities,
            Database database,
            EntityLayout<?> layout,
            Collection<Object> owners,
            EntriesByOwner found) {
        List<Object> missing = owners.stream()
                .filter(owner -> !found.versions.containsKey(owner))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        String id = "e." + layout.ids().attribute();
        new Jpql(database.dialect(), layout.from())
                .in(id, missing)
                .select(entities, Object[].class, id + ", e." + layout.version().name(), "")
                .getResultList()
                .forEach(row -> found.versions.put(row[0], row[1]));
    }

    @Override
    public String toString() {
        return path.path().text();
    }
}
