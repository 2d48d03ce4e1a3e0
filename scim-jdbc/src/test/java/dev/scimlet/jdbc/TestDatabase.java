package dev.scimlet.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.databases.MariaDb;
import dev.scimlet.jdbc.sql.Dialect;
import dev.scimlet.spi.sql.SqlDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Assumptions;

/** The databases of the tests; each test gets an empty one. Servers are started once, each test has a schema in them. */
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
    },
    MARIADB {
        @Override
        DataSource empty() {
            return emptyIn(MariaDbServer.MARIADB_DRIVER);
        }
    },
    /** What is written for MySQL, with its driver: there is no server of it, and MariaDB stands in. */
    MYSQL {
        @Override
        DataSource empty() {
            Assumptions.assumeTrue(
                    isAvailable(), "MySQL's driver takes this server for one without fractions of a second");
            return emptyIn(sayingMySql(MariaDbServer.MYSQL_DRIVER));
        }

        @Override
        boolean isAvailable() {
            return MariaDb.isOutOfJar();
        }
    };

    /** Whether there is a server that the driver gets along with. */
    boolean isAvailable() {
        return true;
    }

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

    private static DataSource emptyIn(DataSource server) {
        return emptyIn(server, "utf8mb4_nopad_bin");
    }

    /** A database of MariaDB as a host makes one: most texts ignore case and accents, and are served in READ COMMITTED. */
    static DataSource coarseMariaDb() {
        return isolated(
                emptyIn(MariaDbServer.MARIADB_DRIVER, "utf8mb4_general_ci"), Connection.TRANSACTION_READ_COMMITTED);
    }

    private static DataSource emptyIn(DataSource server, String collation) {
        String name = "test" + COUNT.incrementAndGet();
        run(server, "CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE " + collation);
        return preparing(server, connection -> connection.setCatalog(name));
    }

    /**
     * A MariaDB that answers with the version of a MySQL, so that it is treated as one, and knows a collation of MySQL's by its
     * own name. (From 11.4.5 on it takes MySQL's name too, but lets spaces at the end go.)
     */
    private static DataSource sayingMySql(DataSource server) {
        return sayingMySql(server, DataSource.class);
    }

    private static <T> T sayingMySql(Object target, Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                TestDatabase.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getDatabaseProductVersion")) {
                        return "8.4.0";
                    }
                    if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
                        arguments[0] = sql.replace("utf8mb4_0900_bin", "utf8mb4_nopad_bin");
                    }
                    Object answer;
                    try {
                        answer = method.invoke(target, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                    Class<?> answered = method.getReturnType();
                    boolean passesOn = answered == Connection.class
                            || answered == DatabaseMetaData.class
                            || answered == Statement.class;
                    return passesOn && answer != null ? sayingMySql(answer, answered) : answer;
                }));
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
        boolean mariaDb = this == MARIADB || this == MYSQL;
        String schema = value(dataSource, "SELECT current_schema()");
        return preparing(unpooled(dataSource), connection -> {
            if (mariaDb) {
                connection.setCatalog(schema);
            } else {
                connection.setSchema(schema);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    private DataSource unpooled(DataSource dataSource) {
        return switch (this) {
            case H2 -> dataSource;
            case POSTGRESQL -> unpooledPostgreSql();
            case MARIADB -> MariaDbServer.unpooled(false);
            case MYSQL -> sayingMySql(MariaDbServer.unpooled(true));
        };
    }

    /** What is written for it. */
    final Dialect dialect() {
        return Dialect.of(SqlDatabase.valueOf(name()));
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
            statement.execute(inWordsOf(connection, sql));
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** The words of the standard, as MariaDB and MySQL have them. */
    static String inWordsOf(Connection connection, String sql) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (!product.equals("MariaDB") && !product.equals("MySQL")) {
            return sql;
        }
        return Dialect.of(SqlDatabase.MARIADB)
                .quoted(sql)
                .replace("timestamp with time zone", "datetime(6)")
                .replaceAll("timestamp(\\(\\d\\)) with time zone", "datetime$1")
                .replaceAll("TIMESTAMP WITH TIME ZONE '([^']+)\\+00'", "TIMESTAMP '$1'")
                .replaceAll("varchar(?=[,\\s)])", "text")
                .replace("GENERATED BY DEFAULT AS IDENTITY", "AUTO_INCREMENT")
                .replace("current_schema()", "DATABASE()");
    }

    /** What a query says in its first column and row. */
    static String value(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(inWordsOf(connection, sql))) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }
}
