package dev.scimlet.spi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements in the transaction of a unit: for rows that are written beside a change and must be stored with it or
 * not at all. A conflict with another transaction ends the unit, which then runs again.
 *
 * <p>Parameters are what {@link java.sql.PreparedStatement#setObject(int, Object)} takes; an {@link java.time.Instant} is
 * a time with its zone. What a statement fails with is an {@link IllegalStateException} that names no value.
 */
public interface SqlExecutor {

    /** Reads a row; it does not move the result set. */
    @FunctionalInterface
    interface RowReader<T> {
        /** What the present row says. */
        T read(ResultSet row) throws SQLException;
    }

    /** Runs a statement that changes rows. @return how many */
    int update(String sql, @Nullable Object... parameters);

    /** Runs one statement for each list of parameters, in batches. */
    void updateAll(String sql, List<? extends List<? extends @Nullable Object>> parameters);

    /** Runs a query and reads its rows, in order. */
    <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters);
}
