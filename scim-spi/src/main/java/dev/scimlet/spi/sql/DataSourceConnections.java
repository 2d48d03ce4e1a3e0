package dev.scimlet.spi.sql;

import dev.scimlet.spi.RequestContext;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The connections of a pool.
 *
 * @param autoCommit whether the pool lends them with auto-commit on
 */
record DataSourceConnections(DataSource dataSource, boolean autoCommit) implements ConnectionSource {

    @Override
    public Connection borrow(RequestContext context) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            if (autoCommit && !connection.getAutoCommit()) {
                throw new IllegalStateException(
                        "the data source lends a connection with auto-commit off. If it belongs to a"
                                + " transaction of your framework, give a ConnectionSource that names its HostTransactions; if the"
                                + " pool is set so, use ConnectionSource.withoutAutoCommit(dataSource)");
            }
            return connection;
        } catch (SQLException | RuntimeException refused) {
            try {
                connection.close();
            } catch (SQLException failure) {
                refused.addSuppressed(failure);
            }
            throw refused;
        }
    }
}
