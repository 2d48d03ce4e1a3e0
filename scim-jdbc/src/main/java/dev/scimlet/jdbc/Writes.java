package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates, changes and deletes rows; each step is a part of one transaction. */
final class Writes {

    private static final long FIRST_VERSION = 1;

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

    /** A new resource, computed outside of any transaction: a password may take its time to be hashed. */
    final class Creation {

        private final RequestContext context;
        private final Assignments row = new Assignments();
        private final Map<SideTable, SideTable.Changes> changes = new LinkedHashMap<>();
        private final Map<Integer, Values> lists = new HashMap<>();

        Creation(RequestContext context, Attributes attributes) {
            this.context = context;
            Instant now = now();
            if (layout.idKind() != Kind.NUMBER) {
                String id = ids.get();
                row.put(layout.id(), layout.idKind(), layout.idKind() == Kind.UUID ? UUID.fromString(id) : id);
            }
            layout.scopes().forEach(scope -> row.put(scope.column(), scope.kind(), scope.raw(context)));
            row.put(layout.created(), Kind.TIME, now);
            row.put(layout.lastModified(), Kind.TIME, now);
            if (layout.version() != null) {
                row.put(layout.version(), Kind.NUMBER, FIRST_VERSION);
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
            for (SideTable side : layout.sideTables()) {
                if (values[side.path().index()] instanceof Values given) {
                    changes.put(side, side.changes(null, given));
                    putStored(lists, side, given);
                }
            }
        }

        Resource run(Connection connection, Dialect dialect) throws SQLException {
            Object id = insert(connection, dialect, row);
            for (Map.Entry<SideTable, SideTable.Changes> ofList : changes.entrySet()) {
                ofList.getKey().apply(connection, dialect, context, id, FIRST_VERSION, ofList.getValue());
            }
            RowReader rows = rows(Wanted.everything());
            return rows.resource(reread(connection, dialect, context, rows, id), lists);
        }
    }

    private static void putStored(Map<Integer, Values> lists, SideTable side, @Nullable Values given) {
        Values stored = side.stored(given);
        if (stored != null) {
            lists.put(side.path().index(), stored);
        }
    }

    private Object insert(Connection connection, Dialect dialect, Assignments row) throws SQLException {
        Sql sql = layout.sql(dialect).add("INSERT INTO ").add(layout.table());
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
                return dialect.generatedKey(keys, layout.id());
            }
        }
    }

    private StoredRow reread(Connection connection, Dialect dialect, RequestContext context, RowReader rows, Object id)
            throws SQLException {
        return Objects.requireNonNull(row(connection, dialect, context, rows, id, false));
    }

    /** The row after a change, whose version must tell of it: the next {@code If-Match} goes by that. */
    StoredRow changed(Connection connection, Dialect dialect, RequestContext context, RowReader rows, StoredRow before)
            throws SQLException {
        boolean counts = layout.version() != null;
        return changed(
                connection,
                dialect,
                context,
                rows,
                before.id(),
                before.meta(counts).version());
    }

    private StoredRow changed(
            Connection connection, Dialect dialect, RequestContext context, RowReader rows, Object id, String version)
            throws SQLException {
        StoredRow after = reread(connection, dialect, context, rows, id);
        boolean counts = layout.version() != null;
        if (after.meta(counts).version().equals(version)) {
            throw new IllegalStateException("column " + (counts ? layout.version() : layout.lastModified()) + " of "
                    + layout.table() + " does not keep what is written: the version stays the same after a change");
        }
        return after;
    }

    private @Nullable StoredRow row(
            Connection connection,
            Dialect dialect,
            RequestContext context,
            RowReader rows,
            Object id,
            boolean forUpdate)
            throws SQLException {
        Sql sql = rows.select(dialect, context, null);
        sql.equal(layout.idColumn(), layout.idKind(), id).add(forUpdate ? " FOR UPDATE" : "");
        List<StoredRow> found = rows.read(connection, sql, null);
        return found.isEmpty() ? null : found.get(0);
    }

    /** The row under a lock that other writers of the resource wait for; null if there is none. */
    @Nullable
    StoredRow lock(Connection connection, Dialect dialect, RequestContext context, RowReader rows, Object id)
            throws SQLException {
        return row(connection, dialect, context, rows, id, true);
    }

    RowReader rows(Wanted wanted) {
        return new RowReader(layout, restFormat, wanted);
    }

    /** A change that was computed outside of any transaction: what must be written to have it. */
    final class Update {

        private final RequestContext context;
        private final Object id;
        private final Wanted wanted;
        private final RowReader rows;
        private final String version;
        private final Instant lastModified;
        private final Assignments assignments;
        private final Map<SideTable, SideTable.Changes> changes = new LinkedHashMap<>();
        private final Map<Integer, Values> lists = new HashMap<>();
        private final @Nullable Attributes rest;

        Update(RequestContext context, Object id, Resource read, Attributes changed, Wanted wanted) {
            this.context = context;
            this.id = id;
            this.wanted = wanted;
            this.rows = rows(wanted);
            this.version = read.meta().version();
            this.lastModified = layout.version() == null
                    ? Instant.EPOCH.plus(Long.parseLong(version), ChronoUnit.MICROS)
                    : read.meta().lastModified();
            @Nullable Object[] before = layout.mapped().values(read.attributes());
            @Nullable Object[] after = layout.mapped().values(changed);
            this.assignments = changedColumns(before, after, wanted);
            for (SideTable side : rows.sideTables()) {
                int index = side.path().index();
                SideTable.Changes ofList = side.changes((Values) before[index], (Values) after[index]);
                if (!ofList.isEmpty()) {
                    changes.put(side, ofList);
                }
                putStored(lists, side, (Values) (ofList.isEmpty() ? before[index] : after[index]));
            }
            Attributes given = layout.mapped().rest(changed);
            boolean same = given.equals(layout.mapped().rest(read.attributes()));
            this.rest = layout.rest() == null || same ? null : given;
        }

        /** Whether nothing that is kept would be other than it was read. */
        boolean isEmpty() {
            return assignments.isEmpty() && changes.isEmpty() && rest == null;
        }

        /**
         * Writes it, the row first: who has changed it keeps the others out.
         *
         * @return empty if the resource has another version by now, or is gone; nothing is then written
         */
        Optional<Resource> run(Connection connection, Dialect dialect) throws SQLException {
            String column = layout.rest();
            if (rest != null && column != null) {
                Attributes whole = isWhole() ? rest : mergedRest(connection, dialect, rest);
                if (whole == null) {
                    return Optional.empty();
                }
                assignments.put(column, Kind.TEXT, whole.isEmpty() ? null : restFormat.write(whole));
            }
            Sql sql = touching(dialect, context, id, nextVersion(version), later(lastModified), assignments);
            addVersion(sql, version);
            if (sql.update(connection) == 0) {
                return Optional.empty();
            }
            for (Map.Entry<SideTable, SideTable.Changes> ofList : changes.entrySet()) {
                ofList.getKey().apply(connection, dialect, context, id, nextVersion(version), ofList.getValue());
            }
            return Optional.of(rows.resource(changed(connection, dialect, context, rows, id, version), lists));
        }

        private boolean isWhole() {
            return layout.mapped().type().definition().subAttributes().stream().allMatch(wanted::includes);
        }

        /** What is not wanted stays in the column of JSON as it is; null if others were faster. */
        private @Nullable Attributes mergedRest(Connection connection, Dialect dialect, Attributes given)
                throws SQLException {
            StoredRow row = lock(connection, dialect, context, rows, id);
            if (row == null || !row.meta(layout.version() != null).version().equals(version)) {
                return null;
            }
            Attributes next = row.rest();
            for (AttributeDefinition top : next.definition().subAttributes()) {
                next = wanted.includes(top) ? next.with(top, given.get(top)) : next;
            }
            return next;
        }
    }

    private Assignments changedColumns(@Nullable Object[] before, @Nullable Object[] after, Wanted wanted) {
        Assignments assignments = new Assignments();
        for (MappedPath line : layout.mapped().paths()) {
            MappedColumn column = layout.column(line);
            if (column == null || column.isReadOnly() || !wanted.includes(line.topLevel())) {
                continue;
            }
            Object value = after[line.index()];
            if (column.isWriteOnly()) {
                if (value != null) {
                    assignments.put(column, column.toRaw(value));
                }
                continue;
            }
            Object raw = column.toRaw(value);
            Object known = column.toRaw(before[line.index()]);
            boolean enables = value == null && line.path().isActive() && column.enables(known, raw);
            if (!enables && !Kind.same(raw, known)) {
                assignments.put(column, raw);
            }
        }
        return assignments;
    }

    /** Writes the columns with a new version and time. */
    private Sql touching(
            Dialect dialect, RequestContext context, Object id, long version, Instant time, Assignments assignments) {
        Sql sql = layout.sql(dialect)
                .add("UPDATE ")
                .add(layout.table())
                .add(" SET ")
                .add(layout.lastModified());
        sql.add(" = ").value(Kind.TIME, time);
        if (layout.version() != null) {
            sql.add(", ").add(layout.version()).add(" = ").value(Kind.NUMBER, version);
        }
        assignments.kinds.forEach(
                (column, kind) -> sql.add(", ").add(column).add(" = ").value(kind, assignments.raws.get(column)));
        return addCondition(sql, context, id);
    }

    private long nextVersion(String version) {
        return layout.version() == null ? 0 : Long.parseLong(version) + 1;
    }

    /** Only the row that still has the version. A row that the application wrote without one is read as the oldest. */
    private void addVersion(Sql sql, String version) {
        long number = Long.parseLong(version);
        String column = layout.version() == null ? layout.lastModified() : layout.version();
        sql.add(number == 0 ? " AND (" + column + " IS NULL OR " : " AND (");
        if (layout.version() != null) {
            sql.add(column).add(" = ").value(Kind.NUMBER, number);
        } else {
            // Of columns that hold finer times, the version tells the microsecond
            Instant time = Instant.EPOCH.plus(number, ChronoUnit.MICROS);
            sql.add(column).add(" >= ").value(Kind.TIME, time);
            sql.add(" AND ").add(column).add(" < ").value(Kind.TIME, time.plus(1, ChronoUnit.MICROS));
        }
        sql.add(")");
    }

    /** That of one row, whose id another tenant may have given to a row of its own. */
    private Sql addCondition(Sql sql, RequestContext context, Object id) {
        sql.add(" WHERE ").equal(layout.id(), layout.idKind(), id);
        for (Scope scope : layout.scopes()) {
            sql.add(" AND ").equal(scope.column(), scope.kind(), scope.raw(context));
        }
        return sql;
    }

    /** Gives rows of which nothing else changes a new version and time, and says which. */
    List<StoredRow> touch(Connection connection, Dialect dialect, RequestContext context, List<StoredRow> rows)
            throws SQLException {
        Assignments nothing = new Assignments();
        List<StoredRow> after = rows.stream()
                .map(row -> row.touched(row.version() + 1, later(row.lastModified())))
                .toList();
        List<Sql> touches = after.stream()
                .map(row -> touching(dialect, context, row.id(), row.version(), row.lastModified(), nothing))
                .toList();
        Sql.updateAll(connection, touches);
        return after;
    }

    /** Deletes a row, and tells what it was. */
    Optional<Resource> delete(
            Connection connection,
            Dialect dialect,
            RequestContext context,
            Object id,
            Wanted wanted,
            Precondition precondition)
            throws SQLException {
        RowReader rows = rows(wanted.and(precondition.wanted()));
        StoredRow row = lock(connection, dialect, context, rows, id);
        if (row == null) {
            return Optional.empty();
        }
        Resource last = rows.resource(row, rows.lists(connection, dialect, context, List.of(row)));
        precondition.check(last);
        for (SideTable side : layout.sideTables()) {
            side.deleteAll(connection, dialect, context, id);
        }
        Sql sql = layout.sql(dialect).add("DELETE FROM ").add(layout.table());
        addCondition(sql, context, id).update(connection);
        return Optional.of(last);
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
