package dev.scimlet.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

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

        /** H2 knows the isolation of a session only. */
        @Override
        int beginSnapshot(Connection connection) throws SQLException {
            int isolation = connection.getTransactionIsolation();
            if (isolation >= Connection.TRANSACTION_REPEATABLE_READ) {
                return Connection.TRANSACTION_NONE;
            }
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return isolation;
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

        /**
         * One statement, where looking at the isolation, raising it and lowering it again would be three. A pool of
         * SERIALIZABLE connections gets less than it says, which a mere reader does not miss.
         */
        @Override
        int beginSnapshot(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            }
            return Connection.TRANSACTION_NONE;
        }
    };

    /** The expression, a text, in a form that orders by code point. */
    abstract String byCodePoint(String text);

    /** The type of a key column: ordered by code point, so that an index serves prefixes and orders. */
    abstract String keyType(Kind kind);

    /** Numbers of any precision. */
    abstract String decimalType();

    /**
     * Has all statements of the transaction see the same state; it is the first thing that the transaction does.
     *
     * @return the isolation to which the connection must go back, or {@link Connection#TRANSACTION_NONE}
     */
    abstract int beginSnapshot(Connection connection) throws SQLException;

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
