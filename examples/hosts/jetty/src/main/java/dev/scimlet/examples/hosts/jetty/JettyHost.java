package dev.scimlet.examples.hosts.jetty;

import dev.scimlet.examples.hosts.Application;
import dev.scimlet.examples.hosts.Home;
import dev.scimlet.examples.hosts.SignIn;
import dev.scimlet.examples.hosts.Tokens;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.servlet.ScimServlet;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The application on an embedded Jetty. */
public final class JettyHost {

    private JettyHost() {}

    public static void main(String[] arguments) throws Exception {
        Server server = server(8080, Application.service(Tokens.all()));
        server.start();
        Tokens.announce(8080);
        server.join();
    }

    static Server server(int port, ScimService service) {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ScimServlet(service)), "/scim/v2/*");
        context.addServlet(Home.class, "/");
        context.addFilter(SignIn.class, "/*", EnumSet.of(DispatcherType.REQUEST));
        server.setHandler(context);
        return server;
    }
}
