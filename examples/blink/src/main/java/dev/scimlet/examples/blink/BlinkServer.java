package dev.scimlet.examples.blink;

import dev.scimlet.directory.Directories;
import dev.scimlet.examples.blink.database.Database;
import dev.scimlet.examples.blink.provisioning.Provisioning;
import dev.scimlet.examples.blink.provisioning.Tokens;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.servlet.ScimServlet;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.jspecify.annotations.Nullable;

/** The running application: its database and its web server, which listens on the loopback interface. */
final class BlinkServer implements AutoCloseable {

    private static final String SCIM = "/scim";

    private final Database database;
    private final Directories directories;
    private final ScimService service;
    private final Server server = new Server();
    private final ServerConnector connector;

    private BlinkServer(Database database, int port, Clock clock) {
        this.database = database;
        this.directories = Provisioning.directories(database, clock);
        this.service = Provisioning.service(database, directories, clock);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        errors.setShowCauses(false);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new ScimServlet(service)), SCIM + "/*");
        context.setErrorHandler(errors);
        server.setHandler(context);
        server.setErrorHandler(errors);
        server.setStopAtShutdown(true);
    }

    /**
     * Opens the database and takes requests.
     *
     * @throws IllegalArgumentException if the port cannot be had
     */
    static BlinkServer start(Options options, Clock clock) throws SQLException {
        BlinkServer blink = new BlinkServer(open(options, clock), options.port(), clock);
        try {
            blink.connector.open();
            blink.server.start();
        } catch (IOException refused) {
            blink.close();
            throw new IllegalArgumentException(
                    "cannot listen on port " + options.port() + " (" + reason(refused)
                            + "); choose another one with --port",
                    refused);
        } catch (Exception e) {
            blink.close();
            throw new IllegalStateException("the web server did not start", e);
        }
        return blink;
    }

    /** Opens the database, and brings what customers' directories have in it up to date. */
    static Database open(Options options, Clock clock) throws SQLException {
        Database database = Database.open(options.database());
        try {
            new Tokens(database, clock).bringUpToDate();
            return database;
        } catch (SQLException | RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    private static @Nullable String reason(IOException refused) {
        return refused.getCause() == null
                ? refused.getMessage()
                : refused.getCause().getMessage();
    }

    /** What every customer enters as the URL of their tenant. */
    URI link() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + SCIM);
    }

    Database database() {
        return database;
    }

    Directories directories() {
        return directories;
    }

    void join() throws InterruptedException {
        server.join();
    }

    @Override
    public void close() {
        // The server closes the service only if it has begun to serve
        try (database;
                service) {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the web server did not stop", e);
        }
    }
}
