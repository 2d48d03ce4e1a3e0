package dev.scimlet.jdbc.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table as the database describes it.
 *
 * @param columns in their order; never none
 * @param indexes those of keys too, without those that hold a part of the rows only
 * @param references to other tables
 * @param referring references of other tables to this one
 */
public record Catalog(
        Names.Table table,
        List<Column> columns,
        List<Index> indexes,
        List<Reference> references,
        List<Reference> referring) {

    /**
     * A column of the table.
     *
     * @param type as the database calls it, in lower case
     * @param size the length of a text or of a time, written
     * @param digits of the fraction of a second, or of a number
     */
    public record Column(String name, String type, int size, int digits) {}

    /**
     * An index of the table.
     *
     * @param parts columns, or expressions over them
     */
    public record Index(String name, boolean unique, List<String> parts) {

        /** Whether the index finds rows by the column, for which all the other columns before it are given too. */
        public boolean finds(String column, List<String> given) {
            for (String part : parts) {
                if (Names.same(part, column)) {
                    return true;
                }
                if (given.stream().noneMatch(other -> Names.same(part, other))) {
                    return false;
                }
            }
            return false;
        }
    }

    /**
     * A foreign key.
     *
     * @param table whose columns refer to those of the other, with its schema if the connection has another
     */
    public record Reference(String table, List<String> columns, String other) {}

    /** Asks the database; empty if there is no such table. */
    public static Optional<Catalog> of(Connection connection, Dialect dialect, String table) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        Names.Table known = Names.Table.of(connection, dialect, table);
        List<Column> columns = columns(database, known);
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(new Catalog(
                        known,
                        columns,
                        indexes(database, known),
                        references(database, known),
                        referring(database, known)));
    }

    private static List<Column> columns(DatabaseMetaData database, Names.Table known) throws SQLException {
        List<Column> columns = new ArrayList<>();
        String schema = known.schema() == null ? null : Names.pattern(database, known.schema());
        try (ResultSet rows =
                database.getColumns(known.catalog(), schema, Names.pattern(database, known.name()), null)) {
            while (rows.next()) {
                columns.add(new Column(
                        rows.getString("COLUMN_NAME"),
                        rows.getString("TYPE_NAME").toLowerCase(java.util.Locale.ROOT),
                        rows.getInt("COLUMN_SIZE"),
                        rows.getInt("DECIMAL_DIGITS")));
            }
        }
        return columns;
    }

    private static List<Index> indexes(DatabaseMetaData database, Names.Table known) throws SQLException {
        Map<String, Index> indexes = new LinkedHashMap<>();
        try (ResultSet rows = database.getIndexInfo(known.catalog(), known.schema(), known.name(), false, true)) {
            while (rows.next()) {
                String name = rows.getString("INDEX_NAME");
                String part = rows.getString("COLUMN_NAME");
                if (name != null && part != null && rows.getString("FILTER_CONDITION") == null) {
                    boolean unique = !rows.getBoolean("NON_UNIQUE");
                    indexes.computeIfAbsent(name, any -> new Index(any, unique, new ArrayList<>()))
                            .parts()
                            .add(part);
                }
            }
        }
        return List.copyOf(indexes.values());
    }

    private static List<Reference> references(DatabaseMetaData database, Names.Table known) throws SQLException {
        try (ResultSet rows = database.getImportedKeys(known.catalog(), known.schema(), known.name())) {
            return references(rows, known);
        }
    }

    private static List<Reference> referring(DatabaseMetaData database, Names.Table known) throws SQLException {
        try (ResultSet rows = database.getExportedKeys(known.catalog(), known.schema(), known.name())) {
            return references(rows, known);
        }
    }

    private static List<Reference> references(ResultSet rows, Names.Table known) throws SQLException {
        Map<List<String>, Reference> references = new LinkedHashMap<>();
        while (rows.next()) {
            String table = named(rows, "FK", known);
            String other = named(rows, "PK", known);
            references
                    .computeIfAbsent(
                            List.of(table, String.valueOf(rows.getString("FK_NAME"))),
                            any -> new Reference(table, new ArrayList<>(), other))
                    .columns()
                    .add(rows.getString("FKCOLUMN_NAME"));
        }
        return List.copyOf(references.values());
    }

    private static String named(ResultSet rows, String side, Names.Table known) throws SQLException {
        String place = rows.getString(side + "TABLE_" + (known.catalog() == null ? "SCHEM" : "CAT"));
        String here = known.catalog() == null ? known.schema() : known.catalog();
        String name = Names.inQuotes(rows.getString(side + "TABLE_NAME"));
        return place == null || place.equals(here) ? name : Names.inQuotes(place) + "." + name;
    }

    /** The column of the name; empty if there is none. */
    public Optional<Column> column(String name) {
        return columns.stream()
                .filter(column -> Names.same(column.name(), name))
                .findFirst();
    }
}
