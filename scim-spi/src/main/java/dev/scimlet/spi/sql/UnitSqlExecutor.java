package dev.scimlet.spi.sql;

import dev.scimlet.spi.SqlExecutor;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements on the connection of a unit; for implementations of {@link dev.scimlet.spi.Unit}. */
public final class UnitSqlExecutor implements SqlExecutor {

    /** Rows in one batch: bounds what a driver gathers before it sends. */
    private static final int BATCH = 1000;

    private final SqlRunner unit;

    /** Statements of the unit that the runner works in. */
    public UnitSqlExecutor(SqlRunner unit) {
        this.unit = unit;
    }

    @Override
    public int update(String sql, @Nullable Object... parameters) {
        return run(sql, (database, statement) -> {
            set(database, statement, Arrays.asList(parameters));
            return statement.executeUpdate();
        });
    }

    @Override
    public void updateAll(String sql, List<? extends List<? extends @Nullable Object>> parameters) {
        run(sql, (database, statement) -> {
            int gathered = 0;
            for (List<? extends @Nullable Object> row : parameters) {
                set(database, statement, row);
                statement.addBatch();
                if (++gathered % BATCH == 0) {
                    statement.executeBatch();
                }
            }
            if (gathered % BATCH != 0) {
                statement.executeBatch();
            }
            return gathered;
        });
    }

    @Override
    public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        return run(sql, (database, statement) -> {
            set(database, statement, Arrays.asList(parameters));
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        });
    }

    private static void set(
            SqlDatabase database, PreparedStatement statement, List<? extends @Nullable Object> parameters)
            throws SQLException {
        int index = 1;
        for (Object parameter : parameters) {
            statement.setObject(index++, parameter instanceof Instant instant ? database.time(instant) : parameter);
        }
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(SqlDatabase database, PreparedStatement statement) throws SQLException;
    }

    private <T> T run(String sql, Use<T> use) {
        try {
            return unit.run(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    return use.of(unit.database(connection), statement);
                }
            });
        } catch (SQLException failure) {
            throw new IllegalStateException("a statement failed with SQLState " + failure.getSQLState(), failure);
        }
    }
}
