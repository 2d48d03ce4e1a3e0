package dev.scimlet.spi.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on a connection, which it does not close, commit or roll back. */
@FunctionalInterface
public interface SqlWork<T> {

    /** Does the work. */
    T run(Connection connection) throws SQLException;
}
