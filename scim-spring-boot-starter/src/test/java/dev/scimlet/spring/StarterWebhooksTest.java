package dev.scimlet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.core.webhook.WebhookVerifier;
import dev.scimlet.directory.KeyRing;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.NewWebhook;
import dev.scimlet.directory.feed.WebhookSettings;
import dev.scimlet.directory.feed.Webhooks;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.sql.ConnectionSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Webhooks of an application. */
final class StarterWebhooksTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String KEYS = "scimlet.directories.key-ring=k1: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String ON = "scimlet.webhooks.enabled=true";
    private static final String HERE = "scimlet.webhooks.allowed-addresses=127.0.0.1";

    private record Got(String id, String timestamp, String signature, byte[] body) {

        private @Nullable String header(String name) {
            return switch (name) {
                case "webhook-id" -> id;
                case "webhook-timestamp" -> timestamp;
                case "webhook-signature" -> signature;
                default -> null;
            };
        }
    }

    private final List<Got> got = new CopyOnWriteArrayList<>();
    private @Nullable HttpServer receiver;
    private @Nullable ConfigurableApplicationContext application;

    @BeforeEach
    void receive() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                got.add(new Got(
                        exchange.getRequestHeaders().getFirst("webhook-id"),
                        exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                        exchange.getRequestHeaders().getFirst("webhook-signature"),
                        exchange.getRequestBody().readAllBytes()));
                exchange.sendResponseHeaders(204, -1);
            }
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
        receiver.stop(0);
    }

    private void start(Class<?> part, String... settings) {
        application = new SpringApplicationBuilder(part)
                .properties(Stream.concat(
                                Stream.of(
                                        "server.port=0",
                                        "spring.main.banner-mode=off",
                                        "spring.datasource.url=jdbc:h2:mem:webhooks" + System.nanoTime(),
                                        "scimlet.feed.poll-every=100ms",
                                        "scimlet.directories.create-tables=true",
                                        "scimlet.token=" + TOKEN),
                                Stream.of(settings))
                        .toArray(String[]::new))
                .run();
    }

    private <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/crm");
    }

    private void create(String userName) {
        assertThat(bean(ScimService.class)
                        .handle(ScimRequest.builder("POST", "/Users")
                                .header("Authorization", "Bearer " + TOKEN)
                                .header("Content-Type", "application/scim+json")
                                .body("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\""
                                        + userName + "\"}")
                                .build())
                        .status())
                .isEqualTo(201);
    }

    /** Users in tables. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Tables {

        @Bean
        JdbcRepository users(ConnectionSource connections) {
            JdbcRepository users = JdbcRepository.inOwnTables(StandardTypes.user(), connections)
                    .build();
            users.createTables();
            return users;
        }
    }

    private void sendsEventsAsLongAsTheApplicationRuns() throws Exception {
        String secret = bean(Webhooks.class)
                .create("default", "crm", uri(), WebhookSettings.standard())
                .secret();
        create("bjensen");
        StarterFeedTest.until(() -> got.size() == 1);

        Got first = got.get(0);
        assertThat(WebhookVerifier.of(secret)
                        .verify(first::header, first.body())
                        .id())
                .isEqualTo(first.id());
        StarterFeedTest.until(() ->
                bean(Webhooks.class).status("default", "crm").orElseThrow().position() == 1);
    }

    @Test
    void sendEventsByASetting() throws Exception {
        start(Tables.class, ON, HERE, KEYS);

        sendsEventsAsLongAsTheApplicationRuns();
    }

    @Test
    void sendEventsThoughBeansAreLazy() throws Exception {
        start(Tables.class, ON, HERE, KEYS, "spring.main.lazy-initialization=true");

        assertThat(application.getBeanFactory().containsSingleton("scimWebhooks"))
                .isTrue();
        sendsEventsAsLongAsTheApplicationRuns();
    }

    /** Webhooks that the application builds. */
    @Configuration(proxyBeanMethods = false)
    static class Own extends Tables {

        @Bean
        Webhooks webhooks(Feed feed) {
            return Webhooks.builder(feed, KeyRing.of("k1", new byte[32]))
                    .allowing(InetAddress.getLoopbackAddress())
                    .build();
        }
    }

    @Test
    void areThoseThatTheApplicationBuilds() throws Exception {
        start(Own.class);

        assertThat(application.getBeansOfType(Webhooks.class)).containsOnlyKeys("webhooks");
        sendsEventsAsLongAsTheApplicationRuns();
    }

    /** Keys that are kept elsewhere, and the last word of the application. */
    @Configuration(proxyBeanMethods = false)
    static class Customized extends Tables {

        @Bean
        KeyRing keys() {
            return KeyRing.of("k1", new byte[32]);
        }

        @Bean
        WebhooksCustomizer onThisMachine() {
            return webhooks -> webhooks.allowing(InetAddress.getLoopbackAddress());
        }
    }

    @Test
    void useBeans() throws Exception {
        start(Customized.class, ON);

        sendsEventsAsLongAsTheApplicationRuns();
    }

    @Test
    void areMadeByAPageOfTheApplication() {
        start(Tables.class, ON, KEYS);
        Webhooks webhooks = bean(Webhooks.class);

        NewWebhook crm = webhooks.create(
                "contoso",
                "crm",
                URI.create("https://crm.example.com/hooks"),
                WebhookSettings.standard().only("user.created", "user.deactivated"));
        String shownOnce = crm.secret();

        assertThat(shownOnce).startsWith("whsec_");
        assertThatThrownBy(() -> webhooks.create(
                        "contoso", "inside", URI.create("http://127.0.0.1/"), WebhookSettings.standard()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void areNotThereUnlessTheyAreAskedFor() {
        start(Tables.class, "scimlet.feed.enabled=true", KEYS);

        assertThat(application.getBeansOfType(Webhooks.class)).isEmpty();
    }

    @Test
    void goThroughTheProxyAndBelieveTheBundleOfTheSettings() throws Exception {
        start(
                Tables.class,
                ON,
                HERE,
                KEYS,
                "scimlet.webhooks.proxy=127.0.0.1:" + receiver.getAddress().getPort());
        bean(Webhooks.class).create("default", "crm", URI.create("https://127.0.0.1:9/"), WebhookSettings.standard());
        create("bjensen");
        StarterFeedTest.until(() ->
                bean(Webhooks.class).status("default", "crm").orElseThrow().attempts() == 1);
        assertThat(bean(Webhooks.class).status("default", "crm").orElseThrow().lastError())
                .contains("the proxy answered 400");
        application.close();

        assertThatThrownBy(() -> start(Tables.class, ON, KEYS, "scimlet.webhooks.ssl-bundle=ours"))
                .hasStackTraceContaining("SSL bundle name 'ours' cannot be found");
    }

    @Test
    void refuseSettingsThatMeanNothing() {
        assertThatThrownBy(() -> start(Tables.class, ON))
                .hasStackTraceContaining("it takes scimlet.directories.key-ring");
        assertThatThrownBy(() -> start(Tables.class, ON, KEYS, "scimlet.webhooks.timeout=5s"))
                .hasStackTraceContaining("an endpoint has 15 to 30 seconds");
        assertThatThrownBy(() -> start(Tables.class, ON, KEYS, "scimlet.webhooks.allowed-addresses=localhost"))
                .hasStackTraceContaining("and no names");
        assertThatThrownBy(() -> start(Tables.class, ON, KEYS, "scimlet.webhooks.proxy=proxy"))
                .hasStackTraceContaining("it must be as proxy.example.com:3128");
    }

    @Test
    void haveMetersThatNameNoTenantAndNoEndpoint() throws Exception {
        start(Tables.class, ON, HERE, KEYS);
        sendsEventsAsLongAsTheApplicationRuns();
        bean(Webhooks.class).pause("default", "crm");
        create("ada");
        StarterFeedTest.until(() -> bean(Webhooks.class).totals().waiting() == 1);
        bean(Feed.class).measure();

        List<String> meters = new ArrayList<>();
        for (Meter meter : bean(MeterRegistry.class).getMeters()) {
            if (meter.getId().getName().startsWith("scimlet.feed.webhooks.")) {
                assertThat(meter.getId().getTags()).isEmpty();
                meters.add(meter.getId().getName() + " "
                        + (long) meter.measure().iterator().next().getValue());
            }
        }
        assertThat(meters)
                .contains(
                        "scimlet.feed.webhooks.endpoints 1",
                        "scimlet.feed.webhooks.waiting 1",
                        "scimlet.feed.webhooks.failing 0",
                        "scimlet.feed.webhooks.paused 1",
                        "scimlet.feed.webhooks.off 0",
                        "scimlet.feed.webhooks.parked 0")
                .hasSize(7);
    }
}
