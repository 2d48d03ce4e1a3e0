package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.KeyedHash;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.jdbc.sql.Condition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.MappedPath;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of a multi-valued attribute: one for each entry, added and removed one by one, never rewritten as a whole. */
final class SideTable {

    /** Bits for the entries that one version adds, above them those of the version: 16 million, and 500,000 million. */
    private static final int BITS_IN_VERSION = 24;

    private final MappedPath path;
    private final Attributes fixed;
    private final String table;
    private final String owner;
    private final Kind ownerKind;
    private final List<Scope> scopes;
    private final List<MappedColumn> columns;
    private final @Nullable String position;
    private final boolean positionsByVersion;
    private final Kind positionKind = Kind.NUMBER;
    private final Duration statementTimeout;

    /** The raw values of one row, in the order of the columns. Clients choose them, and many of them stand in one set. */
    record Row(List<@Nullable Object> raws) {

        static Row of(@Nullable Object[] raws) {
            return new Row(Arrays.asList(raws));
        }

        @Override
        public int hashCode() {
            int hash = 0;
            for (Object raw : raws) {
                hash = 31 * hash + KeyedHash.of(raw);
            }
            return hash;
        }
    }

    SideTable(
            MappedPath path,
            Attributes fixed,
            String table,
            String owner,
            Kind ownerKind,
            List<Scope> scopes,
            List<MappedColumn> columns,
            @Nullable String position,
            boolean positionsByVersion,
            Duration statementTimeout) {
        this.path = path;
        this.fixed = fixed;
        this.table = table;
        this.owner = owner;
        this.ownerKind = ownerKind;
        this.scopes = List.copyOf(scopes);
        this.columns = List.copyOf(columns);
        this.position = position;
        this.positionsByVersion = positionsByVersion;
        this.statementTimeout = statementTimeout;
    }

    private Sql sql(Dialect dialect) {
        return new Sql(dialect, statementTimeout);
    }

    /** @throws IllegalArgumentException if two values have the same column */
    void checkWriters() {
        ColumnWriters writers = new ColumnWriters(table);
        String list = "'" + path.path().text() + "'";
        writers.add(owner, "the owner of " + list);
        scopes.forEach(scope -> writers.add(scope.column(), scope.text()));
        writers.add(position, "'.position(...)'");
        for (MappedColumn column : columns) {
            writers.add(column, "'" + column.definition().name() + "' of " + list);
        }
    }

    MappedPath path() {
        return path;
    }

    String table() {
        return table;
    }

    String owner() {
        return owner;
    }

    List<MappedColumn> columns() {
        return columns;
    }

    List<Scope> scopes() {
        return scopes;
    }

    @Nullable
    String position() {
        return position;
    }

    /** What is the same in all entries and has no column. */
    Attributes fixed() {
        return fixed;
    }

    /** Whether rows are identified by {@code value} alone, so that deltas can be applied. */
    boolean isReferences() {
        return list().isReferenceList() && valueColumn() != null;
    }

    private AttributeDefinition list() {
        return path.target();
    }

    @Nullable
    MappedColumn valueColumn() {
        AttributeDefinition value = list().isComplex() ? list().valueSubAttribute() : list();
        return value == null ? null : column(value);
    }

    /** The column of a sub-attribute, or of the values of a simple list; null if it is not kept. */
    @Nullable
    MappedColumn column(AttributeDefinition part) {
        for (MappedColumn column : columns) {
            if (column.definition() == part) {
                return column;
            }
        }
        return null;
    }

    /** Writes the order in which entries are read, for the table under the given name. */
    String order(String alias) {
        StringBuilder order = new StringBuilder();
        if (position != null) {
            order.append(alias).append('.').append(position);
        }
        for (MappedColumn column : columns) {
            order.append(order.length() == 0 ? "" : ", ");
            order.append(alias).append('.').append(column.name());
        }
        return order.toString();
    }

    void writeScopes(Sql sql, String alias, RequestContext context) {
        for (Scope scope : scopes) {
            sql.add(" AND ");
            scope.write(sql, alias, context);
        }
    }

    /** The entries of several owners with one statement. */
    Map<Object, Values> read(Connection connection, Dialect dialect, RequestContext context, Collection<Object> owners)
            throws SQLException {
        Sql sql = sql(dialect).add("SELECT e.").add(owner);
        columns.forEach(column -> sql.add(", e.").add(column.name()));
        sql.add(" FROM ").add(table).add(" e WHERE e.").add(owner).isAnyOf(ownerKind, owners);
        writeScopes(sql, "e", context);
        sql.add(" ORDER BY ").add(order("e"));
        Map<Object, List<Object>> entries = new HashMap<>();
        try (PreparedStatement statement = sql.prepare(connection)) {
            statement.setFetchSize(Sql.BATCH);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Object entry = entry(row(dialect, rows, 2));
                    Object id = dialect.read(ownerKind, rows, 1);
                    if (entry != null && id != null) {
                        entries.computeIfAbsent(id, key -> new ArrayList<>()).add(entry);
                    }
                }
            }
        }
        Map<Object, Values> values = new HashMap<>();
        entries.forEach((id, list) -> values.put(id, Values.of(list(), list)));
        return values;
    }

    /** What stands in the columns of the list, of which the first is the one with the given number. */
    private Row row(Dialect dialect, ResultSet rows, int first) throws SQLException {
        @Nullable Object[] raws = new Object[columns.size()];
        for (int i = 0; i < raws.length; i++) {
            raws[i] = dialect.read(columns.get(i).kind(), rows, i + first);
        }
        return Row.of(raws);
    }

    /** The entry that a row keeps; null if it has none. */
    @Nullable
    Object entry(Row row) {
        List<@Nullable Object> raws = row.raws();
        if (!list().isComplex()) {
            return columns.get(0).fromRaw(raws.get(0));
        }
        Attributes entry = fixed;
        for (int i = 0; i < columns.size(); i++) {
            entry = entry.with(columns.get(i).definition(), columns.get(i).fromRaw(raws.get(i)));
        }
        return entry.equals(fixed) ? null : entry;
    }

    /** The row that keeps an entry, or null if it has nothing that is kept. */
    @Nullable
    Row row(Object entry) {
        @Nullable Object[] raws = new Object[columns.size()];
        boolean empty = true;
        for (int i = 0; i < raws.length; i++) {
            MappedColumn column = columns.get(i);
            Object value = entry instanceof Attributes complex ? complex.get(column.definition()) : entry;
            raws[i] = column.toRaw(value);
            empty &= value == null;
        }
        return empty ? null : Row.of(raws);
    }

    /** The entries as they will be read again. */
    @Nullable
    Values stored(@Nullable Values entries) {
        if (entries == null) {
            return null;
        }
        List<Object> stored = new ArrayList<>(entries.size());
        for (Object entry : entries) {
            Row row = row(entry);
            Object again = row == null ? null : entry(row);
            if (again != null) {
                stored.add(again);
            }
        }
        return stored.isEmpty() ? null : Values.of(list(), stored);
    }

    /**
     * What must be inserted, deleted and changed.
     *
     * @param added rows that are not there
     * @param removed rows that are there
     * @param detailed references that are there and get other details, by value
     */
    record Changes(Set<Row> added, Set<Row> removed, Map<Object, Row> detailed) {

        boolean isEmpty() {
            return added.isEmpty() && removed.isEmpty() && detailed.isEmpty();
        }
    }

    Changes changes(@Nullable Values before, @Nullable Values after) {
        Values.Difference difference = (before == null ? Values.empty(list()) : before)
                .differenceTo(after == null ? Values.empty(list()) : after);
        Set<Row> added = rows(difference.added());
        Set<Row> removed = rows(difference.removed());
        Set<Row> same = new LinkedHashSet<>(added);
        same.retainAll(removed);
        added.removeAll(same);
        removed.removeAll(same);
        return new Changes(added, removed, takeDetailed(added, removed));
    }

    /** A reference whose details change keeps its row, and so its place. */
    private Map<Object, Row> takeDetailed(Set<Row> added, Set<Row> removed) {
        Map<Object, Row> detailed = new LinkedHashMap<>();
        MappedColumn value = valueColumn();
        if (!isReferences() || value == null || added.isEmpty() || removed.isEmpty()) {
            return detailed;
        }
        int at = columns.indexOf(value);
        Map<Object, Row> known = new HashMap<>();
        for (Row row : removed) {
            Object raw = row.raws().get(at);
            if (raw != null) {
                known.put(raw, row);
            }
        }
        for (Iterator<Row> rows = added.iterator(); rows.hasNext(); ) {
            Row row = rows.next();
            Object raw = row.raws().get(at);
            Row old = raw == null ? null : known.get(raw);
            if (raw != null && old != null) {
                detailed.put(raw, row);
                removed.remove(old);
                rows.remove();
            }
        }
        return detailed;
    }

    private Set<Row> rows(List<Object> entries) {
        Set<Row> rows = new LinkedHashSet<>();
        for (Object entry : entries) {
            Row row = row(entry);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** @param version that of the owner after the change */
    void apply(Connection connection, Dialect dialect, RequestContext context, Object id, long version, Changes changes)
            throws SQLException {
        if (!changes.removed().isEmpty()) {
            delete(connection, dialect, context, id, changes.removed());
        }
        if (!changes.added().isEmpty()) {
            insert(connection, dialect, context, id, version, changes.added());
        }
        if (!changes.detailed().isEmpty()) {
            updateDetails(connection, dialect, context, id, changes.detailed());
        }
    }

    private void delete(Connection connection, Dialect dialect, RequestContext context, Object id, Set<Row> rows)
            throws SQLException {
        MappedColumn value = valueColumn();
        if (isReferences() && value != null) {
            int at = columns.indexOf(value);
            List<Object> raws = new ArrayList<>();
            for (Row row : rows) {
                Object raw = row.raws().get(at);
                if (raw != null) {
                    raws.add(raw);
                }
            }
            deleteReferences(connection, dialect, context, id, raws);
            return;
        }
        List<Sql> deletions = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Sql sql = deletion(dialect, context, id);
            for (int i = 0; i < columns.size(); i++) {
                sql.add(" AND ")
                        .same(
                                columns.get(i).name(),
                                columns.get(i).kind(),
                                row.raws().get(i));
            }
            deletions.add(sql);
        }
        Sql.updateAll(connection, deletions);
    }

    private Sql deletion(Dialect dialect, RequestContext context, Object id) {
        return writeOwner(sql(dialect).add("DELETE FROM ").add(table), context, id);
    }

    private Sql writeOwner(Sql sql, RequestContext context, Object id) {
        sql.add(" WHERE ").add(owner).add(" = ").value(ownerKind, id);
        for (Scope scope : scopes) {
            sql.add(" AND ").equal(scope.column(), scope.kind(), scope.raw(context));
        }
        return sql;
    }

    void deleteReferences(
            Connection connection, Dialect dialect, RequestContext context, Object id, Collection<Object> values)
            throws SQLException {
        MappedColumn value = java.util.Objects.requireNonNull(valueColumn());
        deletion(dialect, context, id)
                .add(" AND ")
                .add(value.name())
                .isAnyOf(value.kind(), values)
                .update(connection);
    }

    void deleteAll(Connection connection, Dialect dialect, RequestContext context, Object id) throws SQLException {
        deletion(dialect, context, id).update(connection);
    }

    /** The rows of those of the values that are in the list, by value. */
    Map<Object, Row> known(
            Connection connection, Dialect dialect, RequestContext context, Object id, Collection<Object> values)
            throws SQLException {
        MappedColumn value = java.util.Objects.requireNonNull(valueColumn());
        int at = columns.indexOf(value);
        String names = columns.stream().map(column -> "e." + column.name()).collect(Collectors.joining(", "));
        Sql sql = sql(dialect).add("SELECT ").add(names).add(" FROM ").add(table);
        sql.add(" e WHERE e.").add(owner).add(" = ").value(ownerKind, id);
        sql.add(" AND e.").add(value.name()).isAnyOf(value.kind(), values);
        writeScopes(sql, "e", context);
        Map<Object, Row> known = new LinkedHashMap<>();
        try (PreparedStatement statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Row row = row(dialect, rows, 1);
                Object raw = row.raws().get(at);
                if (raw != null) {
                    known.put(raw, row);
                }
            }
        }
        return known;
    }

    /** Gives rows that are there other details. */
    void updateDetails(Connection connection, Dialect dialect, RequestContext context, Object id, Map<Object, Row> rows)
            throws SQLException {
        MappedColumn value = java.util.Objects.requireNonNull(valueColumn());
        List<Sql> updates = new ArrayList<>(rows.size());
        rows.forEach((key, row) -> {
            Sql sql = sql(dialect).add("UPDATE ").add(table).add(" SET ");
            String separator = "";
            for (int i = 0; i < columns.size(); i++) {
                MappedColumn column = columns.get(i);
                if (column != value) {
                    Object raw = row.raws().get(i);
                    sql.add(separator).add(column.name()).add(" = ").value(column.kind(), raw);
                    if (column.keyColumn() != null) {
                        sql.add(", ").add(column.keyColumn()).add(" = ").value(column.keyKind(), column.key(raw));
                    }
                    separator = ", ";
                }
            }
            writeOwner(sql, context, id);
            updates.add(sql.add(" AND ").add(value.name()).add(" = ").value(value.kind(), key));
        });
        Sql.updateAll(connection, updates);
    }

    /** @param version that of the owner after the change */
    void insert(
            Connection connection,
            Dialect dialect,
            RequestContext context,
            Object id,
            long version,
            Collection<Row> rows)
            throws SQLException {
        long next = firstPosition(connection, dialect, context, id, version);
        Sql sql = sql(dialect).add("INSERT INTO ").add(table).add(" (").add(owner);
        scopes.forEach(scope -> sql.add(", ").add(scope.column()));
        for (MappedColumn column : columns) {
            sql.add(", ").add(column.name());
            if (column.keyColumn() != null) {
                sql.add(", ").add(column.keyColumn());
            }
        }
        sql.add(position == null ? "" : ", " + position).add(") VALUES (?");
        int marks = scopes.size() + columns.size() + (position == null ? 0 : 1);
        marks += (int)
                columns.stream().filter(column -> column.keyColumn() != null).count();
        sql.add(", ?".repeat(marks)).add(")");
        try (PreparedStatement statement = sql.prepareToFill(connection)) {
            int inBatch = 0;
            for (Row row : rows) {
                fill(dialect, statement, context, id, row, next++);
                statement.addBatch();
                if (++inBatch % Sql.BATCH == 0) {
                    statement.executeBatch();
                }
            }
            if (inBatch % Sql.BATCH != 0) {
                statement.executeBatch();
            }
        }
    }

    private void fill(
            Dialect dialect, PreparedStatement statement, RequestContext context, Object id, Row row, long ordinal)
            throws SQLException {
        int index = 1;
        dialect.set(ownerKind, statement, index++, id);
        for (Scope scope : scopes) {
            dialect.set(scope.kind(), statement, index++, scope.raw(context));
        }
        for (int i = 0; i < columns.size(); i++) {
            MappedColumn column = columns.get(i);
            Object raw = row.raws().get(i);
            dialect.set(column.kind(), statement, index++, raw);
            if (column.keyColumn() != null) {
                dialect.set(column.keyKind(), statement, index++, column.key(raw));
            }
        }
        if (position != null) {
            dialect.set(positionKind, statement, index, ordinal);
        }
    }

    private long firstPosition(Connection connection, Dialect dialect, RequestContext context, Object id, long version)
            throws SQLException {
        if (position == null || positionsByVersion) {
            return version << BITS_IN_VERSION;
        }
        Sql sql = sql(dialect)
                .add("SELECT MAX(e.")
                .add(String.valueOf(position))
                .add(") FROM ")
                .add(table);
        sql.add(" e WHERE e.").add(owner).add(" = ").value(ownerKind, id);
        writeScopes(sql, "e", context);
        try (PreparedStatement statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            long last = rows.getLong(1);
            return rows.wasNull() ? 0 : last + 1;
        }
    }

    /** {@code EXISTS} with a row of the given condition, which names the table {@code e}. */
    Condition some(RequestContext context, String ownerId, Condition condition) {
        return (sql, holds) -> {
            sql.add(holds ? "EXISTS (" : "NOT EXISTS (").add("SELECT 1 FROM ").add(table);
            sql.add(" e WHERE e.").add(owner).add(" = ").add(ownerId);
            writeScopes(sql, "e", context);
            sql.add(" AND ");
            condition.write(sql, true);
            sql.add(")");
        };
    }
}
