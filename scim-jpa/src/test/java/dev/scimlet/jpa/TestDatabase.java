package dev.scimlet.jpa;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
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

/** The databases of the tests. PostgreSQL is started once, each factory of entity managers has a schema in it. */
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

    private static DataSource pool(DataSource dataSource, String schema) {
        HikariConfig config = new HikariConfig();
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

        boolean isH2() {
            return database == H2;
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
        configuration.setProperty(AvailableSettings.HBM2DDL_AUTO, "create");
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
}
