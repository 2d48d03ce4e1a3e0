package dev.scimlet.examples.quickstart;

import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.BearerTokens;
import dev.scimlet.protocol.access.InMemoryTokenStore;
import java.io.IOException;
import java.time.Clock;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * The server, filled and listening.
 *
 * @param baseUrl what clients enter as their URL
 * @param token what they enter as their token
 */
record RunningServer(Server server, Store store, String baseUrl, String token) implements AutoCloseable {

    /**
     * Starts it.
     *
     * @param tokenOfEnvironment what a token is where the options have none, or null
     * @throws UsageException if what the options ask for cannot be had
     */
    static RunningServer start(Options options, @Nullable String tokenOfEnvironment) {
        Types types = options.types();
        Store store = configured(() -> Store.open(options.store(), options.jdbcUrl(), types));
        try {
            return start(options, types, store, tokenOfEnvironment);
        } catch (RuntimeException failed) {
            store.close();
            throw failed;
        }
    }

    private static RunningServer start(Options options, Types types, Store store, @Nullable String tokenOfEnvironment) {
        BearerTokens tokens = new BearerTokens(new InMemoryTokenStore(), Clock.systemUTC());
        String token = token(tokens, options.token() != null ? options.token() : tokenOfEnvironment);
        ScimService service = configured(() -> service(options, types, store, tokens));
        if (options.users() + options.groups() > 0) {
            new SampleData(store, types).fill(options.users(), options.groups());
        }
        Server server = SmallestServer.server(options.port(), service);
        letEmptySegmentsIn(server);
        int port = listen(server, options.port());
        return new RunningServer(server, store, "http://127.0.0.1:" + port + "/scim/v2", token);
    }

    private static String token(BearerTokens tokens, @Nullable String given) {
        if (given == null) {
            return tokens.generate("quickstart", null, null);
        }
        tokens.register(Options.token(given), "quickstart", null, null);
        return given;
    }

    private static ScimService service(Options options, Types types, Store store, BearerTokens tokens) {
        ScimService.Builder service = ScimService.builder().authenticator(tokens);
        store.addTo(service);
        options.settings().addTo(service, types);
        return service.build();
    }

    private interface Configuring<T> {
        T run();
    }

    /** What the library refuses to build was asked for on the command line. */
    private static <T> T configured(Configuring<T> work) {
        try {
            return work.run();
        } catch (IllegalArgumentException | IllegalStateException refused) {
            throw new UsageException(String.valueOf(refused.getMessage()), refused);
        }
    }

    /** Jetty refuses {@code //Users} before we see it, and whether that is a path is for {@code emptyFirstSegment} to say. */
    private static void letEmptySegmentsIn(Server server) {
        ServerConnector connector = (ServerConnector) server.getConnectors()[0];
        connector
                .getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration()
                .setUriCompliance(
                        UriCompliance.DEFAULT.with("EMPTY_SEGMENTS", UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
        ((ServletContextHandler) server.getHandler()).getServletHandler().setDecodeAmbiguousURIs(true);
    }

    private static int listen(Server server, int port) {
        ServerConnector connector = (ServerConnector) server.getConnectors()[0];
        try {
            connector.open();
            server.start();
        } catch (IOException refused) {
            Throwable reason = refused.getCause() == null ? refused : refused.getCause();
            throw new UsageException(
                    "cannot listen on port " + port + " (" + reason.getMessage() + "); choose another one with --port",
                    refused);
        } catch (Exception failed) {
            throw new IllegalStateException("the server did not start", failed);
        }
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try (store) {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
    }
}
