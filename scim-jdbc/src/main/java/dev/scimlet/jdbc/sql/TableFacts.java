package dev.scimlet.jdbc.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the database knows of tables: constraints with their columns, and how long texts may be, and how fine times.
 *
 * @param constraints unique indexes, references and checks
 * @param lengths the most characters that a column takes, by table and column in lower case
 * @param fractions how many digits of a second a column of times holds, by table and column in lower case
 */
public record TableFacts(List<Constraint> constraints, Map<String, Integer> lengths, Map<String, Integer> fractions) {

    private static final Set<Integer> WHOLE_NUMBERS = Set.of(Types.SMALLINT, Types.INTEGER, Types.BIGINT);

    private static final Set<Integer> TIMES = Set.of(Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE);

    /** Nothing is known. */
    public static final TableFacts NONE = new TableFacts(List.of(), Map.of(), Map.of());

    /**
     * A constraint.
     *
     * @param name as the database names it in its messages
     * @param table as it was named in the question
     */
    public record Constraint(String name, String table, List<String> columns) {}

    /** Asks the catalog. */
    public static TableFacts read(Connection connection, Dialect dialect, Set<String> tables) throws SQLException {
        List<Constraint> constraints = new ArrayList<>();
        Map<String, Integer> lengths = new HashMap<>();
        Map<String, Integer> fractions = new HashMap<>();
        for (String table : tables) {
            Names.Table known = Names.Table.of(connection, dialect, table);
            List<String> columns = addColumns(connection.getMetaData(), dialect, table, known, lengths, fractions);
            addUnique(connection.getMetaData(), table, known, columns, constraints);
            addReferences(connection.getMetaData(), table, known, constraints);
            addChecks(connection, dialect, table, known, columns, constraints);
        }
        return new TableFacts(constraints, lengths, fractions);
    }

    /** Whether a column is of whole numbers; not, if the table is not there yet. */
    public static boolean isWholeNumber(Connection connection, Dialect dialect, String table, String column)
            throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        Names.Table known = Names.Table.of(connection, dialect, table);
        String schema = known.schema() == null ? null : Names.pattern(database, known.schema());
        try (ResultSet columns =
                database.getColumns(known.catalog(), schema, Names.pattern(database, known.name()), null)) {
            while (columns.next()) {
                boolean same = key("", columns.getString("COLUMN_NAME")).equals(key("", column));
                if (same && WHOLE_NUMBERS.contains(columns.getInt("DATA_TYPE"))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The most characters that a column takes. */
    public int longest(String table, String column) {
        return lengths.getOrDefault(key(table, column), Integer.MAX_VALUE);
    }

    /** How many digits of a second a column of times holds; as many as can be for one that is not known. */
    public int fraction(String table, String column) {
        return fractions.getOrDefault(key(table, column), 9);
    }

    private static String key(String table, String column) {
        return table + " " + column.replace("\"", "").toLowerCase(Locale.ROOT);
    }

    private static List<String> addColumns(
            DatabaseMetaData database,
            Dialect dialect,
            String table,
            Names.Table known,
            Map<String, Integer> lengths,
            Map<String, Integer> fractions)
            throws SQLException {
        List<String> names = new ArrayList<>();
        String schema = known.schema() == null ? null : Names.pattern(database, known.schema());
        try (ResultSet columns =
                database.getColumns(known.catalog(), schema, Names.pattern(database, known.name()), null)) {
            while (columns.next()) {
                String name = columns.getString("COLUMN_NAME");
                names.add(name);
                int size = columns.getInt("COLUMN_SIZE");
                if (size > 0) {
                    lengths.put(key(table, name), size);
                }
                if (TIMES.contains(columns.getInt("DATA_TYPE"))) {
                    fractions.put(key(table, name), dialect.digits(size, columns.getInt("DECIMAL_DIGITS")));
                }
            }
        }
        return names;
    }

    private static void addUnique(
            DatabaseMetaData database,
            String table,
            Names.Table known,
            List<String> columns,
            List<Constraint> constraints)
            throws SQLException {
        Map<String, List<String>> indexes = new LinkedHashMap<>();
        try (ResultSet rows = database.getIndexInfo(known.catalog(), known.schema(), known.name(), true, true)) {
            while (rows.next()) {
                String name = rows.getString("INDEX_NAME");
                String column = rows.getString("COLUMN_NAME");
                if (name != null && column != null) {
                    indexes.computeIfAbsent(name, key -> new ArrayList<>()).addAll(columnsIn(column, columns));
                }
            }
        }
        indexes.forEach((name, of) -> constraints.add(new Constraint(name, table, of)));
    }

    /** An index may stand on an expression over a column, such as {@code lower(login)}. */
    private static List<String> columnsIn(String expression, List<String> columns) {
        if (columns.contains(expression)) {
            return List.of(expression);
        }
        return columns.stream()
                .filter(column -> Pattern.compile("(?<![\\w$])" + Pattern.quote(column) + "(?![\\w$(])")
                        .matcher(expression)
                        .find())
                .toList();
    }

    private static void addReferences(
            DatabaseMetaData database, String table, Names.Table known, List<Constraint> constraints)
            throws SQLException {
        Map<String, List<String>> references = new LinkedHashMap<>();
        try (ResultSet rows = database.getImportedKeys(known.catalog(), known.schema(), known.name())) {
            while (rows.next()) {
                String name = rows.getString("FK_NAME");
                if (name != null) {
                    references.computeIfAbsent(name, key -> new ArrayList<>()).add(rows.getString("FKCOLUMN_NAME"));
                }
            }
        }
        references.forEach((name, of) -> constraints.add(new Constraint(name, table, of)));
    }

    /** JDBC does not tell of checks; the information schema of SQL does. */
    private static void addChecks(
            Connection connection,
            Dialect dialect,
            String table,
            Names.Table known,
            List<String> columns,
            List<Constraint> constraints)
            throws SQLException {
        Map<String, List<String>> checks = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(dialect.checksOfTable())) {
            statement.setString(1, known.catalog() == null ? known.schema() : known.catalog());
            statement.setString(2, known.name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    checks.computeIfAbsent(rows.getString(1), key -> new ArrayList<>())
                            .addAll(columnsIn(rows.getString(2), columns));
                }
            }
        }
        checks.forEach((name, of) -> constraints.add(new Constraint(name, table, of)));
    }
}
