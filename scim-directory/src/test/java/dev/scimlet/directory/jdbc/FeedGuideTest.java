package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.core.webhook.InvalidWebhookException;
import dev.scimlet.core.webhook.WebhookKey;
import dev.scimlet.core.webhook.WebhookMessage;
import dev.scimlet.core.webhook.WebhookVerifier;
import dev.scimlet.directory.KeyRing;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedChange;
import dev.scimlet.directory.feed.FeedEndpoint;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.InMemoryFeedStore;
import dev.scimlet.directory.feed.NewWebhook;
import dev.scimlet.directory.feed.WebhookSettings;
import dev.scimlet.directory.feed.Webhooks;
import dev.scimlet.directory.servlet.FeedServlet;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.Authenticator;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.RequestContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** What {@code docs/feed.md} shows. */
final class FeedGuideTest {

    private static final Authenticator TOKENS = request -> new Authentication.Accepted("entra", null);

    @Test
    void greetsWhoIsNewOnce() throws SQLException {
        DataSource dataSource = FeedFixture.withTables(FeedFixture.On.H2);
        TestDatabase.run(dataSource, "CREATE TABLE outbox (user_id VARCHAR(100), what VARCHAR(100))");
        TestDatabase.run(dataSource, "CREATE TABLE sessions (user_id VARCHAR(100))");
        TestDatabase.run(dataSource, "CREATE TABLE people (id VARCHAR(100), title VARCHAR(100))");
        JdbcRepository users =
                JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build();
        JdbcRepository groups =
                JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build();

        JdbcFeedStore store = JdbcFeedStore.over(dataSource);
        store.createTables();
        Feed feed = Feed.builder(store).build();
        ScimService service = ScimService.builder()
                .repositories(users, groups)
                .authenticator(TOKENS)
                .install(feed)
                .build();

        feed.consumer("mails")
                .on(
                        "user.created",
                        (event, unit) -> unit.sql()
                                .orElseThrow()
                                .update("INSERT INTO outbox (user_id, what) VALUES (?, 'welcome')", event.resourceId()))
                .on(
                        "user.deactivated",
                        (event, unit) -> unit.sql()
                                .orElseThrow()
                                .update("DELETE FROM sessions WHERE user_id = ?", event.resourceId()))
                .start();

        String id = FeedGuideTest.create(service);
        FeedFixture.until(() -> FeedTables.count(dataSource, "outbox") == 1);
        TestDatabase.run(dataSource, "INSERT INTO people VALUES ('" + id + "', 'Guide')");
        promote(feed, dataSource, id);
        FeedFixture.until(
                () -> feed.read("default", null, Set.of(), 10).events().size() == 2);
        FeedEvent last = feed.read("default", null, Set.of(), 10).events().get(1);
        assertThat(last.changed()).containsExactly("title");
        assertThat(last.actor()).contains("admin page");

        ServletContextHandler context = new ServletContextHandler();
        Authenticator readers = TOKENS;
        FeedEndpoint endpoint = FeedEndpoint.of(feed, readers);
        context.addServlet(new ServletHolder(new FeedServlet(endpoint)), "/events/*");
        service.close();
    }

    @Test
    void sendsWebhooks() throws Exception {
        Feed feed = Feed.builder(new InMemoryFeedStore()).build();
        KeyRing keyRing = KeyRing.of("2026-12", new byte[32]);

        Webhooks webhooks = Webhooks.builder(feed, keyRing).build();
        NewWebhook crm = webhooks.create(
                "acme",
                "crm",
                URI.create("https://crm.example.com/hooks"),
                WebhookSettings.standard().only("user.created", "user.deactivated"));
        String shownOnce = crm.secret();

        Server receiver = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Receiver(WebhookVerifier.of(shownOnce))), "/hooks");
        receiver.setHandler(context);
        receiver.start();
        try {
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            long now = Instant.now().getEpochSecond();
            String signature = WebhookKey.parse(shownOnce).sign("evt_1", now, body);
            assertThat(post(receiver, now, signature, body)).isEqualTo(204);
            assertThat(post(receiver, now, "v1,AAAA", body)).isEqualTo(401);
        } finally {
            receiver.stop();
        }
    }

    private static int post(Server receiver, long now, String signature, byte[] body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(receiver.getURI().resolve("/hooks"))
                                .header("webhook-id", "evt_1")
                                .header("webhook-timestamp", String.valueOf(now))
                                .header("webhook-signature", signature)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Where the events of {@code docs/feed.md} arrive. */
    private static final class Receiver extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final transient WebhookVerifier verifier;

        Receiver(WebhookVerifier verifier) {
            this.verifier = verifier;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setStatus(receive(verifier, request));
        }
    }

    private static boolean apply(String id, String body) {
        return id.equals("evt_1") && body.equals("{}");
    }

    private static int receive(WebhookVerifier verifier, HttpServletRequest request) throws IOException {
        try {
            WebhookMessage message =
                    verifier.verify(request::getHeader, request.getInputStream().readAllBytes());
            return apply(message.id(), message.body()) ? 204 : 500;
        } catch (InvalidWebhookException refused) {
            return 401;
        }
    }

    private static String create(ScimService service) {
        String body = service.handle(ScimRequest.builder("POST", "/Users")
                        .baseUrl(FeedFixture.BASE)
                        .header("Content-Type", "application/scim+json")
                        .body(FeedFixture.user("bjensen", ""))
                        .build())
                .bodyText();
        return body.replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1");
    }

    private static void promote(Feed feed, DataSource dataSource, String id) throws SQLException {
        RequestContext context = RequestContext.of("admin page");
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE people SET title = ? WHERE id = ?")) {
            connection.setAutoCommit(false);
            update.setString(1, "Leader");
            update.setString(2, id);
            update.executeUpdate();
            feed.record(
                    context,
                    JdbcFeedStore.in(connection),
                    FeedChange.named("user.updated", "User", id).changed("title"));
            connection.commit();
        }
        feed.wake(context.tenant());
    }
}
