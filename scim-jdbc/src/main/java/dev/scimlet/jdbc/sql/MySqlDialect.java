package dev.scimlet.jdbc.sql;

/** MySQL 8: as MariaDB, but for these. */
final class MySqlDialect extends MariaDbDialect {

    @Override
    String collation() {
        return "utf8mb4_0900_bin";
    }

    /** There is no type for UUIDs. */
    @Override
    public String columnType(Kind kind) {
        return kind == Kind.UUID ? "char(36)" : super.columnType(kind);
    }

    /** Checks are named in the whole schema, and tell of no table. */
    @Override
    String checksOfTable() {
        return "SELECT c.constraint_name, c.check_clause FROM information_schema.check_constraints c"
                + " JOIN information_schema.table_constraints t ON t.constraint_schema = c.constraint_schema"
                + " AND t.constraint_name = c.constraint_name"
                + " WHERE t.table_schema = ? AND t.table_name = ?";
    }
}
