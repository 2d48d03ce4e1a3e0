package dev.scimlet.spi.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The databases that are known; CockroachDB and YugabyteDB call themselves PostgreSQL and are treated so. */
public enum SqlDatabase {
    /** H2 2. */
    H2("H2") {
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

        /**
         * Above READ COMMITTED, H2 gives snapshots, whatever the level is called: a writer that has waited for a lock goes on
         * with what it saw before, and nobody tells it.
         */
        @Override
        int beginWriting(Connection connection) throws SQLException {
            int isolation = connection.getTransactionIsolation();
            if (isolation <= Connection.TRANSACTION_READ_COMMITTED) {
                return Connection.TRANSACTION_NONE;
            }
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return isolation;
        }
    },
    /** PostgreSQL, and what speaks like it. */
    POSTGRESQL("PostgreSQL") {
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

    private final String productName;

    SqlDatabase(String productName) {
        this.productName = productName;
    }

    /**
     * Has all statements of the transaction see the same state; it is the first thing that the transaction does.
     *
     * @return the isolation to which the connection must go back, or {@link Connection#TRANSACTION_NONE}
     */
    abstract int beginSnapshot(Connection connection) throws SQLException;

    /**
     * Has a transaction that writes see, after it has waited for a lock, what the holder of the lock has stored; it is the
     * first thing that the transaction does.
     *
     * @return the isolation to which the connection must go back, or {@link Connection#TRANSACTION_NONE}
     */
    int beginWriting(Connection connection) throws SQLException {
        return Connection.TRANSACTION_NONE;
    }

    /** What {@link java.sql.DatabaseMetaData#getDatabaseProductName()} says of it. */
    public String productName() {
        return productName;
    }

    /**
     * The database of a connection.
     *
     * @throws IllegalArgumentException if it is none of these, with the names of those that are supported
     */
    public static SqlDatabase of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        for (SqlDatabase database : values()) {
            if (database.productName.equals(product)) {
                return database;
            }
        }
        throw new IllegalArgumentException(
                "the database calls itself " + product + "; H2 and PostgreSQL are supported");
    }
}
