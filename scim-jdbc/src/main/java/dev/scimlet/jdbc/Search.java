package dev.scimlet.jdbc;

import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.jdbc.sql.Condition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.spi.KeysetPosition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.ListWalks;
import dev.scimlet.spi.mapping.MappedSearch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
    }

    QueryResult run(Connection connection, Dialect dialect) throws SQLException {
        return query.page() instanceof Page.Cursor cursor
                ? byCursor(connection, dialect, cursor)
                : byIndex(connection, dialect, (Page.Index) query.page());
    }

    private QueryResult byIndex(Connection connection, Dialect dialect, Page.Index page) throws SQLException {
        if (page.count() == 0) {
            return QueryResult.of(List.of(), count(connection, dialect));
        }
        Sql sql = rows.select(dialect, context, null);
        if (page.startIndex() == 1) {
            writePage(sql, page);
        } else {
            // Of the rows before the page, an index may then tell all there is to know
            sql.add(layout.idColumn()).add(dialect.isOneOf(true));
            sql.add("SELECT ").add(layout.idColumn());
            writeSource(sql);
            writePage(sql, page);
            sql.add(dialect.isOneOf(false));
            writeOrder(sql, false);
        }
        List<StoredRow> found = rows.read(connection, inChunks(sql, page.count()), null);
        boolean last = found.size() < page.count() && (!found.isEmpty() || page.startIndex() == 1);
        long total = last ? page.startIndex() - 1L + found.size() : count(connection, dialect);
        return QueryResult.of(resources(connection, dialect, found), total);
    }

    private static Sql inChunks(Sql sql, long rows) {
        return rows > FETCH ? sql.fetching(FETCH) : sql;
    }

    private void writeSource(Sql sql) {
        sql.add(" FROM ").add(layout.table()).add(" r WHERE ");
        layout.writeScopes(sql, context, " AND ");
    }

    private void writePage(Sql sql, Page.Index page) {
        writeCondition(sql);
        writeOrder(sql, false);
        sql.add(" LIMIT ").value(Kind.NUMBER, (long) page.count());
        sql.add(" OFFSET ").value(Kind.NUMBER, page.startIndex() - 1L);
    }

    private QueryResult byCursor(Connection connection, Dialect dialect, Page.Cursor page) throws SQLException {
        CursorPosition from = page.position() == null ? null : CursorPosition.parse(page.position());
        if (page.count() == 0) {
            return QueryResult.of(List.of(), from == null ? count(connection, dialect) : from.total());
        }
        boolean backward = from != null && !from.place().forward();
        List<StoredRow> found = new ArrayList<>();
        for (Condition stretch : stretches(from)) {
            if (found.size() <= page.count()) {
                found.addAll(read(connection, dialect, stretch, backward, page.count() + 1L - found.size()));
            }
        }
        boolean more = found.size() > page.count();
        List<StoredRow> shown = new ArrayList<>(more ? found.subList(0, page.count()) : found);
        long total = from != null ? from.total() : more ? count(connection, dialect) : shown.size();
        if (backward) {
            Collections.reverse(shown);
        }
        String next = backward || more ? edge(shown, true, total) : null;
        boolean preceded = backward ? more : from != null;
        String previous = preceded ? edge(shown, false, total) : null;
        return QueryResult.builder(resources(connection, dialect, shown))
                .totalResults(total)
                .next(next)
                .previous(previous)
                .build();
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

    private List<Resource> resources(Connection connection, Dialect dialect, List<StoredRow> found)
            throws SQLException {
        List<Map<Object, Values>> lists = rows.lists(connection, dialect, context, found);
        List<Resource> resources = new ArrayList<>(found.size());
        found.forEach(row -> resources.add(rows.resource(row, lists)));
        return resources;
    }

    private long count(Connection connection, Dialect dialect) throws SQLException {
        Sql sql = layout.sql(dialect).add("SELECT COUNT(*)");
        writeSource(sql);
        writeCondition(sql);
        try (PreparedStatement statement = sql.prepare(connection);
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
            sql.add(ascending ? " ASC NULLS LAST, " : " DESC NULLS FIRST, ");
        } else {
            key.write(sql);
            sql.add(ascending ? " IS NULL, " : " IS NULL DESC, ");
            key.writeOrdered(sql);
            sql.add(ascending ? ", " : " DESC, ");
        }
    }

    /** The direction of the key; a walk back turns it. */
    private boolean isAscending(boolean backward) {
        Sort sort = query.sort();
        return (sort == null || sort.order() == SortOrder.ASCENDING) != backward;
    }

    private List<StoredRow> read(Connection connection, Dialect dialect, Condition stretch, boolean backward, long most)
            throws SQLException {
        Sql sql = rows.select(dialect, context, sortKey);
        writeCondition(sql);
        sql.add(" AND ");
        stretch.write(sql, true);
        writeOrder(sql, backward);
        sql.add(" LIMIT ").value(Kind.NUMBER, most);
        return rows.read(connection, inChunks(sql, most), sortKey);
    }

    private List<Condition> stretches(@Nullable CursorPosition from) {
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
