package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.webhook.WebhookKey;
import dev.scimlet.directory.KeyRing;
import dev.scimlet.directory.feed.FeedEndpoint;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.NewWebhook;
import dev.scimlet.directory.feed.WebhookSettings;
import dev.scimlet.directory.feed.Webhooks;
import dev.scimlet.directory.servlet.FeedServlet;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.simulator.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code scimlet-simulator.jar} reads a feed and receives webhooks. */
final class SimulatedReadersTest {

    private static final Pattern RECEIVED_AT = Pattern.compile("received at (http://\\S+)");

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(String... arguments) {
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Main(printed, printed, false).run(List.of(arguments));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return printed().lines().toList();
    }

    private static Server serve(FeedFixture fixture) throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler();
        FeedEndpoint endpoint = FeedEndpoint.of(
                fixture.feed,
                request -> request.header("Authorization").orElse("").equals("Bearer events")
                        ? new Authentication.Accepted("warehouse", "acme")
                        : new Authentication.Invalid("the token is unknown"));
        context.addServlet(new ServletHolder(new FeedServlet(endpoint)), "/events/*");
        server.setHandler(context);
        server.start();
        return server;
    }

    @Test
    void readsAFeed() throws Exception {
        try (FeedFixture fixture = new FeedFixture(FeedFixture.On.MEMORY)) {
            Server server = serve(fixture);
            String url = server.getURI().resolve("/events").toString();
            String id = fixture.create("bjensen");
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Leader\"}");
            fixture.createGroup("Leaders", id);
            List<FeedEvent> events = fixture.events(4);
            String group = events.get(2).resourceId();

            assertThat(run("feed", "--url", url, "--token", "events", "--limit", "1"))
                    .isZero();
            assertThat(lines())
                    .containsExactly(
                            events.get(0).time() + "  1  user.created  User  " + id + "  by entra",
                            events.get(1).time() + "  2  user.updated  User  " + id + "  title  by entra",
                            events.get(2).time() + "  3  group.created  Group  " + group + "  by entra",
                            events.get(3).time() + "  4  group.members_changed  Group  " + group + "  members  added "
                                    + id + "  by entra",
                            "Go on with --after " + events.get(3).cursor());
            out.reset();
            assertThat(run("feed", "--url", url, "--token", "events", "--types", "group.created", "--json"))
                    .isZero();
            assertThat(lines()).containsExactly(events.get(2).json());
            out.reset();
            String second = events.get(1).cursor();
            assertThat(run("feed", "--url", url, "--token", "events", "--after", second, "--count", "1"))
                    .isZero();
            assertThat(printed()).contains("group.created").doesNotContain("user.");
            out.reset();
            assertThat(run("feed", "--url", url, "--token", "wrong")).isEqualTo(1);
            assertThat(printed()).contains("FAILED: status 401, invalid_token: the token is unknown");
            out.reset();
            assertThat(run("feed", "--url", url + "/nothing", "--token", "events"))
                    .isEqualTo(1);
            server.stop();
            assertThat(run("feed", "--url", url, "--token", "events")).isEqualTo(1);
            assertThat(printed()).contains("FAILED: no answer");
        }
    }

    @Test
    void followsAFeed() throws Exception {
        try (FeedFixture fixture = new FeedFixture(FeedFixture.On.MEMORY)) {
            Server server = serve(fixture);
            String url = server.getURI().resolve("/events").toString();
            fixture.create("before");
            fixture.events(1);
            CompletableFuture<Integer> following = CompletableFuture.supplyAsync(
                    () -> run("feed", "--url", url, "--token", "events", "--follow", "--count", "3"));
            FeedFixture.until(() -> printed().contains("  1  user.created"));
            assertThat(following).isNotDone();
            fixture.create("second");
            FeedFixture.until(() -> printed().contains("  2  user.created"));
            fixture.create("third");

            assertThat(following.get(40, TimeUnit.SECONDS)).isZero();
            assertThat(lines()).hasSize(4);
            server.stop();
        }
    }

    private URI receivedAt() {
        FeedFixture.until(() -> RECEIVED_AT.matcher(printed()).find());
        Matcher matcher = RECEIVED_AT.matcher(printed());
        assertThat(matcher.find()).isTrue();
        return URI.create(matcher.group(1));
    }

    @Test
    void receivesWebhooks() throws Exception {
        try (FeedFixture fixture = new FeedFixture(FeedFixture.On.MEMORY)) {
            Webhooks webhooks = Webhooks.builder(fixture.feed, KeyRing.of("k1", new byte[32]))
                    .allowing(InetAddress.getLoopbackAddress())
                    .build();
            NewWebhook made =
                    webhooks.create("acme", "crm", URI.create("http://127.0.0.1:1/"), WebhookSettings.standard());
            Path secret = folder.resolve("secret");
            Files.writeString(secret, WebhookKey.secret().text() + "\n" + made.secret() + "\n");
            CompletableFuture<Integer> receiving = CompletableFuture.supplyAsync(
                    () -> run("webhooks", "--listen", "0", "--secret-file", secret.toString(), "--count", "3"));
            webhooks.change("acme", "crm", receivedAt(), Set.of());
            String id = fixture.create("bjensen");
            List<FeedEvent> events = fixture.events(1);
            FeedFixture.until(() -> printed().contains("user.created"));
            FeedFixture.until(() -> webhooks.status("acme", "crm").orElseThrow().position() == 1);
            webhooks.replaySince("acme", "crm", events.get(0).time());
            FeedFixture.until(() -> printed().contains("once more"));
            fixture.create("jsmith");

            assertThat(receiving.get(40, TimeUnit.SECONDS)).isZero();
            assertThat(lines().subList(1, 3))
                    .containsExactly(
                            events.get(0).time() + "  1  user.created  User  " + id + "  by entra",
                            events.get(0).time() + "  1  user.created  User  " + id
                                    + "  by entra  once more  (came before: "
                                    + events.get(0).id() + ")");
        }
    }

    @Test
    void saysWhyItRefusesAWebhook() throws Exception {
        try (FeedFixture fixture = new FeedFixture(FeedFixture.On.MEMORY)) {
            Webhooks webhooks = Webhooks.builder(fixture.feed, KeyRing.of("k1", new byte[32]))
                    .allowing(InetAddress.getLoopbackAddress())
                    .build();
            CompletableFuture<Integer> receiving = CompletableFuture.supplyAsync(() -> run(
                    "webhooks", "--listen", "0", "--secret", WebhookKey.secret().text(), "--count", "1"));
            NewWebhook unused = webhooks.create("acme", "crm", receivedAt(), WebhookSettings.standard());
            fixture.create("bjensen");

            assertThat(receiving.get(40, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(printed()).contains("REFUSED: no signature fits: another key, or a changed message");
            FeedFixture.until(() -> webhooks.status("acme", "crm").orElseThrow().attempts() == 1);
            assertThat(webhooks.status("acme", "crm").orElseThrow().lastError()).contains("401");
        }
    }
}
