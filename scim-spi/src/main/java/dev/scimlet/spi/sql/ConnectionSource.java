package dev.scimlet.spi.sql;

import dev.scimlet.spi.RequestContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Where connections come from, by the tenant of a request: a routing data source, a schema for each tenant, and settings
 * that row-level security goes by are made here, when a connection is borrowed.
 *
 * <p>Two sources that are equal lend connections of the same database, so that what uses them can be one unit. Many threads
 * call a source at once.
 */
public interface ConnectionSource {

    /**
     * Lends a connection for the tenant of the context.
     *
     * @throws SQLException if there is none: the client is told 503
     */
    Connection borrow(RequestContext context) throws SQLException;

    /** Takes back what {@link #borrow} lent, without a transaction of ours on it. By default it is closed. */
    default void giveBack(RequestContext context, Connection connection) throws SQLException {
        connection.close();
    }

    /**
     * Who begins and ends transactions, if it is the host's framework; empty if units begin and end their own, which is the
     * default.
     */
    default Optional<HostTransactions> transactions() {
        return Optional.empty();
    }

    /**
     * Connections of a pool, which commit by themselves when they are lent: units turn that off and on again. One that
     * arrives with auto-commit off belongs to somebody's transaction, which units never end: it is refused.
     */
    static ConnectionSource of(DataSource dataSource) {
        return new DataSourceConnections(dataSource, true);
    }

    /** As {@link #of}, of a pool that is set to lend connections with auto-commit off (HikariCP {@code autoCommit=false}). */
    static ConnectionSource withoutAutoCommit(DataSource dataSource) {
        return new DataSourceConnections(dataSource, false);
    }
}
