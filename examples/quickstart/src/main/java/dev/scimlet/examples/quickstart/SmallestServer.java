package dev.scimlet.examples.quickstart;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.servlet.ScimServlet;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** All that an application writes: users and groups in memory, and Jetty on the loopback interface. */
final class SmallestServer {

    private SmallestServer() {}

    static ScimService service(BearerTokens tokens) {
        ResourceType user = StandardTypes.user();
        ResourceType group = StandardTypes.group();
        InMemoryStore store = new InMemoryStore();
        InMemoryRepository users = store.repository(user).build();
        InMemoryRepository groups = store.repository(group).build();
        return ScimService.builder()
                .repositories(users, groups)
                .authenticator(tokens)
                .build();
    }

    static Server server(int port, ScimService service) {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ScimServlet(service)), "/scim/v2/*");
        server.setHandler(context);
        return server;
    }
}
