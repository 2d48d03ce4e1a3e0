package dev.scimlet.examples.quickstart;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.BearerTokens;
import dev.scimlet.protocol.InMemoryTokenStore;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.servlet.ScimServlet;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A SCIM service provider in one file: users and groups in memory, one token, Jetty on the loopback interface. */
public final class Quickstart {

    private static final int DEFAULT_PORT = 8080;

    private Quickstart() {}

    /**
     * Starts the server and prints what to try.
     *
     * @param arguments optionally {@code --port N}; a token is taken from the environment variable {@code SCIM_TOKEN}
     */
    public static void main(String[] arguments) throws Exception {
        int port = port(arguments);
        BearerTokens tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
        Optional<String> given = Optional.ofNullable(System.getenv("SCIM_TOKEN"));
        given.ifPresent(token -> tokens.register(token, "quickstart", null, null));
        String token = given.isPresent() ? "$SCIM_TOKEN" : tokens.generate("quickstart", null, null);

        Server server = server(port, service(tokens));
        try {
            server.start();
        } catch (IOException refused) {
            System.err.println(refused.getMessage() + ". Choose another port with --port N.");
            System.exit(2);
        }
        String baseUrl =
                "http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort() + "/scim/v2";
        System.out.printf("""
                Scimlet listens at %1$s (stop it with Ctrl+C)
                The token of this run: %2$s

                Try:
                  curl -H "Authorization: Bearer %2$s" %1$s/Users
                  curl -H "Authorization: Bearer %2$s" -H "Content-Type: application/scim+json" %1$s/Users \\
                       -d '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"bjensen"}'
                """, baseUrl, token);
        server.join();
    }

    private static int port(String[] arguments) {
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i].equals("--port")) {
                return Integer.parseInt(arguments[i + 1]);
            }
        }
        return DEFAULT_PORT;
    }

    /** The service: this is all that an application writes. */
    static ScimService service(BearerTokens tokens) {
        ResourceType user = StandardTypes.user();
        ResourceType group = StandardTypes.group();
        InMemoryStore store = new InMemoryStore();
        InMemoryRepository users = store.repository(user).build();
        InMemoryRepository groups =
                store.repository(group).memberships("members").build();
        return ScimService.builder()
                .resources(users, groups)
                .memberships(groups)
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
