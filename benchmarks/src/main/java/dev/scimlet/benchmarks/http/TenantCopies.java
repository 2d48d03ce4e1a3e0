package dev.scimlet.benchmarks.http;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Further tenants in the library's own tables on PostgreSQL, as copies of the one that is there: the same rows under another tenant and
 * other ids. The ids of all tenants lie in turns in every index, as if all had grown at the same time.
 */
final class TenantCopies {

    private static final String MEMBERS = "scim_group_members";

    /** Of an id of 36 characters, the last eight say of which tenant it is. */
    private static final int KEPT = 28;

    private TenantCopies() {}

    static void add(Connection connection, int tenants) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // as for a restored dump: foreign keys hold already, and checkpoints come seldom
            statement.execute("SET session_replication_role = replica");
            statement.execute("ALTER SYSTEM SET max_wal_size = '8GB'");
            statement.execute("SELECT pg_reload_conf()");
            statement.execute("SET maintenance_work_mem = '512MB'");
            List<String> indexes = droppedIndexes(connection);
            for (Map.Entry<String, List<String>> table : tables(connection).entrySet()) {
                statement.execute(copying(table.getKey(), table.getValue(), tenants));
            }
            for (String index : indexes) {
                statement.execute(index);
            }
            statement.execute("CHECKPOINT");
        }
    }

    /** Drops the indexes that are no constraints, which are made faster at the end; gives the statements that do. */
    private static List<String> droppedIndexes(Connection connection) throws SQLException {
        List<String> making = new ArrayList<>();
        try (Statement query = connection.createStatement();
                Statement drop = connection.createStatement();
                ResultSet row = query.executeQuery(
                        "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename"
                                + " LIKE 'scim\\_%' AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)")) {
            while (row.next()) {
                making.add(row.getString(2));
                drop.execute("DROP INDEX " + row.getString(1));
            }
        }
        return making;
    }

    /** The tables that hold resources, with their columns. */
    private static Map<String, List<String>> tables(Connection connection) throws SQLException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(
                        "SELECT table_name, column_name"
                                + " FROM information_schema.columns WHERE table_name LIKE 'scim\\_%' ORDER BY ordinal_position");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                tables.computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                        .add(row.getString(2));
            }
        }
        return tables;
    }

    static String copying(String table, List<String> columns, int tenants) {
        String values = columns.stream().map(column -> copied(table, column)).collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT " + values + " FROM " + table
                + " s, generate_series(1, " + tenants + ") n";
    }

    private static String copied(String table, String column) {
        boolean isId =
                column.equals("id") || column.equals("owner_id") || table.equals(MEMBERS) && column.equals("value_");
        if (isId) {
            return "substr(s." + column + ", 1, " + KEPT + ") || lpad(to_hex(n), 8, '0')";
        }
        return column.startsWith("tenant") ? "'tenant-' || n" : "s." + column;
    }
}
