package dev.scimlet.jpa;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.databases.MariaDb;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.mariadb.jdbc.MariaDbDataSource;

/** The databases of the tests. Servers are started once, each factory of entity managers has a schema in them. */
enum TestDatabase {
    H2 {
        @Override
        DataSource empty() {
            JdbcDataSource dataSource = new JdbcDataSource();
            dataSource.setURL("jdbc:h2:mem:jpa" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
            return pool(dataSource, null);
        }
    },
    POSTGRESQL {
        @Override
        DataSource empty() {
            String name = "jpa" + COUNT.incrementAndGet();
            run(PostgreSql.SERVER, "CREATE SCHEMA " + name);
            return pool(PostgreSql.SERVER, name);
        }
    },
    MARIADB {
        @Override
        DataSource empty() {
            return mariaDb("utf8mb4_nopad_bin");
        }
    };

    /** It tells of each value that is refused, which is what many tests want. */
    private static final List<Logger> OF_REFUSALS = List.of(
            Logger.getLogger("org.hibernate.engine.jdbc.spi.SqlExceptionHelper"),
            Logger.getLogger("org.hibernate.orm.jdbc.error"),
            Logger.getLogger("org.hibernate.orm.jdbc.warn"));

    static {
        OF_REFUSALS.forEach(logger -> logger.setLevel(Level.OFF));
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

    /** A database of MariaDB whose texts have this collation where their columns do not say another one. */
    static DataSource mariaDb(String collation) {
        String name = "jpa" + COUNT.incrementAndGet();
        try {
            String server = "jdbc:mariadb://127.0.0.1:" + MariaDb.port() + "/";
            run(
                    new MariaDbDataSource(server + "test?user=root"),
                    "CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE " + collation);
            return pool(new MariaDbDataSource(server + name + "?user=root"), null);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static DataSource pool(DataSource dataSource, String schema) {
        HikariConfig config = new HikariConfig();
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(1);
        config.setSchema(schema);
        return new HikariDataSource(config);
    }

    /** A database without tables, behind a pool. */
    abstract DataSource empty();

    /** Entities in a database of their own, and the statements that were prepared for them since the last {@code clear()}. */
    record Entities(
            TestDatabase database, DataSource dataSource, EntityManagerFactory factory, List<String> statements) {

        /** A query of whole numbers {@code n}. */
        String series(int first, int last) {
            return switch (database) {
                case H2 -> "SELECT X AS n FROM SYSTEM_RANGE(" + first + ", " + last + ")";
                case POSTGRESQL -> "SELECT n FROM generate_series(" + first + ", " + last + ") n";
                case MARIADB -> "SELECT seq AS n FROM seq_" + first + "_to_" + last;
            };
        }

        /** Has the ids of a table that is empty begin with 1 again. */
        void countFromOne(String table) {
            run(
                    dataSource,
                    "ALTER TABLE " + table
                            + (database == MARIADB ? " AUTO_INCREMENT = 1" : " ALTER COLUMN id RESTART WITH 1"));
        }

        /** Empties tables, in this order. */
        void empty(String... tables) {
            for (String table : tables) {
                run(dataSource, "DELETE FROM " + table);
            }
        }
    }

    private static final Map<String, Entities> FACTORIES = new ConcurrentHashMap<>();

    /**
     * These entities with their tables, the same for all tests of a class, which empty the tables; two classes run at a time, so
     * each has its own.
     */
    final Entities of(Class<?>... entities) {
        StringBuilder name = new StringBuilder(name()).append(' ').append(testClass());
        for (Class<?> entity : entities) {
            name.append(' ').append(entity.getName());
        }
        return FACTORIES.computeIfAbsent(name.toString(), missing -> create(entities));
    }

    private static String testClass() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(frame -> frame.getClassName().replaceAll("\\$.*", ""))
                        .filter(name -> name.endsWith("Test"))
                        .findFirst()
                        .orElse(""));
    }

    private Entities create(Class<?>... entities) {
        Configuration configuration = new Configuration();
        for (Class<?> entity : entities) {
            configuration.addAnnotatedClass(entity);
        }
        DataSource dataSource = empty();
        List<String> statements = new CopyOnWriteArrayList<>();
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource);
        configuration.setProperty(AvailableSettings.HBM2DDL_AUTO, "create-only");
        configuration.setProperty(AvailableSettings.JDBC_TIME_ZONE, "UTC");
        configuration.setStatementInspector(sql -> {
            statements.add(sql);
            return sql;
        });
        return new Entities(this, dataSource, configuration.buildSessionFactory(), statements);
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
        return values(dataSource, sql).get(0);
    }

    /** What a query says in its first column. */
    static List<String> values(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** What a query says, each row as one text. */
    static List<String> rows(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    columns.add(String.valueOf(rows.getString(column)));
                }
                texts.add(String.join(" ", columns));
            }
            return texts;
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }
}
