package dev.scimlet.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The databases of the tests; each test gets an empty one. PostgreSQL is started once for all of them. */
enum TestDatabase {
    H2 {
        @Override
        DataSource empty() {
            JdbcDataSource dataSource = new JdbcDataSource();
            dataSource.setURL("jdbc:h2:mem:test" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
            return dataSource;
        }
    },
    POSTGRESQL {
        @Override
        DataSource empty() {
            String name = "test" + COUNT.incrementAndGet();
            run(PostgreSql.SERVER.getPostgresDatabase(), "CREATE DATABASE " + name);
            PGSimpleDataSource dataSource = (PGSimpleDataSource) PostgreSql.SERVER.getDatabase("postgres", name);
            return dataSource;
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Started when it is first needed, stopped with the JVM. */
    private static final class PostgreSql {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static final Map<TestDatabase, DataSource> REUSED = new ConcurrentHashMap<>();

    /** The same database for all who ask; they empty its tables themselves. */
    final DataSource reused() {
        return REUSED.computeIfAbsent(this, TestDatabase::empty);
    }

    /** The same PostgreSQL database with another isolation of its transactions. */
    static DataSource serializable(DataSource dataSource) {
        PGSimpleDataSource from = (PGSimpleDataSource) dataSource;
        PGSimpleDataSource copy = new PGSimpleDataSource();
        copy.setURL(from.getURL());
        copy.setUser(from.getUser());
        copy.setOptions("-c default_transaction_isolation=serializable");
        return copy;
    }

    /** A database without tables. */
    abstract DataSource empty();

    /** A database with the given tables. */
    final DataSource with(String... statements) {
        DataSource dataSource = empty();
        for (String statement : statements) {
            run(dataSource, statement);
        }
        return dataSource;
    }

    static void run(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** What a query says in its first column and row. */
    static String value(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }
}
