package dev.scimlet.jdbc.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A statement on a connection, each execution of which ends when it takes too long. */
public final class Prepared implements AutoCloseable {

    private final PreparedStatement statement;
    private final @Nullable TimeLimit limit;

    /** @param limit null if the driver, or the database, keeps to it */
    Prepared(PreparedStatement statement, @Nullable TimeLimit limit) {
        this.statement = statement;
        this.limit = limit;
    }

    /** The statement, to be filled, and to be asked for keys. */
    public PreparedStatement statement() {
        return statement;
    }

    public ResultSet executeQuery() throws SQLException {
        return limit == null ? statement.executeQuery() : limit.hold(statement, PreparedStatement::executeQuery);
    }

    public int executeUpdate() throws SQLException {
        return limit == null ? statement.executeUpdate() : limit.hold(statement, PreparedStatement::executeUpdate);
    }

    /** Sends what was gathered with {@link PreparedStatement#addBatch()}. */
    public void executeBatch() throws SQLException {
        if (limit == null) {
            statement.executeBatch();
        } else {
            limit.hold(statement, PreparedStatement::executeBatch);
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
