package dev.scimlet.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** PostgreSQL, and what speaks like it. */
final class PostgreSqlDialect extends Dialect {

    /** A name in the quotation marks of the language that PostgreSQL speaks. */
    @Override
    public String byCodePoint(String text) {
        return text + " COLLATE \"C\"";
    }

    /** Whatever the encoding of the database. */
    @Override
    public String isAscii(String text) {
        return "OCTET_LENGTH(convert_to(" + text + ", 'UTF8')) = CHAR_LENGTH(" + text + ")";
    }

    @Override
    public String keyType(Kind kind) {
        return kind == Kind.TEXT ? "varchar COLLATE \"C\"" : columnType(kind);
    }

    @Override
    public String decimalType() {
        return "numeric";
    }

    @Override
    boolean keysAreInBytes() {
        return true;
    }

    @Override
    public boolean keepsCommonRows() {
        return true;
    }

    @Override
    public boolean hasLateral() {
        return true;
    }

    @Override
    public boolean limitsStatements() {
        return false;
    }

    @Override
    public boolean isDearToLimit() {
        return true;
    }

    @Override
    public boolean writesAtOnce() {
        return true;
    }

    /** Those who add the same member do not wait for each other, nor for those who change it. */
    @Override
    public String holding() {
        return " FOR KEY SHARE";
    }

    @Override
    public Map<String, String> coarseColumns(Connection connection, Catalog catalog) throws SQLException {
        Map<String, String> coarse = new HashMap<>();
        catalog.columns().stream()
                .filter(column -> column.type().equals("citext"))
                .forEach(column -> coarse.put(column.name(), column.type()));
        String sql = "SELECT c.column_name, c.collation_name FROM information_schema.columns c"
                + " JOIN pg_catalog.pg_collation k ON k.collname = c.collation_name AND NOT k.collisdeterministic"
                + " WHERE c.table_schema = ? AND c.table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, catalog.table().schema());
            statement.setString(2, catalog.table().name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    coarse.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return coarse;
    }

    @Override
    public String mendCoarse(Connection connection, String table, Catalog.Column column) {
        String type = column.type().equals("varchar") && column.size() < Integer.MAX_VALUE
                ? "varchar(" + column.size() + ")"
                : "varchar";
        return alter(table, column) + type + " COLLATE \"C\"";
    }

    @Override
    public String mendTimes(Connection connection, String table, Catalog.Column column) {
        return alter(table, column) + "timestamp(6) with time zone";
    }

    private static String alter(String table, Catalog.Column column) {
        return "ALTER TABLE " + table + " ALTER COLUMN " + Names.inQuotes(column.name()) + " TYPE ";
    }

    @Override
    public boolean canIndexLower() {
        return true;
    }
}
