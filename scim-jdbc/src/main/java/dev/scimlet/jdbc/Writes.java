package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceChange;
import dev.scimlet.spi.TimeOrderedIds;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.mapping.MappedPath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates, changes and deletes rows; each method is the work of one transaction. */
final class Writes {

    private final TableLayout layout;
    private final RestFormat restFormat;
    private final Clock clock;
    private final Supplier<String> ids;

    /** Columns to set, each with its value, in the order of the mapping. */
    private static final class Assignments {

        private final Map<String, Kind> kinds = new LinkedHashMap<>();
        private final Map<String, @Nullable Object> raws = new HashMap<>();

        void put(String column, Kind kind, @Nullable Object raw) {
            kinds.put(column, kind);
            raws.put(column, raw);
        }

        void put(MappedColumn column, @Nullable Object raw) {
            put(column.name(), column.kind(), raw);
            String key = column.keyColumn();
            if (key != null) {
                put(key, column.keyKind(), column.key(raw));
            }
        }

        boolean isEmpty() {
            return kinds.isEmpty();
        }
    }

    Writes(TableLayout layout, RestFormat restFormat, Clock clock) {
        this.layout = layout;
        this.restFormat = restFormat;
        this.clock = clock;
        this.ids = new TimeOrderedIds(clock);
    }

    Resource create(Connection connection, Dialect dialect, RequestContext context, Attributes attributes)
            throws SQLException {
        Instant now = now();
        Assignments row = new Assignments();
        if (layout.idKind() != Kind.NUMBER) {
            String id = ids.get();
            row.put(layout.id(), layout.idKind(), layout.idKind() == Kind.UUID ? UUID.fromString(id) : id);
        }
        layout.scopes().forEach(scope -> row.put(scope.column(), scope.kind(), scope.raw(context)));
        row.put(layout.created(), Kind.TIME, now);
        row.put(layout.lastModified(), Kind.TIME, now);
        if (layout.version() != null) {
            row.put(layout.version(), Kind.NUMBER, 1L);
        }
        @Nullable Object[] values = layout.mapped().values(attributes);
        for (MappedPath line : layout.mapped().paths()) {
            MappedColumn column = layout.column(line);
            Object raw = column == null || column.isReadOnly() ? null : column.toRaw(values[line.index()]);
            // A column that is left out gets the default that the table gives it
            if (column != null && raw != null) {
                row.put(column, raw);
            }
        }
        Attributes rest = layout.mapped().rest(attributes);
        if (layout.rest() != null && !rest.isEmpty()) {
            row.put(layout.rest(), Kind.TEXT, restFormat.write(rest));
        }
        Object id = insert(connection, dialect, row);
        Map<Integer, Values> lists = new HashMap<>();
        for (SideTable side : layout.sideTables()) {
            if (values[side.path().index()] instanceof Values given) {
                side.apply(connection, dialect, context, id, side.changes(null, given));
                putStored(lists, side, given);
            }
        }
        Rows rows = rows(Wanted.everything());
        return rows.resource(reread(connection, dialect, context, rows, id), lists);
    }

    private static void putStored(Map<Integer, Values> lists, SideTable side, @Nullable Values given) {
        Values stored = side.stored(given);
        if (stored != null) {
            lists.put(side.path().index(), stored);
        }
    }

    private Object insert(Connection connection, Dialect dialect, Assignments row) throws SQLException {
        Sql sql = new Sql(dialect).add("INSERT INTO ").add(layout.table());
        sql.add(" (").add(String.join(", ", row.kinds.keySet())).add(") VALUES (");
        String separator = "";
        for (Map.Entry<String, Kind> column : row.kinds.entrySet()) {
            sql.add(separator).value(column.getValue(), row.raws.get(column.getKey()));
            separator = ", ";
        }
        sql.add(")");
        Object known = row.raws.get(layout.id());
        if (known != null) {
            sql.update(connection);
            return known;
        }
        try (PreparedStatement statement = sql.prepareReturningKeys(connection)) {
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(layout.id().replace("\"", ""));
            }
        }
    }

    private StoredRow reread(Connection connection, Dialect dialect, RequestContext context, Rows rows, Object id)
            throws SQLException {
        return Objects.requireNonNull(row(connection, dialect, context, rows, id, false));
    }

    /** The row after a change, whose version must tell of it: the next {@code If-Match} goes by that. */
    StoredRow changed(Connection connection, Dialect dialect, RequestContext context, Rows rows, StoredRow before)
            throws SQLException {
        StoredRow after = reread(connection, dialect, context, rows, before.id());
        boolean counts = layout.version() != null;
        if (after.meta(counts).version().equals(before.meta(counts).version())) {
            throw new IllegalStateException("column " + (counts ? layout.version() : layout.lastModified()) + " of "
                    + layout.table() + " does not keep what is written: the version stays the same after a change");
        }
        return after;
    }

    private @Nullable StoredRow row(
            Connection connection, Dialect dialect, RequestContext context, Rows rows, Object id, boolean forUpdate)
            throws SQLException {
        Sql sql = rows.select(dialect, context, null).add(layout.idColumn()).add(" = ");
        sql.value(layout.idKind(), id).add(forUpdate ? " FOR UPDATE" : "");
        List<StoredRow> found = rows.read(connection, sql, null);
        return found.isEmpty() ? null : found.get(0);
    }

    /** The row under a lock that other writers of the resource wait for; null if there is none. */
    @Nullable
    StoredRow lock(Connection connection, Dialect dialect, RequestContext context, Rows rows, Object id)
            throws SQLException {
        return row(connection, dialect, context, rows, id, true);
    }

    /** Checks a locked row, of which what the precondition wants has been read. */
    void check(Connection connection, Dialect dialect, RequestContext context, StoredRow row, Precondition precondition)
            throws SQLException {
        Rows looked = rows(precondition.wanted());
        precondition.check(looked.resource(row, looked.lists(connection, dialect, context, List.of(row))));
    }

    Rows rows(Wanted wanted) {
        return new Rows(layout, restFormat, wanted);
    }

    Optional<Resource> update(
            Connection connection,
            Dialect dialect,
            RequestContext context,
            Object id,
            Wanted wanted,
            ResourceChange change)
            throws SQLException {
        Rows rows = rows(wanted);
        StoredRow row = lock(connection, dialect, context, rows, id);
        if (row == null) {
            return Optional.empty();
        }
        List<Map<Object, Values>> before = rows.lists(connection, dialect, context, List.of(row));
        Resource current = rows.resource(row, before);
        Attributes next = change.apply(current);
        @Nullable Object[] values = layout.mapped().values(next);
        Assignments assignments = changedColumns(row, values, wanted);
        changeRest(assignments, row, rows, layout.mapped().rest(next));
        Map<SideTable, SideTable.Changes> changes = new LinkedHashMap<>();
        Map<Integer, Values> lists = new HashMap<>();
        for (SideTable side : rows.sideTables()) {
            Values given = (Values) values[side.path().index()];
            Values known = before.get(side.path().index()).get(id);
            SideTable.Changes ofList = side.changes(known, given);
            if (!ofList.isEmpty()) {
                changes.put(side, ofList);
            }
            putStored(lists, side, ofList.isEmpty() ? known : given);
        }
        if (assignments.isEmpty() && changes.isEmpty()) {
            return Optional.of(current);
        }
        for (Map.Entry<SideTable, SideTable.Changes> ofList : changes.entrySet()) {
            ofList.getKey().apply(connection, dialect, context, id, ofList.getValue());
        }
        touching(dialect, context, row, assignments).update(connection);
        return Optional.of(rows.resource(changed(connection, dialect, context, rows, row), lists));
    }

    private Assignments changedColumns(StoredRow row, @Nullable Object[] values, Wanted wanted) {
        Assignments assignments = new Assignments();
        for (MappedPath line : layout.mapped().paths()) {
            MappedColumn column = layout.column(line);
            if (column == null || column.isReadOnly() || !wanted.includes(line.topLevel())) {
                continue;
            }
            Object value = values[line.index()];
            if (column.isWriteOnly()) {
                if (value != null) {
                    assignments.put(column, column.toRaw(value));
                }
                continue;
            }
            Object raw = column.toRaw(value);
            Object known = row.raws().get(line.index());
            boolean enables = value == null && line.path().isActive() && column.enables(known, raw);
            if (!enables && !Kind.same(raw, known)) {
                assignments.put(column, raw);
            }
        }
        return assignments;
    }

    /** What is not wanted stays in the column of JSON as it is. */
    private void changeRest(Assignments assignments, StoredRow row, Rows rows, Attributes given) {
        if (layout.rest() == null) {
            return;
        }
        Attributes next = row.rest();
        for (AttributeDefinition top : next.definition().subAttributes()) {
            next = rows.wants(top) ? next.with(top, given.get(top)) : next;
        }
        if (!next.equals(row.rest())) {
            assignments.put(layout.rest(), Kind.TEXT, next.isEmpty() ? null : restFormat.write(next));
        }
    }

    /** Writes the columns with a new version and time. */
    private Sql touching(Dialect dialect, RequestContext context, StoredRow row, Assignments assignments) {
        Sql sql =
                new Sql(dialect).add("UPDATE ").add(layout.table()).add(" SET ").add(layout.lastModified());
        sql.add(" = ").value(Kind.TIME, later(row.lastModified()));
        if (layout.version() != null) {
            sql.add(", ").add(layout.version()).add(" = ").value(Kind.NUMBER, row.version() + 1);
        }
        assignments.kinds.forEach(
                (column, kind) -> sql.add(", ").add(column).add(" = ").value(kind, assignments.raws.get(column)));
        return addCondition(sql, context, row.id());
    }

    /** That of one row, whose id another tenant may have given to a row of its own. */
    private Sql addCondition(Sql sql, RequestContext context, Object id) {
        sql.add(" WHERE ").add(layout.id()).add(" = ").value(layout.idKind(), id);
        for (Scope scope : layout.scopes()) {
            sql.add(" AND ").add(scope.column()).add(" = ").value(scope.kind(), scope.raw(context));
        }
        return sql;
    }

    /** A new version and time for rows of which nothing else changes. */
    void touch(Connection connection, Dialect dialect, RequestContext context, List<StoredRow> rows)
            throws SQLException {
        Assignments nothing = new Assignments();
        List<Sql> touches = new ArrayList<>(rows.size());
        rows.forEach(row -> touches.add(touching(dialect, context, row, nothing)));
        Sql.updateAll(connection, touches);
    }

    /** Deletes a row, which leaves the given groups. */
    boolean delete(
            Connection connection,
            Dialect dialect,
            RequestContext context,
            Object id,
            Precondition precondition,
            List<Memberships> leaves)
            throws SQLException {
        StoredRow row = lock(connection, dialect, context, rows(precondition.wanted()), id);
        if (row == null) {
            return false;
        }
        check(connection, dialect, context, row, precondition);
        for (Memberships groups : leaves) {
            groups.end(
                    connection,
                    dialect,
                    context,
                    layout.mapped().type(),
                    layout.idType().text(id));
        }
        for (SideTable side : layout.sideTables()) {
            side.deleteAll(connection, dialect, context, id);
        }
        Sql sql = new Sql(dialect).add("DELETE FROM ").add(layout.table());
        return addCondition(sql, context, id).update(connection) > 0;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Time does not go back, whichever node writes; without a version column it also never stands still. */
    Instant later(Instant last) {
        Instant now = now();
        if (layout.version() != null) {
            return now.isBefore(last) ? last : now;
        }
        Instant next = last.truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
        return now.isBefore(next) ? next : now;
    }
}
