package dev.scimlet.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Where the databases differ. CockroachDB and YugabyteDB call themselves PostgreSQL and are treated so. */
enum Dialect {
    H2 {
        @Override
        String byCodePoint(String text) {
            return "CAST(" + text + " AS VARBINARY)";
        }

        @Override
        String keyType(Kind kind) {
            return columnType(kind);
        }

        @Override
        String decimalType() {
            return "decfloat(1000)";
        }
    },
    POSTGRESQL {
        @Override
        String byCodePoint(String text) {
            return text + " COLLATE \"C\"";
        }

        @Override
        String keyType(Kind kind) {
            return kind == Kind.TEXT ? "varchar COLLATE \"C\"" : columnType(kind);
        }

        @Override
        String decimalType() {
            return "numeric";
        }
    };

    /** The expression, a text, in a form that orders by code point. */
    abstract String byCodePoint(String text);

    /** The type of a key column: ordered by code point, so that an index serves prefixes and orders. */
    abstract String keyType(Kind kind);

    /** Numbers of any precision. */
    abstract String decimalType();

    String columnType(Kind kind) {
        return switch (kind) {
            case TEXT -> "varchar";
            case NUMBER -> "bigint";
            case DECIMAL -> decimalType();
            case BOOLEAN -> "boolean";
            case TIME -> "timestamp with time zone";
            case UUID -> "uuid";
        };
    }

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            default ->
                throw new IllegalStateException(
                        "the database calls itself " + product + "; H2 and PostgreSQL are supported");
        };
    }
}
