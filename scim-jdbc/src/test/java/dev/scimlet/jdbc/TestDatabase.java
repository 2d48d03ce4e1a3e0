package dev.scimlet.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** The databases of the tests; each test gets an empty one. PostgreSQL is started once, each test has a schema in it. */
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
            run(PostgreSql.POOL, "CREATE SCHEMA " + name);
            return preparing(PostgreSql.POOL, connection -> connection.setSchema(name));
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Started when it is first needed, stopped with the JVM. */
    private static final class PostgreSql {

        static final DataSource SERVER = start();

        /** A new connection costs PostgreSQL more than most tests. */
        static final DataSource POOL = pool();

        private static DataSource start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("autovacuum", "off")
                        .setServerConfig("max_connections", "100")
                        .start()
                        .getPostgresDatabase();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static DataSource pool() {
            HikariConfig config = new HikariConfig();
            config.setDataSource(SERVER);
            config.setMaximumPoolSize(40);
            config.setMinimumIdle(1);
            return new HikariDataSource(config);
        }
    }

    /** PostgreSQL without a pool, each connection with a backend of its own. */
    static DataSource unpooledPostgreSql() {
        return PostgreSql.SERVER;
    }

    @FunctionalInterface
    private interface Preparation {
        void prepare(Connection connection) throws SQLException;
    }

    /** A data source whose connections are prepared before they are used. */
    private static DataSource preparing(DataSource target, Preparation preparation) {
        return (DataSource) Proxy.newProxyInstance(
                TestDatabase.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(target, arguments);
                        if (result instanceof Connection connection) {
                            preparation.prepare(connection);
                        }
                        return result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static final Map<TestDatabase, DataSource> REUSED = new ConcurrentHashMap<>();

    /** The same database for all who ask; they empty its tables themselves. */
    final DataSource reused() {
        return REUSED.computeIfAbsent(this, TestDatabase::empty);
    }

    /** The same database with another isolation of its transactions. */
    static DataSource serializable(DataSource dataSource) {
        return isolated(dataSource, Connection.TRANSACTION_SERIALIZABLE);
    }

    static DataSource isolated(DataSource dataSource, int isolation) {
        return preparing(dataSource, connection -> connection.setTransactionIsolation(isolation));
    }

    /** The same database through connections that do not commit, with a transaction begun. */
    static DataSource inTransaction(DataSource dataSource) {
        return preparing(dataSource, connection -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            }
        });
    }

    /** The same database through connections of their own, with a setting of the session. */
    final DataSource withSetting(DataSource dataSource, String sql) {
        String schema = value(dataSource, "SELECT current_schema()");
        return preparing(this == H2 ? dataSource : unpooledPostgreSql(), connection -> {
            connection.setSchema(schema);
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
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
