package dev.scimlet.examples.mediusflow.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements with parameters, each on a connection of its own or together in one transaction.
 *
 * <p>Many threads use one database at once, except for the one that {@link #inTransaction} hands out. Every method
 * throws {@link DatabaseException} if the database refuses.
 */
public final class Database {

    private final DataSource source;
    private final @Nullable Connection transaction;

    public Database(DataSource source) {
        this(source, null);
    }

    private Database(DataSource source, @Nullable Connection transaction) {
        this.source = source;
        this.transaction = transaction;
    }

    public DataSource source() {
        return source;
    }

    /** All rows that the query finds, in its order. */
    public <T> List<T> list(String query, Function<Row, T> reader, @Nullable Object... parameters) {
        return onConnection(connection -> {
            try (PreparedStatement statement = prepare(connection, query, parameters);
                    ResultSet results = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                Row row = new Row(results);
                while (results.next()) {
                    found.add(reader.apply(row));
                }
                return List.copyOf(found);
            }
        });
    }

    public <T> Optional<T> first(String query, Function<Row, T> reader, @Nullable Object... parameters) {
        return list(query, reader, parameters).stream().findFirst();
    }

    /** The one number, in a column named {@code number}, that the query computes. */
    public long number(String query, @Nullable Object... parameters) {
        return first(query, row -> row.number("number"), parameters).orElseThrow();
    }

    /**
     * Inserts, updates or deletes.
     *
     * @return how many rows were changed
     */
    public int change(String statement, @Nullable Object... parameters) {
        return onConnection(connection -> {
            try (PreparedStatement prepared = prepare(connection, statement, parameters)) {
                return prepared.executeUpdate();
            }
        });
    }

    /** Runs all of {@code work} or, if it throws, nothing of it. */
    public void inTransaction(Consumer<Database> work) {
        if (transaction != null) {
            work.accept(this);
            return;
        }
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                work.accept(new Database(source, connection));
                connection.commit();
                done = true;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /**
     * The connection of the transaction, for what a library writes in it.
     *
     * @throws IllegalStateException outside of {@link #inTransaction}
     */
    public Connection connection() {
        if (transaction == null) {
            throw new IllegalStateException("there is no transaction");
        }
        return transaction;
    }

    /** The name that the database gives itself, such as {@code PostgreSQL}. */
    String product() {
        return onConnection(connection -> connection.getMetaData().getDatabaseProductName());
    }

    private <T> T onConnection(Work<T> work) {
        try {
            if (transaction != null) {
                return work.on(transaction);
            }
            try (Connection connection = source.getConnection()) {
                return work.on(connection);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String text, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, toSql(parameters[i]));
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static @Nullable Object toSql(@Nullable Object parameter) {
        if (parameter instanceof Instant time) {
            return time.atOffset(ZoneOffset.UTC);
        }
        if (parameter instanceof Optional<?> optional) {
            return toSql(optional.orElse(null));
        }
        return parameter;
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
