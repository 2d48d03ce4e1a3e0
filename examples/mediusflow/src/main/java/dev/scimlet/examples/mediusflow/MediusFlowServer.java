package dev.scimlet.examples.mediusflow;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.directory.servlet.TokenServlet;
import dev.scimlet.examples.mediusflow.console.ConsoleServlet;
import dev.scimlet.examples.mediusflow.console.ConsoleSettings;
import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.database.Tables;
import dev.scimlet.examples.mediusflow.provisioning.FormerLog;
import dev.scimlet.examples.mediusflow.provisioning.Provisioning;
import dev.scimlet.examples.mediusflow.tenant.PasswordHashing;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.servlet.ScimServlet;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/** The running application: its database and its web server. */
final class MediusFlowServer implements AutoCloseable {

    private static final int CONNECTIONS = 10;

    private final HikariDataSource source;
    private final Database database;
    private final Directories directories;
    private final ProvisioningLog log;
    private final Server server;
    private final URI address;
    private final URI baseUrl;
    private final Optional<String> firstPassword;

    private MediusFlowServer(
            HikariDataSource source,
            Database database,
            Directories directories,
            ProvisioningLog log,
            Server server,
            URI address,
            URI baseUrl,
            Optional<String> firstPassword) {
        this.source = source;
        this.database = database;
        this.directories = directories;
        this.log = log;
        this.server = server;
        this.address = address;
        this.baseUrl = baseUrl;
        this.firstPassword = firstPassword;
    }

    /**
     * Opens the database, brings its tables up to date and takes requests. An empty database is filled last: who could not
     * start has not been given a password that nobody saw.
     *
     * @throws IllegalArgumentException if the database or the port cannot be had
     */
    static MediusFlowServer start(Options options, Clock clock, PasswordHashing hashing) {
        return start(options, clock, hashing, same -> same);
    }

    /** @param directories what tests have to say of directories */
    static MediusFlowServer start(
            Options options, Clock clock, PasswordHashing hashing, UnaryOperator<Directories.Builder> directories) {
        HikariDataSource source = open(options.database());
        Server server = new Server();
        @Nullable Provisioning provisioning = null;
        try {
            Database database = new Database(source);
            Tables.bringUpToDate(database);
            new ProvisioningSecrets(database, clock).takeOverFormer();
            new FormerLog(database, clock).takeOver();
            URI address = listen(server, options.port());
            URI baseUrl = options.baseUrl().orElse(address);
            provisioning = new Provisioning(database, clock, baseUrl, directories);
            server.setHandler(application(
                    new ConsoleSettings(
                            database, clock, hashing, baseUrl, provisioning.directories(), provisioning.log()),
                    provisioning,
                    Provisioning.tokenUrl(baseUrl).isPresent()));
            server.setErrorHandler(plainErrors());
            server.setStopAtShutdown(true);
            server.addEventListener(closing(provisioning.service()));
            started(server);
            Optional<String> firstPassword = new FirstStart(database, clock, hashing).run();
            return new MediusFlowServer(
                    source,
                    database,
                    provisioning.directories(),
                    provisioning.log(),
                    server,
                    address,
                    baseUrl,
                    firstPassword);
        } catch (RuntimeException failed) {
            try (source) {
                server.stop();
                if (provisioning != null) {
                    provisioning.service().close();
                }
            } catch (Exception e) {
                failed.addSuppressed(e);
            }
            throw failed;
        }
    }

    /** Opened before anything is served, so that the address is known to what must print it. */
    private static URI listen(Server server, int port) {
        ServerConnector connector = connector(server, port);
        try {
            connector.open();
        } catch (IOException refused) {
            throw new IllegalArgumentException(
                    "cannot listen on port " + port + " (" + reason(refused) + "); choose another one with --port",
                    refused);
        }
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    /** What the SCIM side does beside requests ends with them, and it writes what it has gathered. */
    private static LifeCycle.Listener closing(ScimService service) {
        return new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopped(LifeCycle stopped) {
                service.close();
            }
        };
    }

    private static void started(Server server) {
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the web server did not start", e);
        }
    }

    private static @Nullable String reason(IOException refused) {
        return refused.getCause() == null
                ? refused.getMessage()
                : refused.getCause().getMessage();
    }

    static HikariDataSource open(String jdbcUrl) {
        // Where an H2 file is open in one process, others reach it through that process: from this machine only.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(CONNECTIONS);
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw new IllegalArgumentException("the database cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    URI address() {
        return address;
    }

    /** Where browsers and directories reach it. */
    URI baseUrl() {
        return baseUrl;
    }

    Database database() {
        return database;
    }

    Directories directories() {
        return directories;
    }

    ProvisioningLog log() {
        return log;
    }

    /** The administrator's password, if this start was the database's first. */
    Optional<String> firstPassword() {
        return firstPassword;
    }

    void join() throws InterruptedException {
        server.join();
    }

    @Override
    public void close() {
        try (source) {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the web server did not stop", e);
        }
    }

    private static ServerConnector connector(Server server, int port) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        return connector;
    }

    private static ServletContextHandler application(
            ConsoleSettings settings, Provisioning provisioning, boolean issuesTokens) {
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(
                new ServletHolder("scim", new ScimServlet(provisioning.service())), Provisioning.PATH + "/*");
        if (issuesTokens) {
            context.addServlet(
                    new ServletHolder(
                            "tokens",
                            new TokenServlet(provisioning.directories().tokenEndpoint())),
                    Provisioning.ISSUER_PATH + "/*");
        }
        context.addServlet(new ServletHolder("console", new ConsoleServlet(settings)), "/*");
        context.setErrorHandler(plainErrors());
        return context;
    }

    /** Says nothing about what runs here to those who send what cannot even be read. */
    private static ErrorHandler plainErrors() {
        ErrorHandler handler = new ErrorHandler();
        handler.setShowStacks(false);
        handler.setShowCauses(false);
        handler.setShowMessageInTitle(false);
        return handler;
    }
}
