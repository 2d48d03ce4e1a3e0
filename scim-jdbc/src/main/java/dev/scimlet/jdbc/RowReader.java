package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.mapping.MappedPath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads rows of one table, and of its side tables, as far as they are wanted. */
final class RowReader {

    /** The place of the column in what is selected. */
    private static final int LAST_MODIFIED = 3;

    private final TableLayout layout;
    private final RestFormat restFormat;
    private final Wanted wanted;
    private final List<MappedPath> lines = new ArrayList<>();
    private final List<SideTable> sideTables = new ArrayList<>();
    private final boolean readsRest;

    RowReader(TableLayout layout, RestFormat restFormat, Wanted wanted) {
        this.layout = layout;
        this.restFormat = restFormat;
        this.wanted = wanted;
        for (MappedPath line : layout.mapped().paths()) {
            if (wanted.includes(line.topLevel())) {
                MappedColumn column = layout.column(line);
                SideTable side = layout.table(line);
                if (side != null) {
                    sideTables.add(side);
                } else if (column != null && !column.isWriteOnly()) {
                    lines.add(line);
                }
            }
        }
        this.readsRest = layout.rest() != null
                && layout.mapped().type().definition().subAttributes().stream().anyMatch(wanted::includes);
    }

    boolean readsSideTables() {
        return !sideTables.isEmpty();
    }

    List<SideTable> sideTables() {
        return sideTables;
    }

    /** {@code SELECT ... FROM table r WHERE scope} with the key of an order behind the columns. */
    Sql select(Dialect dialect, RequestContext context, @Nullable SortKey sortKey) {
        Sql sql = layout.sql(dialect).add("SELECT ").add(layout.idColumn());
        sql.add(", r.").add(layout.created()).add(", r.").add(layout.lastModified());
        sql.add(layout.version() == null ? "" : ", r." + layout.version());
        for (MappedPath line : lines) {
            sql.add(", r.").add(column(line).name());
        }
        sql.add(readsRest ? ", r." + layout.rest() : "");
        if (sortKey != null) {
            sql.add(", ");
            sortKey.write(sql);
        }
        sql.add(" FROM ").add(layout.table()).add(" r WHERE ");
        layout.writeScopes(sql, context, " AND ");
        return sql;
    }

    private MappedColumn column(MappedPath line) {
        return Objects.requireNonNull(layout.column(line));
    }

    List<StoredRow> read(Connection connection, Sql sql, @Nullable SortKey sortKey) throws SQLException {
        List<StoredRow> found = new ArrayList<>();
        try (PreparedStatement statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            checkPrecision(sql.dialect(), rows.getMetaData());
            while (rows.next()) {
                found.add(row(sql.dialect(), rows, sortKey));
            }
        }
        return found;
    }

    /** Versions that stay the same for a second let two clients overwrite each other. */
    private void checkPrecision(Dialect dialect, ResultSetMetaData columns) throws SQLException {
        if (layout.version() == null && !dialect.keepsMilliseconds(columns, LAST_MODIFIED)) {
            throw new IllegalStateException("column " + layout.lastModified() + " of " + layout.table()
                    + " is the version of its row and must hold milliseconds: 'timestamp(3) with time zone' or finer;"
                    + " or name a '.version(...)'");
        }
    }

    private StoredRow row(Dialect dialect, ResultSet rows, @Nullable SortKey sortKey) throws SQLException {
        int column = 1;
        Object id = Objects.requireNonNull(dialect.read(layout.idKind(), rows, column++));
        Instant created = time(dialect, rows, column++);
        Instant lastModified = time(dialect, rows, column++);
        long version = layout.version() == null ? 0 : rows.getLong(column++);
        @Nullable Object[] raws = new Object[layout.mapped().paths().size()];
        for (MappedPath line : lines) {
            raws[line.index()] = dialect.read(column(line).kind(), rows, column++);
        }
        Attributes rest = layout.mapped().type().emptyAttributes();
        if (readsRest) {
            String text = rows.getString(column++);
            rest = text == null ? rest : restFormat.read(text);
        }
        Object key = sortKey == null ? null : dialect.read(sortKey.kind(), rows, column);
        return new StoredRow(id, version, created, lastModified, StoredRow.raws(raws), rest, key);
    }

    /** A row that the application wrote without its times is as old as can be. */
    private static Instant time(Dialect dialect, ResultSet rows, int column) throws SQLException {
        return dialect.read(Kind.TIME, rows, column) instanceof Instant instant ? instant : Instant.EPOCH;
    }

    /** The values of all lists of some rows, with one statement for each list: by line of the mapping, by row. */
    List<Map<Object, Values>> lists(
            Connection connection, Dialect dialect, RequestContext context, List<StoredRow> rows) throws SQLException {
        return lists(connection, dialect, context, rows, side -> true);
    }

    /** As {@link #lists(Connection, Dialect, RequestContext, List)}, of some of the lists. */
    List<Map<Object, Values>> lists(
            Connection connection,
            Dialect dialect,
            RequestContext context,
            List<StoredRow> rows,
            Predicate<SideTable> which)
            throws SQLException {
        List<Map<Object, Values>> lists = new ArrayList<>();
        for (int i = 0; i < layout.mapped().paths().size(); i++) {
            lists.add(Map.of());
        }
        List<Object> ids = rows.stream().map(StoredRow::id).toList();
        if (!ids.isEmpty()) {
            for (SideTable side : sideTables) {
                if (which.test(side)) {
                    lists.set(side.path().index(), side.read(connection, dialect, context, ids));
                }
            }
        }
        return lists;
    }

    Resource resource(StoredRow row, List<Map<Object, Values>> lists) {
        Map<Integer, Values> ofRow = new HashMap<>();
        for (SideTable side : sideTables) {
            Values values = lists.get(side.path().index()).get(row.id());
            if (values != null) {
                ofRow.put(side.path().index(), values);
            }
        }
        return resource(row, ofRow);
    }

    Resource resource(StoredRow row, Map<Integer, Values> lists) {
        @Nullable Object[] values = new Object[row.raws().size()];
        for (MappedPath line : lines) {
            values[line.index()] = column(line).fromRaw(row.raws().get(line.index()));
        }
        lists.forEach((index, list) -> values[index] = list);
        Attributes attributes = layout.mapped().merged(layout.mapped().assemble(values), wantedOf(row.rest()));
        return new Resource(
                layout.mapped().type(), layout.idType().text(row.id()), row.meta(layout.version() != null), attributes);
    }

    boolean wants(AttributeDefinition top) {
        return wanted.includes(top);
    }

    private Attributes wantedOf(Attributes attributes) {
        Attributes result = attributes;
        for (AttributeDefinition top : attributes.definition().subAttributes()) {
            result = wanted.includes(top) ? result : result.with(top, null);
        }
        return result;
    }
}
