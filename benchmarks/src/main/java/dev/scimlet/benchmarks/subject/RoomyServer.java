package dev.scimlet.benchmarks.subject;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.ServiceLimits;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import dev.scimlet.servlet.ScimServlet;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** As the quickstart, with limits that let a group of 100,000 members in with one request; the only argument is the port. */
public final class RoomyServer {

    static final String BASE_PATH = "/scim/v2";

    private static final int BODY_BYTES = 64 << 20;
    private static final int ENTRIES = 1_000_000;

    private RoomyServer() {}

    public static void main(String[] arguments) throws Exception {
        serve(service(), Integer.parseInt(arguments[0]));
    }

    static void serve(ScimService service, int port) throws Exception {
        var context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ScimServlet(service)), BASE_PATH + "/*");
        var server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server.setHandler(context);
        server.start();
        server.join();
    }

    private static ScimService service() {
        var tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
        tokens.register(Subject.TOKEN, "benchmark", null, null);
        var users = InMemoryRepository.of(StandardTypes.user());
        var groups = InMemoryRepository.builder(StandardTypes.group())
                .memberships("members")
                .build();
        ServiceLimits roomy = ServiceLimits.builder()
                .maxBodyBytes(BODY_BYTES)
                .maxEntries(ENTRIES)
                .maxEntriesWritten(ENTRIES)
                .build();
        return ScimService.builder()
                .repositories(users, groups)
                .authenticator(tokens)
                .limits(roomy)
                .build();
    }
}
