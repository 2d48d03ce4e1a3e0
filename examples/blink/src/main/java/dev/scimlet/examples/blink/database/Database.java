package dev.scimlet.examples.blink.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs statements, each in a transaction of its own. */
public final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 10;

    private final HikariDataSource source;

    /** Makes something of the row that the results stand on. */
    @FunctionalInterface
    public interface RowReader<T> {
        /** What the row holds. */
        T read(ResultSet row) throws SQLException;
    }

    private Database(HikariDataSource source) {
        this.source = source;
    }

    /**
     * Opens a database of H2 or PostgreSQL, and makes the tables that are not there yet.
     *
     * @throws IllegalArgumentException if it cannot be opened
     */
    public static Database open(String jdbcUrl) throws SQLException {
        // Where an H2 file is open in one process, others reach it through that process: from this machine only.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(CONNECTIONS);
        Database database = new Database(connected(config));
        try (Connection connection = database.source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables().split(";\\s*\n")) {
                statement.execute(table);
            }
        } catch (SQLException failed) {
            database.close();
            throw failed;
        }
        return database;
    }

    private static HikariDataSource connected(HikariConfig config) {
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw new IllegalArgumentException("the database cannot be opened: " + e.getMessage(), e);
        }
    }

    private static String tables() {
        try (InputStream resource = Database.class.getResourceAsStream("tables.sql")) {
            return new String(Objects.requireNonNull(resource, "tables.sql").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where connections come from. */
    public DataSource source() {
        return source;
    }

    /** The rows that a query finds. */
    public <T> List<T> list(String query, List<? extends @Nullable Object> parameters, RowReader<T> reader)
            throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = prepare(connection, query, parameters);
                ResultSet results = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (results.next()) {
                rows.add(reader.read(results));
            }
            return rows;
        }
    }

    /** Inserts, updates or deletes, and says how many rows that changed. */
    public int change(String text, List<? extends @Nullable Object> parameters) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = prepare(connection, text, parameters)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(
            Connection connection, String text, List<? extends @Nullable Object> parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        for (int i = 0; i < parameters.size(); i++) {
            Object parameter = parameters.get(i);
            statement.setObject(i + 1, parameter instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : parameter);
        }
        return statement;
    }

    /** The time in a column, or null. */
    public static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    @Override
    public void close() {
        source.close();
    }
}
