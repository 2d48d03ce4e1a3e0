package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.jdbc.sql.Cache;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Prepared;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.jdbc.sql.Statements;
import dev.scimlet.jdbc.sql.Union;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.mapping.MappedPath;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of one table, and of its side tables, as far as they are wanted: all that an answer shows with one statement,
 * but for long lists, which have one of their own. It is made once for each set of wanted attributes, with the parts of its
 * statements.
 */
final class RowReader {

    private final TableLayout layout;
    private final RestFormat restFormat;
    private final Wanted wanted;
    private final @Nullable GroupsOfMembers groups;
    private final List<MappedPath> lines = new ArrayList<>();
    private final List<SideTable> sideTables = new ArrayList<>();
    private final List<SideTable> shortLists = new ArrayList<>();
    private final List<SideTable> longLists = new ArrayList<>();
    private final List<Union.Column> columns = new ArrayList<>();
    private final boolean readsRest;
    private final int[] plainPlaces;
    private final Union union;
    private final Union unionOfLists;
    private final String names;
    private final String namesInTable;
    private final String namesInPage;
    private final Cache<PartOf, String> parts = new Cache<>(100);
    private final Statements statements;

    /** A part of a text: the columns of a table in one of the unions. */
    private record PartOf(boolean withRows, int table) {

        /** The rows of a page in the place of those of the table. */
        static final PartOf PAGE = new PartOf(true, -1);
    }

    /** @param groups reads the groups of a resource beside it; null if nobody asks for them */
    RowReader(TableLayout layout, RestFormat restFormat, Wanted wanted, @Nullable GroupsOfMembers groups) {
        this.layout = layout;
        this.restFormat = restFormat;
        this.wanted = wanted;
        this.statements = new Statements(layout.statementLimit());
        AttributeDefinition backReference = layout.backReference();
        this.groups = backReference != null && wanted.includes(backReference) ? groups : null;
        for (MappedPath line : layout.mapped().paths()) {
            if (wanted.includes(line.topLevel())) {
                MappedColumn column = layout.column(line);
                SideTable side = layout.table(line);
                if (side != null) {
                    sideTables.add(side);
                    (side.isReferences() ? longLists : shortLists).add(side);
                } else if (column != null && !column.isWriteOnly()) {
                    lines.add(line);
                }
            }
        }
        this.readsRest = layout.rest() != null
                && layout.mapped().type().definition().subAttributes().stream().anyMatch(wanted::includes);
        addColumns();
        this.names = columns.stream().map(Union.Column::expression).collect(Collectors.joining(", "));
        this.namesInTable = columns.stream()
                .map(column -> TableLayout.ALIAS + "." + column.expression())
                .collect(Collectors.joining(", "));
        this.namesInPage =
                IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        this.plainPlaces = IntStream.rangeClosed(1, columns.size()).toArray();
        List<List<Union.Column>> lists = new ArrayList<>();
        shortLists.forEach(side -> lists.add(side.selected()));
        if (this.groups != null) {
            lists.add(this.groups.selected());
        }
        this.unionOfLists = new Union(lists);
        lists.add(
                0,
                columns.stream()
                        .map(column -> new Union.Column(TableLayout.ALIAS + "." + column.expression(), column.kind()))
                        .toList());
        this.union = new Union(lists);
    }

    private void addColumns() {
        columns.add(new Union.Column(layout.id(), layout.idKind()));
        columns.add(new Union.Column(layout.created(), Kind.TIME));
        columns.add(new Union.Column(layout.lastModified(), Kind.TIME));
        if (layout.version() != null) {
            columns.add(new Union.Column(layout.version(), Kind.NUMBER));
        }
        for (MappedPath line : lines) {
            columns.add(new Union.Column(column(line).name(), column(line).kind()));
        }
        if (readsRest && layout.rest() != null) {
            columns.add(new Union.Column(layout.rest(), Kind.TEXT));
        }
    }

    /** The column of a line that is read from the row. */
    MappedColumn column(MappedPath line) {
        return Objects.requireNonNull(layout.column(line));
    }

    List<SideTable> sideTables() {
        return sideTables;
    }

    boolean wants(AttributeDefinition top) {
        return wanted.includes(top);
    }

    /** Lists that a client may make as long as it likes, each read by a statement of its own, in chunks. */
    boolean readsLongLists() {
        return !longLists.isEmpty();
    }

    // ---- what was read

    /**
     * Rows in their order, and what stands in other tables for them.
     *
     * @param lists the values of each list: by line of the mapping, by row; behind those of the mapping the groups
     * @param total how many there are in all, if that was asked with them
     */
    record Found(
            List<StoredRow> rows,
            List<Map<Object, Values>> lists,
            @Nullable Long total) {}

    private List<Map<Object, Values>> noLists() {
        int count = layout.mapped().paths().size() + 1;
        return new ArrayList<>(Collections.nCopies(count, Map.of()));
    }

    private int indexOfGroups() {
        return layout.mapped().paths().size();
    }

    private AttributeDefinition groupsAttribute() {
        return Objects.requireNonNull(layout.backReference());
    }

    // ---- rows alone

    /** The names of the columns as {@code RETURNING} has them, without that of the table. */
    String names() {
        return names;
    }

    /** Short names of the columns, in the order of the others: {@code c0} is the key. */
    String namesInPage() {
        return namesInPage;
    }

    /** The short name of the version, if the table counts one. */
    String versionInPage() {
        return "c3";
    }

    /** How many columns there are. */
    int width() {
        return columns.size();
    }

    /** The row in a result that begins with the columns. */
    StoredRow row(Dialect dialect, ResultSet rows) throws SQLException {
        return row(dialect, rows, plainPlaces, null);
    }

    /** What a modification tells of the row; null for none. */
    @Nullable
    StoredRow told(Connection connection, Sql sql) throws SQLException {
        List<StoredRow> rows = read(connection, sql, null);
        return rows.isEmpty() ? null : rows.get(0);
    }

    /**
     * The row as it would be read after it was written.
     *
     * @param raws what the column of a line holds
     */
    StoredRow written(
            Object id,
            long version,
            Instant created,
            Instant lastModified,
            Function<MappedPath, @Nullable Object> raws) {
        @Nullable Object[] known = new Object[layout.mapped().paths().size()];
        lines.forEach(line -> known[line.index()] = raws.apply(line));
        Attributes noRest = layout.mapped().type().emptyAttributes();
        return new StoredRow(id, version, created, lastModified, StoredRow.raws(known), noRest, null);
    }

    /** {@code SELECT ... FROM table r WHERE scope} with the key of an order behind the columns. */
    Sql select(Dialect dialect, RequestContext context, @Nullable SortKey sortKey) {
        Sql sql = layout.sql(dialect);
        writeSelect(sql, context, sortKey);
        return sql;
    }

    void writeSelect(Sql sql, RequestContext context, @Nullable SortKey sortKey) {
        sql.add("SELECT ").add(namesInTable);
        if (sortKey != null) {
            sql.add(", ");
            sortKey.write(sql);
        }
        sql.add(" FROM ").add(layout.table()).add(" r WHERE ");
        layout.writeScopes(sql, context, " AND ");
    }

    List<StoredRow> read(Connection connection, Sql sql, @Nullable SortKey sortKey) throws SQLException {
        List<StoredRow> found = new ArrayList<>();
        try (Prepared statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Object key = sortKey == null ? null : sql.dialect().read(sortKey.kind(), rows, columns.size() + 1);
                found.add(row(sql.dialect(), rows, plainPlaces, key));
            }
        }
        return found;
    }

    private StoredRow row(Dialect dialect, ResultSet rows, int[] places, @Nullable Object sortKey) throws SQLException {
        int next = 0;
        Object id = Objects.requireNonNull(dialect.read(layout.idKind(), rows, places[next++]));
        Instant created = time(dialect, rows, places[next++]);
        Instant lastModified = time(dialect, rows, places[next++]);
        long version = layout.version() == null ? 0 : rows.getLong(places[next++]);
        @Nullable Object[] raws = new Object[layout.mapped().paths().size()];
        for (MappedPath line : lines) {
            raws[line.index()] = dialect.read(column(line).kind(), rows, places[next++]);
        }
        Attributes rest = layout.mapped().type().emptyAttributes();
        if (readsRest) {
            String text = rows.getString(places[next]);
            rest = text == null ? rest : restFormat.read(text);
        }
        return new StoredRow(id, version, created, lastModified, StoredRow.raws(raws), rest, sortKey);
    }

    /** A row that the application wrote without its times is as old as can be. */
    private static Instant time(Dialect dialect, ResultSet rows, int column) throws SQLException {
        return dialect.read(Kind.TIME, rows, column) instanceof Instant instant ? instant : Instant.EPOCH;
    }

    // ---- one resource with its lists

    /** The row with the key, and what is wanted of its lists. */
    Found one(Connection connection, Dialect dialect, RequestContext context, Object key) throws SQLException {
        boolean alone = shortLists.isEmpty() && groups == null;
        Sql sql = statements.compose(
                "one",
                dialect,
                alone
                        ? one -> writeRow(one, context, key)
                        : one -> dialect.union(one, union.width(), all -> writeOneWithLists(all, context, key)));
        Found found =
                alone ? new Found(read(connection, sql, null), noLists(), null) : readUnion(connection, sql, union, 1);
        addLongLists(connection, dialect, context, found.rows(), found.lists(), null);
        return found;
    }

    private void writeOneWithLists(Sql one, RequestContext context, Object key) {
        one.add("SELECT 0, 0").add(columnsOf(union, 0, one.dialect())).add(" FROM ");
        one.add(layout.table()).add(" r WHERE ");
        layout.writeScopes(one, context, " AND ");
        one.equal(layout.idColumn(), layout.idKind(), key);
        writeLists(one, union, 1, context, owner -> owner.add(" = ").value(layout.idKind(), key));
    }

    /**
     * The row that meets a condition, and what is wanted of its lists. If several do, two at least are told, and the lists of one at
     * least.
     *
     * @param condition on the table as {@code r}
     */
    Found single(Connection connection, Dialect dialect, RequestContext context, Sql condition) throws SQLException {
        if (shortLists.isEmpty() && groups == null) {
            Sql sql = select(dialect, context, null).add(condition.toString()).parametersOf(condition);
            return new Found(read(connection, sql, null), noLists(), null);
        }
        Sql sql = statements.compose(
                List.of("single", condition.toString()),
                dialect,
                single -> writeSingleWithLists(single, context, condition));
        return readUnion(connection, sql, union, 1);
    }

    /** The row is looked for once where lists may be asked for by what is found, and once for each list otherwise. */
    private void writeSingleWithLists(Sql single, RequestContext context, Sql condition) {
        if (single.dialect().hasLateral()) {
            single.add("SELECT l.* FROM (SELECT ").add(namesInTable);
            writeSingle(single, context, condition);
            // Two are enough to see that it is not the only one
            single.add(" LIMIT 2) p (").add(namesInPage).add(") CROSS JOIN LATERAL (SELECT 0, 0");
            single.add(columnsOfPage(single.dialect()));
            writeLists(single, union, 1, context, owner -> owner.add(" = p.c0"));
            single.add(") l");
            return;
        }
        single.dialect().union(single, union.width(), all -> {
            all.add("SELECT 0, 0").add(columnsOf(union, 0, all.dialect()));
            writeSingle(all, context, condition);
            writeLists(all, union, 1, context, owner -> {
                owner.add(" = (SELECT ").add(layout.idColumn());
                writeSingle(owner, context, condition);
                owner.add(" LIMIT 1)");
            });
        });
    }

    private void writeSingle(Sql sql, RequestContext context, Sql condition) {
        sql.add(" FROM ").add(layout.table()).add(" r WHERE ");
        layout.writeScopes(sql, context, " AND ");
        sql.add(condition.toString()).parametersOf(condition);
    }

    void writeRow(Sql sql, RequestContext context, Object key) {
        writeSelect(sql, context, null);
        sql.equal(layout.idColumn(), layout.idKind(), key);
    }

    private String columnsOf(Union of, int table, Dialect dialect) {
        return parts.get(new PartOf(of == union, table), missing -> of.columns(table, dialect));
    }

    /** {@code UNION ALL SELECT ...} for each short list and the groups; the first words only if something is before them. */
    private void writeLists(Sql sql, Union of, int first, RequestContext context, Consumer<Sql> ownerCondition) {
        int table = first;
        for (SideTable side : shortLists) {
            writeSelect(sql, of, table++, side.orderNumber());
            sql.add(" FROM ")
                    .add(side.table())
                    .add(" e WHERE e.")
                    .add(side.owner())
                    .add(ownerCondition);
            side.writeScopes(sql, "e", context);
        }
        if (groups != null) {
            writeSelect(sql, of, table, groups.orderNumber());
            groups.writeSource(sql, context, ownerCondition);
        }
    }

    private void writeSelect(Sql sql, Union of, int table, String orderNumber) {
        sql.add(table == 0 ? "SELECT " : " UNION ALL SELECT ")
                .add(Integer.toString(table))
                .add(", ");
        sql.add(orderNumber).add(columnsOf(of, table, sql.dialect()));
    }

    /**
     * Reads rows and lists.
     *
     * @param first the number of the first list: 1 behind the rows, 0 if there are none
     */
    private Found readUnion(Connection connection, Sql sql, Union of, int first) throws SQLException {
        Gathered<StoredRow> found = new Gathered<>();
        List<Map<Object, Gathered<Object>>> entries = new ArrayList<>();
        int lists = listCount();
        for (int i = 0; i < lists; i++) {
            entries.add(new HashMap<>());
        }
        Long total = null;
        try (Prepared statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                int table = rows.getInt(Union.TABLE) - first;
                long order = rows.getLong(Union.ORDER);
                if (table < 0) {
                    found.add(order, row(sql.dialect(), rows, of.places(0), null));
                } else if (table == lists) {
                    total = rows.wasNull() ? null : (Long) order;
                } else {
                    addEntry(sql.dialect(), rows, table, of.places(table + first), order, entries.get(table));
                }
            }
        }
        return new Found(found.inOrder(), values(entries), total);
    }

    private void addEntry(
            Dialect dialect, ResultSet rows, int list, int[] places, long order, Map<Object, Gathered<Object>> entries)
            throws SQLException {
        Object owner = dialect.read(layout.idKind(), rows, places[0]);
        Object entry = groups != null && list == shortLists.size()
                ? groups.membership(dialect, rows, places).entry(groupsAttribute())
                : shortLists.get(list).entry(dialect, rows, places);
        if (owner != null && entry != null) {
            entries.computeIfAbsent(owner, missing -> new Gathered<>()).add(order, entry);
        }
    }

    private List<Map<Object, Values>> values(List<Map<Object, Gathered<Object>>> entries) {
        List<Map<Object, Values>> lists = noLists();
        for (int i = 0; i < entries.size(); i++) {
            boolean ofGroups = i == shortLists.size();
            AttributeDefinition list =
                    ofGroups ? groupsAttribute() : shortLists.get(i).path().target();
            Map<Object, Values> byOwner = new HashMap<>();
            entries.get(i).forEach((owner, of) -> byOwner.put(owner, Values.of(list, of.inOrder())));
            lists.set(ofGroups ? indexOfGroups() : shortLists.get(i).path().index(), byOwner);
        }
        return lists;
    }

    /** Things that have numbers, which mostly come in their order. */
    private static final class Gathered<T> {

        private record Numbered<T>(long order, T thing) {}

        private final List<Numbered<T>> all = new ArrayList<>();
        private boolean inOrder = true;

        void add(long order, T thing) {
            inOrder &= all.isEmpty() || all.get(all.size() - 1).order() <= order;
            all.add(new Numbered<>(order, thing));
        }

        List<T> inOrder() {
            if (!inOrder) {
                all.sort((a, b) -> Long.compare(a.order(), b.order()));
            }
            List<T> things = new ArrayList<>(all.size());
            all.forEach(numbered -> things.add(numbered.thing()));
            return things;
        }
    }

    private void addLongLists(
            Connection connection,
            Dialect dialect,
            RequestContext context,
            List<StoredRow> rows,
            List<Map<Object, Values>> lists,
            @Nullable SideTable except)
            throws SQLException {
        for (SideTable side : longLists) {
            if (!rows.isEmpty() && side != except) {
                lists.set(side.path().index(), side.read(connection, dialect, context, ids(rows)));
            }
        }
    }

    private static List<Object> ids(List<StoredRow> rows) {
        return rows.stream().map(StoredRow::id).toList();
    }

    /** The values of all lists of rows that were read before: by line of the mapping, by row. */
    List<Map<Object, Values>> lists(
            Connection connection, Dialect dialect, RequestContext context, List<StoredRow> rows) throws SQLException {
        return lists(connection, dialect, context, rows, null);
    }

    /** As {@link #lists(Connection, Dialect, RequestContext, List)}, without one that may be long. */
    List<Map<Object, Values>> lists(
            Connection connection,
            Dialect dialect,
            RequestContext context,
            List<StoredRow> rows,
            @Nullable SideTable except)
            throws SQLException {
        List<Map<Object, Values>> lists = shortLists(connection, dialect, context, rows);
        addLongLists(connection, dialect, context, rows, lists, except);
        return lists;
    }

    private List<Map<Object, Values>> shortLists(
            Connection connection, Dialect dialect, RequestContext context, List<StoredRow> rows) throws SQLException {
        if (rows.isEmpty() || shortLists.isEmpty() && groups == null) {
            return noLists();
        }
        List<Object> ids = ids(rows);
        Sql sql = statements.compose(
                ids.size() == 1 || !dialect.hasArrays() ? (Object) ids.size() : "lists",
                dialect,
                lists -> dialect.union(
                        lists,
                        unionOfLists.width(),
                        all -> writeLists(
                                all, unionOfLists, 0, context, owner -> owner.isAnyOf(layout.idKind(), ids))));
        return readUnion(connection, sql.fetching(Sql.BATCH), unionOfLists, 0).lists();
    }

    // ---- a page with its lists

    /**
     * A page as it is asked for.
     *
     * @param sortKey what its rows are ordered by before their ids; null for nothing
     * @param source writes what stands behind {@code WHERE} and the scopes, with order and limit
     * @param order orders the rows of the page, as {@code p.k} and {@code p.c0}
     * @param total writes the whole query for the total, which is null where the page tells it; null if nobody asks
     */
    record PageSource(
            @Nullable SortKey sortKey,
            Consumer<Sql> source,
            String order,
            @Nullable Consumer<Sql> total) {}

    /** Rows, lists and total with one statement, where the database finds the rows once for all that looks at them. */
    Found page(Connection connection, Dialect dialect, RequestContext context, PageSource page) throws SQLException {
        Sql sql = layout.sql(dialect).add("WITH p (").add(namesInPage);
        sql.add(page.sortKey() == null ? ") AS (" : ", k) AS (");
        writeSelect(sql, context, page.sortKey());
        sql.add(page.source())
                .add(") SELECT 0, ROW_NUMBER() OVER (ORDER BY ")
                .add(page.order())
                .add(")");
        Sql lists = statements.compose(
                "lists of a page",
                dialect,
                all -> writeLists(
                        all,
                        union,
                        1,
                        context,
                        // Not joined: planners of small tables would read these from end to end
                        owner -> owner.add(dialect.isOneOf(true))
                                .add("SELECT p.c0 FROM p")
                                .add(dialect.isOneOf(false))));
        sql.add(columnsOfPage(dialect)).add(" FROM p").add(lists.toString()).parametersOf(lists);
        Consumer<Sql> total = page.total();
        if (total != null) {
            sql.add(" UNION ALL SELECT ")
                    .add(Integer.toString(listCount() + 1))
                    .add(", (")
                    .add(total)
                    .add(")");
            sql.add(union.noColumns());
        }
        Found found = readUnion(connection, sql, union, 1);
        addLongLists(connection, dialect, context, found.rows(), found.lists(), null);
        return found;
    }

    private String columnsOfPage(Dialect dialect) {
        return parts.get(
                PartOf.PAGE,
                missing -> union.columns(
                        0,
                        dialect,
                        IntStream.range(0, columns.size())
                                .mapToObj(i -> "p.c" + i)
                                .toList()));
    }

    private int listCount() {
        return shortLists.size() + (groups == null ? 0 : 1);
    }

    // ---- resources

    Resource resource(StoredRow row, List<Map<Object, Values>> lists) {
        Map<Integer, Values> ofRow = new HashMap<>();
        for (int i = 0; i < lists.size(); i++) {
            Values values = lists.get(i).get(row.id());
            if (values != null) {
                ofRow.put(i, values);
            }
        }
        return resource(row, ofRow);
    }

    /** @param lists by line of the mapping, behind these the groups */
    Resource resource(StoredRow row, Map<Integer, Values> lists) {
        int count = layout.mapped().paths().size();
        @Nullable Object[] values = new Object[count];
        for (MappedPath line : lines) {
            values[line.index()] = column(line).fromRaw(row.raws().get(line.index()));
        }
        lists.forEach((index, list) -> {
            if (index < count) {
                values[index] = list;
            }
        });
        Attributes attributes = layout.mapped().merged(layout.mapped().assemble(values), wantedOf(row.rest()));
        Values ofGroups = lists.get(count);
        if (groups != null && ofGroups != null) {
            attributes = attributes.with(groupsAttribute(), ofGroups);
        }
        return new Resource(
                layout.mapped().type(), layout.idType().text(row.id()), row.meta(layout.version() != null), attributes);
    }

    private Attributes wantedOf(Attributes attributes) {
        if (attributes.isEmpty()) {
            return attributes;
        }
        Attributes result = attributes;
        for (AttributeDefinition top : attributes.definition().subAttributes()) {
            result = wanted.includes(top) ? result : result.with(top, null);
        }
        return result;
    }
}
