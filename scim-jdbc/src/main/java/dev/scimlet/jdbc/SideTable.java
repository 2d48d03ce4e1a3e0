package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.KeyedHash;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.jdbc.sql.Condition;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.jdbc.sql.Kind;
import dev.scimlet.jdbc.sql.Prepared;
import dev.scimlet.jdbc.sql.Sql;
import dev.scimlet.jdbc.sql.TimeLimit;
import dev.scimlet.jdbc.sql.Union;
import dev.scimlet.jdbc.sql.With;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.mapping.MappedPath;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    private final boolean cascades;
    private final TimeLimit statementLimit;
    private final List<String> writtenColumns;
    private final String insertion;

    /** The columns of rows that stand in a statement: c0, c1 and so on, and the same of the alias v. */
    private final String columnsOfRows;

    private final String columnsOfAlias;

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
            boolean cascades,
            TimeLimit statementLimit) {
        this.path = path;
        this.fixed = fixed;
        this.table = table;
        this.owner = owner;
        this.ownerKind = ownerKind;
        this.scopes = List.copyOf(scopes);
        this.columns = List.copyOf(columns);
        this.position = position;
        this.positionsByVersion = positionsByVersion;
        this.cascades = cascades;
        this.statementLimit = statementLimit;
        this.writtenColumns = writtenColumns();
        this.insertion = "INSERT INTO " + table + " (" + String.join(", ", writtenColumns) + ")";
        this.columnsOfRows = names("c");
        this.columnsOfAlias = names("v.c");
    }

    /** Whether the database takes the rows away with that of their owner. */
    boolean cascades() {
        return cascades;
    }

    private Sql sql(Dialect dialect) {
        return new Sql(dialect, statementLimit);
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

    /** Whether no two entries of an owner have the same position. */
    boolean positionsAreUnique() {
        return position != null && positionsByVersion;
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
        if (positionsByVersion) {
            return order.toString();
        }
        for (MappedColumn column : columns) {
            order.append(order.length() == 0 ? "" : ", ");
            order.append(alias).append('.').append(column.name());
        }
        return order.toString();
    }

    /** What is read of an entry: its owner, then its columns. */
    List<Union.Column> selected() {
        List<Union.Column> selected = new ArrayList<>();
        selected.add(new Union.Column("e." + owner, ownerKind));
        columns.forEach(column -> selected.add(new Union.Column("e." + column.name(), column.kind())));
        return selected;
    }

    /** A number by which entries of one owner are ordered. */
    String orderNumber() {
        return position != null && positionsByVersion
                ? "e." + position
                : "ROW_NUMBER() OVER (ORDER BY " + order("e") + ")";
    }

    /** The entry in a row of what is {@link #selected}; null if it has none. */
    @Nullable
    Object entry(Dialect dialect, ResultSet rows, int[] places) throws SQLException {
        @Nullable Object[] raws = new Object[columns.size()];
        for (int i = 0; i < raws.length; i++) {
            raws[i] = dialect.read(columns.get(i).kind(), rows, places[i + 1]);
        }
        return entry(Row.of(raws));
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
        try (Prepared statement = sql.fetching(Sql.BATCH).prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Object entry = entry(row(dialect, rows, 2));
                Object id = dialect.read(ownerKind, rows, 1);
                if (entry != null && id != null) {
                    entries.computeIfAbsent(id, key -> new ArrayList<>()).add(entry);
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

    // ---- writing with a statement for each

    /**
     * Whose rows are written.
     *
     * @param id the key of the owner
     * @param version that of the owner after the change
     * @param isNew whether the owner has no rows yet
     */
    record Owner(RequestContext context, Object id, long version, boolean isNew) {}

    void apply(Connection connection, Dialect dialect, Owner of, Changes changes) throws SQLException {
        if (!changes.removed().isEmpty()) {
            delete(connection, dialect, of, changes.removed());
        }
        if (!changes.added().isEmpty()) {
            insert(connection, dialect, of, changes.added());
        }
        if (!changes.detailed().isEmpty()) {
            updateDetails(connection, dialect, of, changes.detailed());
        }
    }

    private void delete(Connection connection, Dialect dialect, Owner of, Set<Row> rows) throws SQLException {
        if (isReferences()) {
            deleteReferences(connection, dialect, of, references(rows));
            return;
        }
        List<Sql> deletions = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Sql sql = sql(dialect);
            writeDeletion(sql, of);
            deletions.add(sql.add(" AND ").add(same -> writeSame(same, row)));
        }
        Sql.updateAll(connection, deletions);
    }

    private List<Object> references(Collection<Row> rows) {
        int at = columns.indexOf(valueColumn());
        List<Object> raws = new ArrayList<>();
        for (Row row : rows) {
            Object raw = row.raws().get(at);
            if (raw != null) {
                raws.add(raw);
            }
        }
        return raws;
    }

    private void writeSame(Sql sql, Row row) {
        for (int i = 0; i < columns.size(); i++) {
            MappedColumn column = columns.get(i);
            sql.add(i == 0 ? "" : " AND ")
                    .same(column.name(), column.kind(), row.raws().get(i));
        }
    }

    void writeDeletion(Sql sql, Owner of) {
        sql.add("DELETE FROM ").add(table);
        writeOwner(sql, of);
    }

    private void writeOwner(Sql sql, Owner of) {
        sql.add(" WHERE ").add(owner).add(" = ").value(ownerKind, of.id());
        for (Scope scope : scopes) {
            sql.add(" AND ").equal(scope.column(), scope.kind(), scope.raw(of.context()));
        }
    }

    void deleteReferences(Connection connection, Dialect dialect, Owner of, Collection<Object> values)
            throws SQLException {
        MappedColumn value = Objects.requireNonNull(valueColumn());
        Sql sql = sql(dialect);
        writeDeletion(sql, of);
        sql.add(" AND ").add(value.name()).isAnyOf(value.kind(), values).update(connection);
    }

    void deleteAll(Connection connection, Dialect dialect, Owner of) throws SQLException {
        Sql sql = sql(dialect);
        writeDeletion(sql, of);
        sql.update(connection);
    }

    /** The rows of those of the values that are in the list, by value. */
    Map<Object, Row> known(
            Connection connection, Dialect dialect, RequestContext context, Object id, Collection<Object> values)
            throws SQLException {
        MappedColumn value = Objects.requireNonNull(valueColumn());
        int at = columns.indexOf(value);
        String names = columns.stream().map(column -> "e." + column.name()).collect(Collectors.joining(", "));
        Sql sql = sql(dialect).add("SELECT ").add(names).add(" FROM ").add(table);
        sql.add(" e WHERE e.").add(owner).add(" = ").value(ownerKind, id);
        sql.add(" AND e.").add(value.name()).isAnyOf(value.kind(), values);
        writeScopes(sql, "e", context);
        Map<Object, Row> known = new LinkedHashMap<>();
        try (Prepared statement = sql.prepare(connection);
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
    void updateDetails(Connection connection, Dialect dialect, Owner of, Map<Object, Row> rows) throws SQLException {
        List<Sql> updates = new ArrayList<>(rows.size());
        rows.forEach((key, row) -> updates.add(sql(dialect).add(update -> writeDetails(update, of, key, row))));
        Sql.updateAll(connection, updates);
    }

    private void writeDetails(Sql sql, Owner of, Object key, Row row) {
        MappedColumn value = Objects.requireNonNull(valueColumn());
        sql.add("UPDATE ").add(table).add(" SET ");
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
        writeOwner(sql, of);
        sql.add(" AND ").add(value.name()).add(" = ").value(value.kind(), key);
    }

    void insert(Connection connection, Dialect dialect, Owner of, Collection<Row> rows) throws SQLException {
        long next = firstPosition(connection, dialect, of);
        int marks = writtenColumns.size();
        Sql sql = sql(dialect)
                .add(insertion)
                .add(" VALUES (?")
                .add(", ?".repeat(marks - 1))
                .add(")");
        try (Prepared statement = sql.prepareToFill(connection)) {
            int inBatch = 0;
            for (Row row : rows) {
                int index = 1;
                for (Sql.Parameter parameter : written(of, row, next++)) {
                    dialect.set(parameter.kind(), statement.statement(), index++, parameter.value());
                }
                statement.statement().addBatch();
                if (++inBatch % Sql.BATCH == 0) {
                    statement.executeBatch();
                }
            }
            if (inBatch % Sql.BATCH != 0) {
                statement.executeBatch();
            }
        }
    }

    /** The columns of a new row, in the order of {@link #written}. */
    private List<String> writtenColumns() {
        List<String> names = new ArrayList<>();
        scopes.forEach(scope -> names.add(scope.column()));
        names.add(owner);
        for (MappedColumn column : columns) {
            names.add(column.name());
            if (column.keyColumn() != null) {
                names.add(column.keyColumn());
            }
        }
        if (position != null) {
            names.add(position);
        }
        return names;
    }

    private List<Sql.Parameter> written(Owner of, Row row, long ordinal) {
        List<Sql.Parameter> written = new ArrayList<>();
        scopes.forEach(scope -> written.add(new Sql.Parameter(scope.kind(), scope.raw(of.context()))));
        written.add(new Sql.Parameter(ownerKind, of.id()));
        for (int i = 0; i < columns.size(); i++) {
            MappedColumn column = columns.get(i);
            Object raw = row.raws().get(i);
            written.add(new Sql.Parameter(column.kind(), raw));
            if (column.keyColumn() != null) {
                written.add(new Sql.Parameter(column.keyKind(), column.key(raw)));
            }
        }
        if (position != null) {
            written.add(new Sql.Parameter(Kind.NUMBER, ordinal));
        }
        return written;
    }

    /** Where the first of some new rows stands: known by the version, or behind those that are there. */
    private long firstPosition(Connection connection, Dialect dialect, Owner of) throws SQLException {
        if (position == null || positionsByVersion) {
            return of.version() << BITS_IN_VERSION;
        }
        if (of.isNew()) {
            return 0;
        }
        Sql sql = sql(dialect).add("SELECT ").add(next -> writeNextPosition(next, of));
        try (Prepared statement = sql.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void writeNextPosition(Sql sql, Owner of) {
        sql.add("COALESCE(MAX(")
                .add(String.valueOf(position))
                .add("), -1) + 1 FROM ")
                .add(table);
        writeOwner(sql, of);
    }

    // ---- writing as parts of one statement

    /** What decides on the text of the parts for some changes. */
    record Shape(String table, int added, int removed, int detailed) {}

    Shape shape(Changes changes) {
        return new Shape(
                table,
                changes.added().size(),
                changes.removed().size(),
                changes.detailed().size());
    }

    /**
     * Adds what changes the list.
     *
     * @param name what the names of the parts begin with
     * @param guard a part that must have a row; null if the owner is new
     */
    void addParts(With with, String name, @Nullable String guard, Owner of, Changes changes) {
        if (!changes.removed().isEmpty()) {
            with.part(name + "d", sql -> {
                writeDeletion(sql, of);
                sql.add(" AND ").add(any -> writeAnyOf(any, changes.removed()));
                writeGuard(sql, guard);
                sql.add(" RETURNING 1");
            });
        }
        if (!changes.added().isEmpty()) {
            // What takes the place of something unique comes after that has gone
            String after = changes.removed().isEmpty() ? null : name + "d";
            with.part(name + "i", sql -> writeInsertion(sql, guard, after, of, changes.added()));
        }
        int number = 0;
        for (Map.Entry<Object, Row> detailed : changes.detailed().entrySet()) {
            with.part(name + "u" + number++, sql -> {
                writeDetails(sql, of, detailed.getKey(), detailed.getValue());
                writeGuard(sql, guard);
            });
        }
    }

    private void writeAnyOf(Sql sql, Collection<Row> rows) {
        MappedColumn value = valueColumn();
        if (isReferences() && value != null) {
            sql.add(value.name()).isAnyOf(value.kind(), references(rows));
            return;
        }
        String separator = "((";
        for (Row row : rows) {
            sql.add(separator).add(same -> writeSame(same, row));
            separator = ") OR (";
        }
        sql.add("))");
    }

    private static void writeGuard(Sql sql, @Nullable String guard) {
        if (guard != null) {
            sql.add(" AND EXISTS (SELECT 1 FROM ").add(guard).add(")");
        }
    }

    private void writeInsertion(
            Sql sql, @Nullable String guard, @Nullable String after, Owner of, Collection<Row> rows) {
        if (guard == null) {
            sql.add(insertion).add(" VALUES ");
            writeRows(sql, of, rows, false);
            return;
        }
        sql.add(insertion).add(" SELECT ").add(columnsOfAlias);
        boolean behind = position != null && !positionsByVersion;
        if (behind) {
            sql.add(" + (SELECT ").add(next -> writeNextPosition(next, of)).add(")");
        }
        sql.add(" FROM (VALUES ");
        writeRows(sql, of, rows, true);
        sql.add(") v (")
                .add(columnsOfRows)
                .add(") WHERE EXISTS (SELECT 1 FROM ")
                .add(guard)
                .add(")");
        if (after != null) {
            sql.add(" AND (SELECT COUNT(*) FROM ").add(after).add(") >= 0");
        }
    }

    /** Takes references out, under a guard, and tells which. */
    void writeRemoval(Sql sql, String guard, Owner of, Collection<Object> values) {
        MappedColumn value = Objects.requireNonNull(valueColumn());
        writeDeletion(sql, of);
        sql.add(" AND ").add(value.name()).isAnyOf(value.kind(), values);
        writeGuard(sql, guard);
        sql.add(" RETURNING ").add(value.name()).add(" AS v");
    }

    /**
     * Adds references that are not there, under a guard, and tells which.
     *
     * @param guard a part that has a row, or none, with the version of the owner as v
     * @param details what is taken from the tables that the references lead to; null for nothing
     */
    void writeAddition(Sql sql, String guard, @Nullable EntryDetails details, Owner of, Collection<Row> rows) {
        MappedColumn value = Objects.requireNonNull(valueColumn());
        String id = "v.c" + writtenColumns.indexOf(value.name());
        sql.add(insertion).add(" SELECT ").addText(() -> newColumns(sql.dialect(), details));
        if (position != null && positionsByVersion) {
            sql.add(" + (").add(guard).add(".v + 1) * ").add(Long.toString(1L << BITS_IN_VERSION));
        } else if (position != null) {
            sql.add(" + (SELECT ").add(next -> writeNextPosition(next, of)).add(")");
        }
        sql.add(" FROM ").add(guard).add(" CROSS JOIN (VALUES ");
        writeRows(sql, of, rows, true);
        sql.add(") v (").add(columnsOfRows).add(")");
        if (details != null) {
            details.writeJoins(sql, of.context(), id);
        }
        sql.add(" WHERE NOT EXISTS (SELECT 1 FROM ").add(table).add(" e WHERE e.");
        sql.add(owner).add(" = ").value(ownerKind, of.id());
        writeScopes(sql, "e", of.context());
        sql.add(" AND e.").add(value.name()).add(" = ").add(id).add(")");
        if (details != null) {
            sql.add(" AND ").addText(() -> details.condition(sql.dialect()));
        }
        sql.add(" RETURNING ").add(value.name()).add(" AS v");
    }

    /** The columns of {@link #written}, of rows called v. */
    private String newColumns(Dialect dialect, @Nullable EntryDetails details) {
        if (details == null) {
            return columnsOfAlias;
        }
        List<String> expressions = new ArrayList<>();
        scopes.forEach(scope -> expressions.add("v.c" + expressions.size()));
        expressions.add("v.c" + expressions.size());
        for (MappedColumn column : columns) {
            expressions.add(details.expression(dialect, column, false, "v.c" + expressions.size()));
            if (column.keyColumn() != null) {
                expressions.add(details.expression(dialect, column, true, "v.c" + expressions.size()));
            }
        }
        if (position != null) {
            expressions.add("v.c" + expressions.size());
        }
        return String.join(", ", expressions);
    }

    private String names(String prefix) {
        return IntStream.range(0, writtenColumns.size())
                .mapToObj(i -> prefix + i)
                .collect(Collectors.joining(", "));
    }

    private void writeRows(Sql sql, Owner of, Collection<Row> rows, boolean typed) {
        long next = positionsByVersion ? of.version() << BITS_IN_VERSION : 0;
        String separator = "(";
        for (Row row : rows) {
            for (Sql.Parameter parameter : written(of, row, next++)) {
                sql.add(separator);
                if (typed) {
                    sql.typedValue(parameter.kind(), parameter.value());
                } else {
                    sql.value(parameter.kind(), parameter.value());
                }
                separator = ", ";
            }
            sql.add(")");
            separator = ", (";
        }
    }

    // ---- conditions

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
