package dev.scimlet.spi.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** The databases that are known; CockroachDB and YugabyteDB call themselves PostgreSQL and are treated so. */
public enum SqlDatabase {
    /** H2 2. */
    H2("H2"),
    /** PostgreSQL, and what speaks like it. */
    POSTGRESQL("PostgreSQL");

    private final String productName;

    SqlDatabase(String productName) {
        this.productName = productName;
    }

    /** What {@link java.sql.DatabaseMetaData#getDatabaseProductName()} says of it. */
    public String productName() {
        return productName;
    }

    /**
     * The database of a connection.
     *
     * @throws IllegalStateException if it is none of these, with the names of those that are supported
     */
    public static SqlDatabase of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        for (SqlDatabase database : values()) {
            if (database.productName.equals(product)) {
                return database;
            }
        }
        throw new IllegalStateException("the database calls itself " + product + "; H2 and PostgreSQL are supported");
    }
}
