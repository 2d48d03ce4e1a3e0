package dev.scimlet.jdbc;

import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Uniqueness;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.jdbc.sql.Condition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Prepared;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.spi.KeysetPosition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.ListWalks;
import dev.scimlet.spi.mapping.MappedSearch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One query as statements: the page, the lists of its rows, and the total where the page does not tell it. */
final class Search {

    /** Rows that the driver holds at once: those of an everyday page, which is then one fetch. */
    private static final int FETCH = 200;

    private final TableLayout layout;
    private final RowReader rows;
    private final RequestContext context;
    private final Query query;
    private final MappedSearch<Condition, SqlValue> search;
    private final @Nullable Condition condition;
    private final @Nullable SortKey sortKey;
    private final @Nullable CursorPosition from;
    private final List<Condition> stretches;

    Search(TableLayout layout, RowReader rows, RequestContext context, Query query) {
        this.layout = layout;
        this.rows = rows;
        this.context = context;
        this.query = query;
        this.search = new MappedSearch<>(layout.mapped(), new SqlLeaves(layout, context));
        BoundFilter filter = query.filter();
        if (filter != null) {
            new ListWalks(layout.mapped(), context.budget()).draw(filter);
        }
        this.condition = filter == null ? null : search.condition(filter);
        Sort sort = query.sort();
        this.sortKey = sort == null ? null : search.sortKey(sort.path()).sortKey();
        this.from = query.page() instanceof Page.Cursor cursor && cursor.position() != null
                ? CursorPosition.parse(cursor.position())
                : null;
        this.stretches = stretches();
    }

    /** Whether one statement gives all that is asked for. */
    boolean isOneStatement(Dialect dialect) {
        return query.page().count() == 0 || isForOne(dialect) || isAtOnce(dialect);
    }

    /** Whether no two resources are meant, as in what directories ask most: {@code userName eq "bjensen"}. */
    private boolean isForOne(Dialect dialect) {
        BoundFilter filter = query.filter();
        boolean first = query.page() instanceof Page.Index index ? index.startIndex() == 1 : from == null;
        return filter != null
                && first
                && query.page().count() > 0
                && !rows.readsLongLists()
                && layout.comparesKeys(dialect)
                && filter.conjuncts().stream().anyMatch(Search::namesOne);
    }

    private static boolean namesOne(BoundFilter filter) {
        if (!(filter instanceof BoundFilter.Comparison comparison) || comparison.operator() != CompareOperator.EQ) {
            return false;
        }
        BoundPath path = comparison.path();
        AttributeDefinition attribute = path.attribute();
        boolean unique = attribute != null
                && !attribute.multiValued()
                && attribute.uniqueness() != Uniqueness.NONE
                && path.filter() == null
                && path.subAttribute() == null;
        return unique || path.text().equals("id");
    }

    private boolean isAtOnce(Dialect dialect) {
        // Of a page by cursor the keys of its edges are read too
        boolean plain = sortKey == null || query.page() instanceof Page.Index;
        return dialect.keepsCommonRows()
                && query.page().count() <= FETCH
                && !rows.readsLongLists()
                && plain
                && stretches.size() == 1;
    }

    QueryResult run(Connection connection, Dialect dialect) throws SQLException {
        if (isForOne(dialect)) {
            RowReader.Found found = rows.single(
                    connection, dialect, context, layout.sql(dialect).add(this::writeCondition));
            // More are there only where a table lacks the constraint
            if (found.rows().size() < 2) {
                return QueryResult.of(resources(found), found.rows().size());
            }
        }
        return query.page() instanceof Page.Cursor cursor
                ? byCursor(connection, dialect, cursor)
                : byIndex(connection, dialect, (Page.Index) query.page());
    }

    private QueryResult byIndex(Connection connection, Dialect dialect, Page.Index page) throws SQLException {
        if (page.count() == 0) {
            return QueryResult.of(List.of(), count(connection, dialect));
        }
        RowReader.Found found = isAtOnce(dialect)
                ? rows.page(
                        connection,
                        dialect,
                        context,
                        new RowReader.PageSource(
                                sortKey,
                                sql -> writeIndexPage(sql, page),
                                orderOfPage(dialect, false),
                                sql -> writeTotal(sql, page.startIndex() == 1 ? " = ?" : " IN (0, ?)", page)))
                : rowsAndLists(connection, dialect, page);
        int count = found.rows().size();
        boolean last = count < page.count() && (count > 0 || page.startIndex() == 1);
        Long told = found.total();
        long total = last ? page.startIndex() - 1L + count : told != null ? told : count(connection, dialect);
        return QueryResult.of(resources(found), total);
    }

    private RowReader.Found rowsAndLists(Connection connection, Dialect dialect, Page.Index page) throws SQLException {
        Sql sql = rows.select(dialect, context, null).add(source -> writeIndexPage(source, page));
        return withLists(connection, dialect, rows.read(connection, inChunks(sql, page.count()), null));
    }

    private RowReader.Found withLists(Connection connection, Dialect dialect, List<StoredRow> found)
            throws SQLException {
        return new RowReader.Found(found, rows.lists(connection, dialect, context, found), null);
    }

    private static Sql inChunks(Sql sql, long rows) {
        return rows > FETCH ? sql.fetching(FETCH) : sql;
    }

    private void writeIndexPage(Sql sql, Page.Index page) {
        if (page.startIndex() == 1) {
            writePage(sql, page);
            return;
        }
        // Of the rows before the page, an index may then tell all there is to know
        sql.add(layout.idColumn())
                .add(sql.dialect().isOneOf(true))
                .add("SELECT ")
                .add(layout.idColumn());
        writeSource(sql);
        writePage(sql, page);
        sql.add(sql.dialect().isOneOf(false));
        writeOrder(sql, false);
    }

    /** As a number, where planners must know how many rows the lists of a page are looked for. */
    private static void writeLimit(Sql sql, long most) {
        sql.add(" LIMIT ");
        if (sql.dialect().keepsCommonRows()) {
            sql.add(Long.toString(most));
        } else {
            sql.value(Kind.NUMBER, most);
        }
    }

    private void writeSource(Sql sql) {
        sql.add(" FROM ").add(layout.table()).add(" r WHERE ");
        layout.writeScopes(sql, context, " AND ");
    }

    private void writePage(Sql sql, Page.Index page) {
        writeCondition(sql);
        writeOrder(sql, false);
        writeLimit(sql, page.count());
        sql.add(" OFFSET ").value(Kind.NUMBER, page.startIndex() - 1L);
    }

    /** The total, which is only looked for where the page has as many rows as say nothing of it. */
    private void writeTotal(Sql sql, String rowsOfPage, Page page) {
        sql.add("CASE WHEN (SELECT COUNT(*) FROM p)").add(rowsOfPage);
        sql.parameter(Kind.NUMBER, (long) page.count()).add(" THEN (");
        writeCount(sql);
        sql.add(") END");
    }

    private void writeCount(Sql sql) {
        sql.add("SELECT COUNT(*)");
        writeSource(sql);
        writeCondition(sql);
    }

    private QueryResult byCursor(Connection connection, Dialect dialect, Page.Cursor page) throws SQLException {
        if (page.count() == 0) {
            return QueryResult.of(List.of(), from == null ? count(connection, dialect) : from.total());
        }
        boolean backward = from != null && !from.place().forward();
        RowReader.Found found = isAtOnce(dialect)
                ? rows.page(
                        connection,
                        dialect,
                        context,
                        new RowReader.PageSource(
                                sortKey,
                                sql -> writeStretch(sql, stretches.get(0), backward, page.count() + 1L),
                                orderOfPage(dialect, backward),
                                from == null ? sql -> writeTotal(sql, " > ?", page) : null))
                : rowsAndLists(connection, dialect, backward, page);
        boolean more = found.rows().size() > page.count();
        List<StoredRow> shown = new ArrayList<>(more ? found.rows().subList(0, page.count()) : found.rows());
        Long told = found.total();
        long total =
                from != null ? from.total() : !more ? shown.size() : told != null ? told : count(connection, dialect);
        if (backward) {
            Collections.reverse(shown);
        }
        String next = backward || more ? edge(shown, true, total) : null;
        boolean preceded = backward ? more : from != null;
        String previous = preceded ? edge(shown, false, total) : null;
        return QueryResult.builder(resources(new RowReader.Found(shown, found.lists(), null)))
                .totalResults(total)
                .next(next)
                .previous(previous)
                .build();
    }

    private RowReader.Found rowsAndLists(Connection connection, Dialect dialect, boolean backward, Page.Cursor page)
            throws SQLException {
        List<StoredRow> found = new ArrayList<>();
        for (Condition stretch : stretches) {
            long open = page.count() + 1L - found.size();
            if (open > 0) {
                Sql sql = rows.select(dialect, context, sortKey)
                        .add(source -> writeStretch(source, stretch, backward, open));
                found.addAll(rows.read(connection, inChunks(sql, open), sortKey));
            }
        }
        List<StoredRow> shown = found.subList(0, Math.min(found.size(), page.count()));
        return new RowReader.Found(found, rows.lists(connection, dialect, context, shown), null);
    }

    private @Nullable String edge(List<StoredRow> shown, boolean forward, long total) {
        if (shown.isEmpty()) {
            return null;
        }
        StoredRow row = shown.get(forward ? shown.size() - 1 : 0);
        Object key = SortKey.key(row.sortKey());
        String id = layout.idType().text(row.id());
        KeysetPosition place = forward ? KeysetPosition.after(key, id) : KeysetPosition.before(key, id);
        return new CursorPosition(total, place).text();
    }

    private List<Resource> resources(RowReader.Found found) {
        List<Resource> resources = new ArrayList<>(found.rows().size());
        found.rows().forEach(row -> resources.add(rows.resource(row, found.lists())));
        return resources;
    }

    private long count(Connection connection, Dialect dialect) throws SQLException {
        try (Prepared statement = layout.sql(dialect).add(this::writeCount).prepare(connection);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    private void writeCondition(Sql sql) {
        (condition == null ? Condition.constant(true) : condition).write(sql, true);
    }

    private void writeOrder(Sql sql, boolean backward) {
        sql.add(" ORDER BY ");
        if (sortKey != null) {
            writeKeyOrder(sql, sortKey, isAscending(backward));
        }
        sql.add(layout.idColumn()).add(backward ? " DESC" : "");
    }

    /** What has no value comes last, and first in the other direction. */
    private static void writeKeyOrder(Sql sql, SortKey key, boolean ascending) {
        if (sql.dialect().hasNullsLast()) {
            key.writeOrdered(sql);
            sql.add(direction(ascending));
        } else {
            key.write(sql);
            sql.add(ascending ? " IS NULL, " : " IS NULL DESC, ");
            key.writeOrdered(sql);
            sql.add(ascending ? ", " : " DESC, ");
        }
    }

    /** The same order of the rows of a page. */
    private String orderOfPage(Dialect dialect, boolean backward) {
        String byKey = sortKey == null ? "" : sortKey.ordered(dialect, "p.k") + direction(isAscending(backward));
        return byKey + "p.c0" + (backward ? " DESC" : "");
    }

    private static String direction(boolean ascending) {
        return ascending ? " ASC NULLS LAST, " : " DESC NULLS FIRST, ";
    }

    /** The direction of the key; a walk back turns it. */
    private boolean isAscending(boolean backward) {
        Sort sort = query.sort();
        return (sort == null || sort.order() == SortOrder.ASCENDING) != backward;
    }

    private void writeStretch(Sql sql, Condition stretch, boolean backward, long most) {
        writeCondition(sql);
        sql.add(" AND ");
        stretch.write(sql, true);
        writeOrder(sql, backward);
        writeLimit(sql, most);
    }

    /** Where a walk goes on, one after another: a position among equal keys, keys behind it, rows without a key. */
    private List<Condition> stretches() {
        if (from == null) {
            return List.of(Condition.ALWAYS);
        }
        KeysetPosition place = from.place();
        Object id = layout.idType().exact(place.id());
        if (id == null) {
            throw CursorPosition.unknown();
        }
        Condition farther = (sql, holds) -> sql.add(layout.idColumn())
                .add(place.forward() == holds ? " > " : " < ")
                .value(layout.idKind(), id);
        return search.stretches(query.sort(), place, farther);
    }
}
