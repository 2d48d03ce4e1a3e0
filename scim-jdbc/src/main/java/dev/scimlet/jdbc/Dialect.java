package dev.scimlet.jdbc;

import dev.scimlet.spi.sql.SqlDatabase;

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

        /** H2 has no weaker lock of a row. */
        @Override
        String holding() {
            return " FOR UPDATE";
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

        /** Those who add the same member do not wait for each other, nor for those who change it. */
        @Override
        String holding() {
            return " FOR KEY SHARE";
        }
    };

    /** The expression, a text, in a form that orders by code point. */
    abstract String byCodePoint(String text);

    /** The type of a key column: ordered by code point, so that an index serves prefixes and orders. */
    abstract String keyType(Kind kind);

    /** Numbers of any precision. */
    abstract String decimalType();

    /** What keeps rows that are read from being deleted until the transaction ends. */
    abstract String holding();

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

    static Dialect of(SqlDatabase database) {
        return switch (database) {
            case H2 -> H2;
            case POSTGRESQL -> POSTGRESQL;
        };
    }
}
