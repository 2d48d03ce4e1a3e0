package dev.scimlet.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.databases.MariaDb;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** The pools over the one {@link MariaDb}, by driver. */
final class MariaDbServer {

    private static final int CONNECTIONS = 40;

    /** Each test has a database of its own in the server, and takes its connections from here. */
    static final DataSource MARIADB_DRIVER = pool(mariaDbDriver());

    /** The same server through the driver of MySQL. */
    static final DataSource MYSQL_DRIVER = pool(mySqlDriver());

    private MariaDbServer() {}

    private static DataSource mariaDbDriver() {
        try {
            return new MariaDbDataSource("jdbc:mariadb://127.0.0.1:" + MariaDb.port() + "/test?user=root");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static DataSource mySqlDriver() {
        com.mysql.cj.jdbc.MysqlDataSource dataSource = new com.mysql.cj.jdbc.MysqlDataSource();
        dataSource.setUrl("jdbc:mysql://127.0.0.1:" + MariaDb.port() + "/test?user=root");
        return dataSource;
    }

    /** Connections without a pool. */
    static DataSource unpooled(boolean ofMySql) {
        return ofMySql ? mySqlDriver() : mariaDbDriver();
    }

    private static DataSource pool(DataSource dataSource) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }
}
