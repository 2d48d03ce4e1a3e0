package dev.scimlet.spi.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs work on the connection of a unit, and has the unit end where the work fails. */
@FunctionalInterface
public interface SqlRunner {

    /** Runs the work. */
    <T> T run(SqlWork<T> work) throws SQLException;

    /** What database the connection is of; whoever knows it need not ask. */
    default SqlDatabase database(Connection connection) throws SQLException {
        return SqlDatabase.of(connection);
    }
}
