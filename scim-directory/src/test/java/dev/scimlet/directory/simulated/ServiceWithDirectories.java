package dev.scimlet.directory.simulated;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.AuditEntry;
import dev.scimlet.directory.AuthorizationServer;
import dev.scimlet.directory.Directories;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.DirectoryHealth;
import dev.scimlet.directory.DirectorySettings;
import dev.scimlet.directory.IdentityProvider;
import dev.scimlet.directory.InMemoryDirectoryStore;
import dev.scimlet.directory.KeyFetcher;
import dev.scimlet.directory.servlet.TokenServlet;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.servlet.ScimServlet;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A service over HTTP whose providers are directories, with a token endpoint that asks for keys where it is told to. */
final class ServiceWithDirectories implements AutoCloseable {

    private final Server server = new Server();
    private final Directories directories;
    private final Directory directory;
    private final String origin;
    private final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
    private final AtomicReference<URI> keys = new AtomicReference<>(URI.create("http://127.0.0.1:9"));
    private volatile Duration ahead = Duration.ZERO;

    ServiceWithDirectories() throws Exception {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        connector.open();
        origin = "http://127.0.0.1:" + connector.getLocalPort();
        directories = Directories.builder(new InMemoryDirectoryStore())
                .clock(clock())
                .tenants(TenantResolver.byPathSegment())
                .authorizationServer(AuthorizationServer.builder(origin + "/scim", origin + "/scim/v2")
                        .withoutTls()
                        .build())
                .onAudit(audit::add)
                .keyFetcher(uri -> fetchKeys(keys.get()))
                .build();
        ScimService service = ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()), InMemoryRepository.of(StandardTypes.group()))
                // The usual one takes its time, which tells nothing here
                .passwordEncoder(password -> "{hashed}" + password.length())
                .install(directories)
                .build();
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new ScimServlet(service)), "/scim/v2/*");
        context.addServlet(new ServletHolder(new TokenServlet(directories.tokenEndpoint())), "/scim/*");
        server.setHandler(context);
        server.start();
        directory = directories.create(
                "acme",
                "Simulated",
                IdentityProvider.ENTRA_ID,
                more -> more.settings(DirectorySettings.DEFAULT.toBuilder()
                        .rate(10_000, 10_000)
                        .inFlight(100)
                        .build()));
    }

    /** A service that fetches keys over TLS comes to the simulator for them instead. */
    private static KeyFetcher.Answer fetchKeys(URI simulator) throws IOException {
        try (InputStream answer = simulator.resolve("/keys").toURL().openStream()) {
            return new KeyFetcher.Answer(answer.readAllBytes(), null);
        }
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return Instant.now().plus(ahead);
            }
        };
    }

    /** Fetches keys from there from now on. */
    void fetchKeysFrom(URI simulator) {
        keys.set(simulator);
    }

    /** Lets time pass for the service alone. */
    void goAhead(Duration time) {
        ahead = ahead.plus(time);
    }

    String scimUrl() {
        return origin + "/scim/v2/acme";
    }

    String tokenUrl() {
        return origin + "/scim/acme/oauth2/token";
    }

    Directories directories() {
        return directories;
    }

    Directory directory() {
        return directory;
    }

    List<AuditEntry> audit() {
        return List.copyOf(audit);
    }

    DirectoryHealth health() {
        return directories.health(directory.id());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("the server did not stop", failure);
        }
    }
}
