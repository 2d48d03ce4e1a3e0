package dev.scimlet.servlet;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.testkit.replay.Requirements;
import jakarta.servlet.Servlet;
import java.net.URI;
import java.time.Clock;
import java.util.function.UnaryOperator;

/** Users and groups in memory behind a servlet container on the loopback interface, with one token. */
final class TestServer implements AutoCloseable {

    private final BearerTokens tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
    private final String token = tokens.generate("test", null, null);
    private final Container.Running running;

    private TestServer(Container container, ResourceType user, boolean uniqueGroupNames, UnaryOperator<Servlet> before)
            throws Exception {
        InMemoryRepository users = InMemoryRepository.of(user);
        InMemoryRepository.Builder groupBuilder =
                InMemoryRepository.builder(StandardTypes.group()).memberships("members");
        InMemoryRepository groups = (uniqueGroupNames ? groupBuilder.unique("displayName") : groupBuilder).build();
        ScimService service = ScimService.builder()
                .repositories(users, groups)
                .authenticator(tokens)
                .passwordEncoder(password -> "hashed")
                .build();
        running = container.start(before.apply(new ScimServlet(service)));
    }

    /** A server configured as a trace presumes. */
    static TestServer of(Requirements requirements) throws Exception {
        return of(Container.JETTY, requirements);
    }

    static TestServer of(Container container, Requirements requirements) throws Exception {
        return of(container, requirements, UnaryOperator.identity());
    }

    /** With something between the container and the servlet. */
    static TestServer of(Container container, Requirements requirements, UnaryOperator<Servlet> before)
            throws Exception {
        return new TestServer(
                container, requirements.userType(), requirements.settings().groupDisplayNameUnique(), before);
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + running.port() + Container.PATH);
    }

    String token() {
        return token;
    }

    @Override
    public void close() {
        try {
            running.stop().close();
        } catch (Exception failure) {
            throw new IllegalStateException("the server does not stop", failure);
        }
    }
}
