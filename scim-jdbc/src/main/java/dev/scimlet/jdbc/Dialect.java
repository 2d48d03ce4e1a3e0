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
    },
    POSTGRESQL {
        @Override
        String byCodePoint(String text) {
            return text + " COLLATE \"C\"";
        }
    };

    /** The expression, a text, in a form that orders by code point. */
    abstract String byCodePoint(String text);

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            default -> throw new IllegalStateException(
                    "the database calls itself " + product + "; H2 and PostgreSQL are supported");
        };
    }
}
