package dev.scimlet.examples.clienttrials;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.servlet.ScimServlet;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.time.Clock;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** Users and groups in memory behind Jetty on the loopback interface, with one token. */
final class TrialServer implements AutoCloseable {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final BearerTokens tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
    private final String token = tokens.generate("trial", null, null);

    TrialServer() throws Exception {
        InMemoryRepository groups = InMemoryRepository.builder(StandardTypes.group())
                .memberships("members")
                .build();
        ScimService service = ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()), groups)
                .authenticator(tokens)
                .passwordEncoder(password -> "hashed")
                .build();
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ScimServlet(service)), "/scim/v2/*");
        server.setHandler(context);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + connector.getLocalPort() + "/scim/v2";
    }

    String authorization() {
        return "Bearer " + token;
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
