package dev.scimlet.benchmarks.sqlfloor;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Work that is stored as a whole or not at all. */
final class Transactions {

    private Transactions() {}

    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException, IOException;
    }

    @FunctionalInterface
    interface SqlWork<T> {
        T with(Connection connection) throws SQLException;
    }

    static <T> T perform(DataSource source, Work<T> work) throws SQLException, IOException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | IOException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    static <T> T performSql(DataSource source, SqlWork<T> work) throws SQLException {
        try {
            return perform(source, work::with);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
