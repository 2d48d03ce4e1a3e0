package dev.scimlet.directory.jdbc;

import com.mysql.cj.jdbc.MysqlDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.databases.MariaDb;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** The databases of the tests; each caller has an empty one behind a pool. */
enum TestDatabase {
    H2 {
        @Override
        DataSource empty() {
            JdbcDataSource dataSource = new JdbcDataSource();
            dataSource.setURL("jdbc:h2:mem:directories" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
            return pool(dataSource, null, null);
        }
    },
    POSTGRESQL {
        @Override
        DataSource empty() {
            String name = "directories" + COUNT.incrementAndGet();
            run(PostgreSql.SERVER, "CREATE SCHEMA " + name);
            return pool(PostgreSql.SERVER, name, null);
        }
    },
    MARIADB {
        @Override
        DataSource empty() {
            try {
                return emptyIn(new MariaDbDataSource("jdbc:mariadb://127.0.0.1:" + MariaDb.port() + "/test?user=root"));
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }
    },
    /** What is written for MySQL, with its driver: there is no server of it, and MariaDB stands in. */
    MYSQL {
        @Override
        DataSource empty() {
            MysqlDataSource server = new MysqlDataSource();
            server.setUrl("jdbc:mysql://127.0.0.1:" + MariaDb.port() + "/test?user=root");
            return sayingMySql(emptyIn(server), DataSource.class);
        }
    };

    private static DataSource emptyIn(DataSource server) {
        String name = "directories" + COUNT.incrementAndGet();
        run(server, "CREATE DATABASE " + name);
        return pool(server, null, name);
    }

    /** As MySQL would answer: MariaDB calls its collation without padding otherwise. */
    private static <T> T sayingMySql(Object target, Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                TestDatabase.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getDatabaseProductName")) {
                        return "MySQL";
                    }
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
                    boolean passesOn = answered == Connection.class || answered == DatabaseMetaData.class;
                    return passesOn && answer != null ? sayingMySql(answer, answered) : answer;
                }));
    }

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Started when it is first needed, stopped with the JVM. */
    private static final class PostgreSql {

        static final DataSource SERVER = start();

        private static DataSource start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("max_connections", "200")
                        .start()
                        .getPostgresDatabase();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static DataSource pool(DataSource dataSource, String schema, String catalog) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        config.setSchema(schema);
        config.setCatalog(catalog);
        return new HikariDataSource(config);
    }

    abstract DataSource empty();

    static void run(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }
}
