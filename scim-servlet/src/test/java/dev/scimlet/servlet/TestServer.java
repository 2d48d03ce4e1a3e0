package dev.scimlet.servlet;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.BearerTokens;
import dev.scimlet.protocol.InMemoryTokenStore;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.testkit.replay.Requirements;
import java.net.URI;
import java.time.Clock;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Users and groups in memory behind Jetty on the loopback interface, with one token. */
final class TestServer implements AutoCloseable {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final BearerTokens tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
    private final String token = tokens.generate("test", null, null);

    private TestServer(ResourceType user, boolean uniqueGroupNames) {
        InMemoryRepository users = InMemoryRepository.of(user);
        InMemoryRepository.Builder groupBuilder =
                InMemoryRepository.builder(StandardTypes.group()).memberships("members");
        InMemoryRepository groups = (uniqueGroupNames ? groupBuilder.unique("displayName") : groupBuilder).build();
        ScimService service = ScimService.builder()
                .resources(users, groups)
                .memberships(groups)
                .authenticator(tokens)
                .passwordEncoder(password -> "hashed")
                .build();
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ScimServlet(service)), "/scim/v2/*");
        server.setHandler(context);
    }

    /** A server configured as a trace presumes. */
    static TestServer of(Requirements requirements) throws Exception {
        TestServer server =
                new TestServer(requirements.userType(), requirements.settings().groupDisplayNameUnique());
        server.server.start();
        return server;
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/scim/v2");
    }

    String token() {
        return token;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("the server does not stop", failure);
        }
    }
}
