package dev.scimlet.spi.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The databases that are known; CockroachDB and YugabyteDB call themselves PostgreSQL and are treated so. */
public enum SqlDatabase {
    /** H2 2. */
    H2("H2") {
        @Override
        public Set<String> constraintsNamed(String message) {
            return RefusalMessages.OfH2.constraints(message);
        }

        @Override
        public @Nullable String columnNamed(String message) {
            return RefusalMessages.OfH2.column(message);
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
        @Override
        public Set<String> constraintsNamed(String message) {
            return RefusalMessages.OfPostgreSql.constraints(message);
        }

        @Override
        public @Nullable String columnNamed(String message) {
            return RefusalMessages.OfPostgreSql.column(message);
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
    },
    /** MariaDB, through whichever driver. */
    MARIADB("MariaDB") {
        @Override
        public Set<String> constraintsNamed(String message) {
            return RefusalMessages.OfMariaDb.constraints(message);
        }

        @Override
        public @Nullable String columnNamed(String message) {
            return RefusalMessages.OfMariaDb.column(message);
        }

        @Override
        int beginSnapshot(Connection connection) throws SQLException {
            return beginOfInnoDb(connection, "REPEATABLE READ");
        }

        @Override
        int beginWriting(Connection connection) throws SQLException {
            return beginOfInnoDb(connection, "READ COMMITTED");
        }

        @Override
        Object time(Instant instant) {
            return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        }
    },
    /** MySQL. */
    MYSQL("MySQL") {
        @Override
        public Set<String> constraintsNamed(String message) {
            return RefusalMessages.OfMariaDb.constraints(message);
        }

        @Override
        public @Nullable String columnNamed(String message) {
            return RefusalMessages.OfMariaDb.column(message);
        }

        @Override
        int beginSnapshot(Connection connection) throws SQLException {
            return beginOfInnoDb(connection, "REPEATABLE READ");
        }

        @Override
        int beginWriting(Connection connection) throws SQLException {
            return beginOfInnoDb(connection, "READ COMMITTED");
        }

        @Override
        Object time(Instant instant) {
            return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
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

    /** The parameter for a point in time. Columns of MariaDB and MySQL have no zone: ours hold times of UTC. */
    Object time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * In InnoDB's REPEATABLE READ, its default, a statement that locks sees what is committed, and one that only reads what was
     * so at the first reading: what was waited for would be mixed with what was before. The level is that of the next transaction
     * only, so that nothing has to be taken back; to look at it first would be a statement more.
     */
    private static int beginOfInnoDb(Connection connection, String level) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL " + level);
        }
        return Connection.TRANSACTION_NONE;
    }

    /** The names in the message of a failure that may be those of the constraint or index that failed. */
    public abstract Set<String> constraintsNamed(String message);

    /** The column that a message on a missing value names, or null. */
    public abstract @Nullable String columnNamed(String message);

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
        String product = product(connection.getMetaData());
        for (SqlDatabase database : values()) {
            if (database.productName.equals(product)) {
                return database;
            }
        }
        throw new IllegalArgumentException(
                "the database calls itself " + product + "; supported are H2, PostgreSQL, MariaDB and MySQL");
    }

    /** MySQL's driver calls every server MySQL, and tells by the version that it is a MariaDB. */
    private static String product(DatabaseMetaData database) throws SQLException {
        String product = database.getDatabaseProductName();
        boolean mariaDb = product.equals(MYSQL.productName)
                && database.getDatabaseProductVersion().contains(MARIADB.productName);
        return mariaDb ? MARIADB.productName : product;
    }
}
