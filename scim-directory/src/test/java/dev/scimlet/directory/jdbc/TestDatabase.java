package dev.scimlet.directory.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
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
    /** A server that runs already, by {@code -Dscimlet.mariadb.url}: its user may make databases. */
    MARIADB {
        @Override
        DataSource empty() {
            try {
                DataSource server = new MariaDbDataSource(System.getProperty("scimlet.mariadb.url"));
                String name = "directories" + COUNT.incrementAndGet();
                run(server, "CREATE OR REPLACE DATABASE " + name);
                return pool(server, null, name);
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }
    };

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
