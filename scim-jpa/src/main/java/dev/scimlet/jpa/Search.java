package dev.scimlet.jpa;

import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.KeysetPosition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.ListWalks;
import dev.scimlet.spi.mapping.MappedSearch;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Order;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One query of a client as queries of the Criteria API: the page, the lists of its entities, the total where it is not told. */
final class Search<E> {

    private final EntityLayout<E> layout;
    private final Database database;
    private final RequestContext context;
    private final Query query;
    private final EntityReader<E> rows;
    private final EntityManager entities;

    Search(EntityLayout<E> layout, Database database, RequestContext context, Query query, EntityManager entities) {
        this.layout = layout;
        this.database = database;
        this.context = context;
        this.query = query;
        this.rows = new EntityReader<>(layout, database, context, query.wanted());
        this.entities = entities;
        BoundFilter filter = query.filter();
        if (filter != null) {
            new ListWalks(layout.mapped(), context.budget()).draw(filter);
        }
    }

    /** A query in the making, with what the translator needs of it. */
    private final class SearchStatement<T> {

        private final Statement statement = new Statement(entities, database);
        private final CriteriaQuery<T> criteria;
        private final Root<E> root;
        private final MappedSearch<Predicate, SearchValue> search;
        private final List<Predicate> conditions;

        SearchStatement(Function<CriteriaBuilder, CriteriaQuery<T>> create) {
            this.criteria = create.apply(statement.criteria());
            this.root = criteria.from(layout.entity());
            this.search = new MappedSearch<>(layout.mapped(), new CriteriaLeaves<>(layout, statement, criteria, root));
            this.conditions = layout.within(statement, root, context);
            BoundFilter filter = query.filter();
            if (filter != null) {
                conditions.add(search.condition(filter));
            }
        }

        @Nullable
        SortKey sortKey() {
            Sort sort = query.sort();
            return sort == null ? null : search.sortKey(sort.path()).sortKey();
        }

        TypedQuery<T> prepare() {
            criteria.where(conditions.toArray(Predicate[]::new));
            return statement.prepare(entities, criteria);
        }

        void order(@Nullable SortKey key, boolean backward) {
            List<Order> orders = new ArrayList<>();
            if (key != null) {
                orders.addAll(key.orders(isAscending(backward)));
            }
            orders.add(
                    backward
                            ? statement.criteria().desc(layout.id(root))
                            : statement.criteria().asc(layout.id(root)));
            criteria.orderBy(orders);
        }
    }

    QueryResult run() {
        return query.page() instanceof Page.Cursor cursor ? byCursor(cursor) : byIndex((Page.Index) query.page());
    }

    private QueryResult byIndex(Page.Index page) {
        if (page.count() == 0) {
            return QueryResult.of(List.of(), count());
        }
        List<StoredEntity> found = found(page);
        boolean last = found.size() < page.count() && (!found.isEmpty() || page.startIndex() == 1);
        long total = last ? page.startIndex() - 1L + found.size() : count();
        return QueryResult.of(rows.resources(entities, found), total);
    }

    private List<StoredEntity> found(Page.Index page) {
        Jpql simple = query.sort() == null ? simple() : null;
        if (simple != null) {
            String order = "e." + layout.ids().attribute();
            return rows.stored(entities, simple, order, page.startIndex() - 1, page.count());
        }
        SearchStatement<Tuple> made = new SearchStatement<>(CriteriaBuilder::createTupleQuery);
        SortKey key = made.sortKey();
        made.criteria.multiselect(rows.selection(made.root, null));
        made.order(key, false);
        return made.prepare().setFirstResult(page.startIndex() - 1).setMaxResults(page.count()).getResultList().stream()
                .map(row -> rows.stored(row, false))
                .toList();
    }

    /** What directories ask all day, whose shapes are few: everything, or who has a certain name. Null for other questions. */
    private @Nullable Jpql simple() {
        Jpql simple = new Jpql(database.dialect(), layout.from());
        layout.within(simple, "e", context);
        BoundFilter filter = query.filter();
        if (filter == null) {
            return simple;
        }
        if (!(filter instanceof BoundFilter.Comparison comparison)
                || comparison.operator() != CompareOperator.EQ
                || !(comparison.value() instanceof String text)) {
            return null;
        }
        MappedAttribute attribute = layout.singleAt(comparison.path());
        if (attribute == null || !attribute.isPlainText() || text.isEmpty() || !Texts.isStorable(text)) {
            return null;
        }
        AttributePath key = attribute.key();
        AttributePath compared = key == null ? attribute.path() : key;
        String value = key == null ? text : attribute.definition().comparison().key(text);
        String expression = compared.in(simple, "e");
        return database.comparesByCodePoint(entities, layout.entity(), compared)
                ? simple.same(expression, value)
                : simple.equal(expression, value);
    }

    private long count() {
        Jpql simple = simple();
        if (simple != null) {
            return simple.select(entities, Long.class, "count(e)", "").getSingleResult();
        }
        SearchStatement<Long> made = new SearchStatement<>(criteria -> criteria.createQuery(Long.class));
        made.criteria.select(made.statement.criteria().count(made.root));
        return made.prepare().getSingleResult();
    }

    private QueryResult byCursor(Page.Cursor page) {
        CursorPosition from = page.position() == null ? null : CursorPosition.parse(page.position());
        if (page.count() == 0) {
            return QueryResult.of(List.of(), from == null ? count() : from.total());
        }
        boolean backward = from != null && !from.place().forward();
        List<StoredEntity> found = new ArrayList<>();
        SortKey key = null;
        for (int stretch = 0; found.size() <= page.count(); stretch++) {
            SearchStatement<Tuple> made = new SearchStatement<>(CriteriaBuilder::createTupleQuery);
            List<Predicate> stretches = stretches(made, from);
            if (stretch == stretches.size()) {
                break;
            }
            key = made.sortKey();
            boolean sorted = key != null;
            made.conditions.add(stretches.get(stretch));
            made.criteria.multiselect(rows.selection(made.root, key));
            made.order(key, backward);
            made.prepare()
                    .setMaxResults(page.count() + 1 - found.size())
                    .getResultList()
                    .forEach(row -> found.add(rows.stored(row, sorted)));
        }
        boolean more = found.size() > page.count();
        List<StoredEntity> shown = new ArrayList<>(more ? found.subList(0, page.count()) : found);
        long total = from != null ? from.total() : more ? count() : shown.size();
        if (backward) {
            Collections.reverse(shown);
        }
        String next = backward || more ? edge(shown, key, true, total) : null;
        boolean preceded = backward ? more : from != null;
        String previous = preceded ? edge(shown, key, false, total) : null;
        List<Resource> resources = rows.resources(entities, shown);
        return QueryResult.builder(resources)
                .totalResults(total)
                .next(next)
                .previous(previous)
                .build();
    }

    private @Nullable String edge(List<StoredEntity> shown, @Nullable SortKey sortKey, boolean forward, long total) {
        if (shown.isEmpty()) {
            return null;
        }
        StoredEntity row = shown.get(forward ? shown.size() - 1 : 0);
        Object key = sortKey == null ? null : sortKey.key(row.sortKey());
        String id = layout.ids().text(row.id());
        KeysetPosition place = forward ? KeysetPosition.after(key, id) : KeysetPosition.before(key, id);
        return new CursorPosition(total, place).text();
    }

    /** The direction of the key; a walk back turns it. */
    private boolean isAscending(boolean backward) {
        Sort sort = query.sort();
        return (sort == null || sort.order() == SortOrder.ASCENDING) != backward;
    }

    private List<Predicate> stretches(SearchStatement<Tuple> made, @Nullable CursorPosition from) {
        if (from == null) {
            return List.of(made.statement.criteria().conjunction());
        }
        KeysetPosition place = from.place();
        Object id = layout.ids().exact(place.id());
        if (id == null) {
            throw SortKey.unknownCursor();
        }
        Predicate farther = AttributeValue.ordered(
                made.statement.criteria(),
                layout.id(made.root),
                place.forward() ? CompareOperator.GT : CompareOperator.LT,
                made.statement.value(id));
        return made.search.stretches(query.sort(), place, farther);
    }
}
