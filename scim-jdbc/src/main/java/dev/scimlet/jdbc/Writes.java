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
import dev.scimlet.jdbc.sql.With;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.TimeOrderedIds;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.mapping.MappedPath;
import java.sql.Connection;
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
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates, changes and deletes rows; each step is a part of one transaction. */
final class Writes {

    private static final long FIRST_VERSION = 1;

    /** How many sets of wanted attributes are remembered. */
    private static final int MOST_READERS = 100;

    /** Rows of lists that are written by one statement, with values for each; more are batches. */
    private static final int MOST_ROWS_AT_ONCE = 32;

    private final TableLayout layout;
    private final RestFormat restFormat;
    private final Clock clock;
    private final Supplier<String> ids;
    private final Statements statements;
    private final boolean keepsWhatIsWritten;
    private final Cache<Wanted, RowReader> readers = new Cache<>(MOST_READERS);

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
        this.statements = new Statements(layout.statementLimit());
        this.keepsWhatIsWritten = layout.keepsWhatIsWritten();
    }

    /** A new resource, computed outside of any transaction: a password may take its time to be hashed. */
    final class Creation {

        private final RequestContext context;
        private final Instant now = now();
        private final Assignments row = new Assignments();
        private final Map<SideTable, SideTable.Changes> changes = new LinkedHashMap<>();
        private final Map<Integer, Values> lists = new HashMap<>();

        Creation(RequestContext context, Attributes attributes) {
            this.context = context;
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

        /** Whether this is one statement where {@link Dialect#writesAtOnce}. */
        boolean isOneStatement() {
            return row.raws.get(layout.id()) != null && isFew(changes);
        }

        Resource run(Connection connection, Dialect dialect) throws SQLException {
            RowReader rows = rows(Wanted.everything());
            Object known = row.raws.get(layout.id());
            if (known != null && dialect.writesAtOnce() && isFew(changes)) {
                return rows.resource(insertAtOnce(connection, dialect, rows, known), lists);
            }
            StoredRow stored = inserted(connection, dialect, rows);
            for (Map.Entry<SideTable, SideTable.Changes> ofList : changes.entrySet()) {
                ofList.getKey().apply(connection, dialect, owner(stored.id()), ofList.getValue());
            }
            return rows.resource(stored, lists);
        }

        private SideTable.Owner owner(Object id) {
            return new SideTable.Owner(context, id, FIRST_VERSION, true);
        }

        private StoredRow insertAtOnce(Connection connection, Dialect dialect, RowReader rows, Object id)
                throws SQLException {
            Object shape = List.of("insert", List.copyOf(row.kinds.keySet()), shapes(changes));
            Sql sql = statements.compose(shape, dialect, all -> {
                With with = new With(all);
                addParts(with, changes, null, owner(id));
                with.then(
                        keepsWhatIsWritten
                                ? this::writeRow
                                : end -> dialect.returning(end, Dialect.Change.INSERT, rows.names(), this::writeRow));
            });
            if (keepsWhatIsWritten) {
                sql.update(connection);
                return written(rows, id);
            }
            return Objects.requireNonNull(rows.told(connection, sql));
        }

        private StoredRow written(RowReader rows, Object id) {
            return rows.written(
                    id,
                    FIRST_VERSION,
                    now,
                    now,
                    line -> row.raws.get(rows.column(line).name()));
        }

        private StoredRow inserted(Connection connection, Dialect dialect, RowReader rows) throws SQLException {
            Object shape = List.of("insert", List.copyOf(row.kinds.keySet()));
            if (dialect.tells() && !keepsWhatIsWritten) {
                Sql sql = statements.compose(
                        shape,
                        dialect,
                        told -> dialect.returning(told, Dialect.Change.INSERT, rows.names(), this::writeRow));
                return Objects.requireNonNull(rows.told(connection, sql));
            }
            Object id = insertedKey(connection, dialect, statements.compose(shape, dialect, this::writeRow));
            if (keepsWhatIsWritten) {
                return written(rows, id);
            }
            return Objects.requireNonNull(row(connection, dialect, context, rows, id, false));
        }

        private Object insertedKey(Connection connection, Dialect dialect, Sql sql) throws SQLException {
            Object known = row.raws.get(layout.id());
            if (known != null) {
                sql.update(connection);
                return known;
            }
            try (Prepared statement = sql.prepareReturningKeys(connection)) {
                statement.executeUpdate();
                try (ResultSet keys = statement.statement().getGeneratedKeys()) {
                    keys.next();
                    return dialect.generatedKey(keys, layout.id());
                }
            }
        }

        private void writeRow(Sql sql) {
            sql.add("INSERT INTO ").add(layout.table()).add(" (");
            sql.addList(row.kinds.keySet()).add(") VALUES (");
            String separator = "";
            for (Map.Entry<String, Kind> column : row.kinds.entrySet()) {
                sql.add(separator).value(column.getValue(), row.raws.get(column.getKey()));
                separator = ", ";
            }
            sql.add(")");
        }
    }

    private static boolean isFew(Map<SideTable, SideTable.Changes> changes) {
        int rows = 0;
        for (SideTable.Changes ofList : changes.values()) {
            rows += ofList.added().size()
                    + ofList.removed().size()
                    + ofList.detailed().size();
        }
        return rows <= MOST_ROWS_AT_ONCE;
    }

    private static List<SideTable.Shape> shapes(Map<SideTable, SideTable.Changes> changes) {
        List<SideTable.Shape> shapes = new ArrayList<>(changes.size());
        changes.forEach((side, ofList) -> shapes.add(side.shape(ofList)));
        return shapes;
    }

    private static void addParts(
            With with, Map<SideTable, SideTable.Changes> changes, @Nullable String guard, SideTable.Owner of) {
        int number = 0;
        for (Map.Entry<SideTable, SideTable.Changes> ofList : changes.entrySet()) {
            ofList.getKey().addParts(with, "l" + number++, guard, of, ofList.getValue());
        }
    }

    private static void putStored(Map<Integer, Values> lists, SideTable side, @Nullable Values given) {
        Values stored = side.stored(given);
        if (stored != null) {
            lists.put(side.path().index(), stored);
        }
    }

    /** The row after a change, whose version must tell of it: the next {@code If-Match} goes by that. */
    StoredRow requireCounted(StoredRow after, String version) {
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
        Sql sql = statements.compose(List.of(forUpdate, rows), dialect, select -> {
            if (forUpdate) {
                writeLock(select, rows, context, id);
            } else {
                rows.writeRow(select, context, id);
            }
        });
        return rows.told(connection, sql);
    }

    /** Reads the row and locks it. */
    void writeLock(Sql sql, RowReader rows, RequestContext context, Object id) {
        rows.writeRow(sql, context, id);
        sql.add(" FOR UPDATE");
    }

    /** Reads the version of the row. */
    void writeVersion(Sql sql, RequestContext context, Object id) {
        sql.add("SELECT ")
                .add(Objects.requireNonNull(layout.version()))
                .add(" FROM ")
                .add(layout.table());
        addCondition(sql, context, id);
    }

    /** {@code id = ?}. */
    void writeKey(Sql sql, Object id) {
        sql.equal(layout.id(), layout.idKind(), id);
    }

    boolean countsVersions() {
        return layout.version() != null;
    }

    /** The row under a lock that other writers of the resource wait for; null if there is none. */
    @Nullable
    StoredRow lock(Connection connection, Dialect dialect, RequestContext context, RowReader rows, Object id)
            throws SQLException {
        return row(connection, dialect, context, rows, id, true);
    }

    /** Reads what is wanted, without the groups of members. */
    RowReader rows(Wanted wanted) {
        return readers.get(wanted, missing -> new RowReader(layout, restFormat, wanted, null));
    }

    Statements statements() {
        return statements;
    }

    /** A change that was computed outside of any transaction: what must be written to have it. */
    final class Update {

        private final RequestContext context;
        private final Object id;
        private final Wanted wanted;
        private final RowReader rows;
        private final String version;
        private final Instant created;
        private final Instant lastModified;
        private final @Nullable Object[] before;
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
            this.created = read.meta().created();
            this.lastModified = layout.version() == null
                    ? Instant.EPOCH.plus(Long.parseLong(version), ChronoUnit.MICROS)
                    : read.meta().lastModified();
            this.before = layout.mapped().values(read.attributes());
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

        /** Whether this is one statement where {@link Dialect#writesAtOnce}. */
        boolean isOneStatement() {
            return rest == null && isFew(changes);
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
            Instant time = later(lastModified);
            StoredRow after = dialect.writesAtOnce() && isFew(changes)
                    ? updatedAtOnce(connection, dialect, time)
                    : updatedStepByStep(connection, dialect, time);
            return after == null ? Optional.empty() : Optional.of(rows.resource(requireCounted(after, version), lists));
        }

        private SideTable.Owner owner() {
            return new SideTable.Owner(context, id, nextVersion(version), false);
        }

        private void writeRow(Sql sql, Instant time) {
            writeTouching(sql, nextVersion(version), time, assignments);
            addCondition(sql, context, id);
            addVersion(sql, version);
        }

        private List<Object> shape() {
            boolean first = Long.parseLong(version) == 0;
            return List.of("update", rows, first, List.copyOf(assignments.kinds.keySet()));
        }

        private @Nullable StoredRow updatedAtOnce(Connection connection, Dialect dialect, Instant time)
                throws SQLException {
            String told = keepsWhatIsWritten ? layout.id() : rows.names();
            Sql sql = statements.compose(List.of(shape(), shapes(changes)), dialect, all -> {
                Consumer<Sql> row =
                        update -> dialect.returning(update, Dialect.Change.UPDATE, told, of -> writeRow(of, time));
                if (changes.isEmpty()) {
                    all.add(row);
                    return;
                }
                With with = new With(all).part("r", row);
                addParts(with, changes, "r", owner());
                with.then(end -> end.add("SELECT * FROM r"));
            });
            if (keepsWhatIsWritten) {
                return sql.findsAny(connection) ? written(time) : null;
            }
            return rows.told(connection, sql);
        }

        private StoredRow written(Instant time) {
            return rows.written(id, nextVersion(version), created, time, this::written);
        }

        /** The row first: who has changed it keeps the others out. */
        private @Nullable StoredRow updatedStepByStep(Connection connection, Dialect dialect, Instant time)
                throws SQLException {
            StoredRow after = updated(connection, dialect, time);
            if (after != null) {
                for (Map.Entry<SideTable, SideTable.Changes> ofList : changes.entrySet()) {
                    ofList.getKey().apply(connection, dialect, owner(), ofList.getValue());
                }
            }
            return after;
        }

        private @Nullable StoredRow updated(Connection connection, Dialect dialect, Instant time) throws SQLException {
            if (dialect.tells() && !keepsWhatIsWritten) {
                Sql sql = statements.compose(
                        shape(),
                        dialect,
                        told -> dialect.returning(told, Dialect.Change.UPDATE, rows.names(), of -> writeRow(of, time)));
                return rows.told(connection, sql);
            }
            if (statements.compose(shape(), dialect, of -> writeRow(of, time)).update(connection) == 0) {
                return null;
            }
            return keepsWhatIsWritten ? written(time) : row(connection, dialect, context, rows, id, false);
        }

        /** What the column of a line holds after the change. */
        private @Nullable Object written(MappedPath line) {
            MappedColumn column = rows.column(line);
            return assignments.kinds.containsKey(column.name())
                    ? assignments.raws.get(column.name())
                    : column.toRaw(before[line.index()]);
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

    /** {@code UPDATE ... SET ...} of the columns, with a new version and time. */
    private void writeTouching(Sql sql, long version, Instant time, Assignments assignments) {
        sql.add("UPDATE ").add(layout.table()).add(" SET ");
        sql.add(layout.lastModified()).add(" = ").value(Kind.TIME, time);
        if (layout.version() != null) {
            sql.add(", ").add(layout.version()).add(" = ").value(Kind.NUMBER, version);
        }
        assignments.kinds.forEach(
                (column, kind) -> sql.add(", ").add(column).add(" = ").value(kind, assignments.raws.get(column)));
    }

    /** {@code UPDATE ...} that counts the version on, and tells of the key, the version and the time as i, v and t. */
    void writeCounting(Sql sql, RequestContext context, Instant now, Consumer<Sql> condition) {
        String version = Objects.requireNonNull(layout.version());
        sql.add("UPDATE ")
                .add(layout.table())
                .add(" SET ")
                .add(version)
                .add(" = ")
                .add(version)
                .add(" + 1, ");
        sql.add(layout.lastModified())
                .add(" = GREATEST(")
                .add(layout.lastModified())
                .add(", ");
        sql.typedValue(Kind.TIME, now).add(") WHERE ").add(condition);
        writeScopes(sql, context);
        sql.add(" RETURNING ").add(layout.id()).add(" AS i, ").add(version).add(" AS v, ");
        sql.add(layout.lastModified()).add(" AS t");
    }

    /** The row with the version and time that stand in two columns of a result; null if they stand there for none. */
    @Nullable
    StoredRow counted(Dialect dialect, ResultSet result, int column, StoredRow before) throws SQLException {
        long version = result.getLong(column);
        if (result.wasNull()) {
            return null;
        }
        Instant time = (Instant) Objects.requireNonNull(dialect.read(Kind.TIME, result, column + 1));
        return requireCounted(before.touched(version, time), before.meta(true).version());
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
    private void addCondition(Sql sql, RequestContext context, Object id) {
        sql.add(" WHERE ").add(key -> writeKey(key, id));
        writeScopes(sql, context);
    }

    private void writeScopes(Sql sql, RequestContext context) {
        for (Scope scope : layout.scopes()) {
            sql.add(" AND ").equal(scope.column(), scope.kind(), scope.raw(context));
        }
    }

    /** Gives rows of which nothing else changes a new version and time, and says which. */
    List<StoredRow> touch(Connection connection, Dialect dialect, RequestContext context, List<StoredRow> rows)
            throws SQLException {
        Assignments nothing = new Assignments();
        List<StoredRow> after = rows.stream()
                .map(row -> row.touched(row.version() + 1, later(row.lastModified())))
                .toList();
        List<Sql> touches = after.stream()
                .map(row -> layout.sql(dialect).add(touch -> {
                    writeTouching(touch, row.version(), row.lastModified(), nothing);
                    addCondition(touch, context, row.id());
                }))
                .toList();
        Sql.updateAll(connection, touches);
        return after;
    }

    /** As {@link #touch}, of one row, as the database tells of it. */
    StoredRow touched(Connection connection, Dialect dialect, RequestContext context, RowReader rows, StoredRow row)
            throws SQLException {
        StoredRow told;
        if (dialect.tells()) {
            Sql sql = statements.compose(List.of("touch", rows), dialect, touch -> {
                dialect.returning(touch, Dialect.Change.UPDATE, rows.names(), update -> {
                    writeTouching(update, row.version() + 1, later(row.lastModified()), new Assignments());
                    addCondition(update, context, row.id());
                });
            });
            told = rows.told(connection, sql);
        } else {
            StoredRow after = touch(connection, dialect, context, List.of(row)).get(0);
            told = keepsWhatIsWritten ? after : row(connection, dialect, context, rows, row.id(), false);
        }
        return requireCounted(
                Objects.requireNonNull(told), row.meta(layout.version() != null).version());
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
        if (precondition == Precondition.NONE && rows.sideTables().isEmpty()) {
            StoredRow last = deleted(connection, dialect, context, rows, id);
            return last == null ? Optional.empty() : Optional.of(rows.resource(last, Map.of()));
        }
        StoredRow row = lock(connection, dialect, context, rows, id);
        if (row == null) {
            return Optional.empty();
        }
        Resource last = rows.resource(row, rows.lists(connection, dialect, context, List.of(row)));
        precondition.check(last);
        deleted(connection, dialect, context, rows(Wanted.nothing()), id);
        return Optional.of(last);
    }

    private @Nullable StoredRow deleted(
            Connection connection, Dialect dialect, RequestContext context, RowReader rows, Object id)
            throws SQLException {
        SideTable.Owner owner = new SideTable.Owner(context, id, 0, false);
        List<SideTable> sides = new ArrayList<>(layout.sideTables());
        sides.removeIf(SideTable::cascades);
        if (!dialect.tells() || !dialect.writesAtOnce() && !sides.isEmpty()) {
            return deletedStepByStep(connection, dialect, rows, owner, sides);
        }
        Sql sql = statements.compose(List.of("delete", rows), dialect, all -> {
            With with = new With(all);
            for (int i = 0; i < sides.size(); i++) {
                SideTable side = sides.get(i);
                with.part("l" + i, part -> side.writeDeletion(part, owner));
            }
            with.then(end -> dialect.returning(
                    end, Dialect.Change.DELETE, rows.names(), row -> writeDeletion(row, context, id)));
        });
        return rows.told(connection, sql);
    }

    /** The row first, under a lock, as all writers do. */
    private @Nullable StoredRow deletedStepByStep(
            Connection connection, Dialect dialect, RowReader rows, SideTable.Owner of, List<SideTable> sides)
            throws SQLException {
        StoredRow last = lock(connection, dialect, of.context(), rows, of.id());
        if (last == null) {
            return null;
        }
        for (SideTable side : sides) {
            side.deleteAll(connection, dialect, of);
        }
        statements
                .compose("delete", dialect, row -> writeDeletion(row, of.context(), of.id()))
                .update(connection);
        return last;
    }

    private void writeDeletion(Sql sql, RequestContext context, Object id) {
        sql.add("DELETE FROM ").add(layout.table());
        addCondition(sql, context, id);
    }

    Instant now() {
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
