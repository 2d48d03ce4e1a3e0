package dev.scimlet.jdbc.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** H2 2. */
final class H2Dialect extends Dialect {

    @Override
    public String byCodePoint(String text) {
        return "CAST(" + text + " AS VARBINARY)";
    }

    /** H2 folds case by the language of its JVM: in Turkish I is no i, in Lithuanian what has an accent above is not. */
    @Override
    public String lower(String text) {
        return "LOWER(REPLACE(TRANSLATE(" + text
                + ", U&'IJ\\012E\\00CC\\00CD\\0128', U&'ij\\012F\\00EC\\00ED\\0129'), U&'\\0130', U&'i\\0307'))";
    }

    @Override
    public String decimalType() {
        return "decfloat(1000)";
    }

    @Override
    public void returning(Sql sql, Change change, String columns, Consumer<Sql> modification) {
        sql.add("SELECT ").add(columns).add(change == Change.DELETE ? " FROM OLD TABLE (" : " FROM FINAL TABLE (");
        sql.add(modification).add(")");
    }

    /** H2 remembers a {@code SELECT}, and parses a {@code UNION} each time: five times the cost of what it finds. */
    @Override
    public void union(Sql sql, int columns, Consumer<Sql> union) {
        sql.add("SELECT * FROM (")
                .add(union)
                .add(") u (")
                .addText(() -> names(columns))
                .add(")");
    }

    private static String names(int columns) {
        return IntStream.range(0, columns).mapToObj(i -> "u" + i).collect(Collectors.joining(", "));
    }

    /** H2 has no weaker lock of a row. */
    @Override
    public String holding() {
        return " FOR UPDATE";
    }

    /** H2 would keep the time with the connection, for whoever borrows that next. */
    @Override
    public boolean limitsStatements() {
        return false;
    }

    @Override
    public Map<String, String> coarseColumns(Connection connection, Catalog catalog) {
        return catalog.columns().stream()
                .filter(column -> column.type().endsWith("_ignorecase"))
                .collect(Collectors.toMap(Catalog.Column::name, Catalog.Column::type));
    }

    @Override
    public String mendCoarse(Connection connection, String table, Catalog.Column column) {
        return alter(table, column) + "varchar(" + column.size() + ")";
    }

    @Override
    public String mendTimes(Connection connection, String table, Catalog.Column column) {
        return alter(table, column) + "timestamp(6) with time zone";
    }

    private static String alter(String table, Catalog.Column column) {
        return "ALTER TABLE " + table + " ALTER COLUMN " + Names.inQuotes(column.name()) + " SET DATA TYPE ";
    }

    /** It is 8 without a word in the URL. */
    @Override
    public int remembered(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT setting_value FROM information_schema.settings"
                        + " WHERE setting_name = 'QUERY_CACHE_SIZE'")) {
            return rows.next() ? rows.getInt(1) : 8;
        }
    }
}
