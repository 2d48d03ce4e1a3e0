package dev.scimlet.directory.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.scimlet.core.webhook.WebhookKey;
import dev.scimlet.directory.KeyRing;
import dev.scimlet.directory.https.HttpsClient;
import dev.scimlet.directory.https.PublicAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers mean, and when it is tried again. */
final class WebhookSenderTest {

    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static final FeedEvent EVENT = new FeedEvent(
            "acme",
            "epoch",
            new FeedStore.Kept(7, "evt_7", "user.updated", "User", "u1", "t1", NOW, "entra", "r1", "{\"id\":\"u1\"}"),
            false);

    private final AtomicReference<String> retryAfter = new AtomicReference<>();
    private volatile int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] unused = exchange.getRequestBody().readAllBytes();
                String asked = retryAfter.get();
                if (asked != null) {
                    exchange.getResponseHeaders().set("Retry-After", asked);
                }
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static WebhookSender sender(Duration inAll) {
        return new WebhookSender(
                new HttpsClient(
                        (SSLSocketFactory) SSLSocketFactory.getDefault(),
                        InetAddress::getAllByName,
                        new HttpsClient.Way(PublicAddresses::isPublic, Set.of(LOOPBACK), null),
                        Duration.ofSeconds(20),
                        inAll),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private void post() {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks");
        sender(Duration.ofSeconds(20)).post(uri, List.of(WebhookKey.secret()), EVENT);
    }

    private Delivery.NotTaken refused() {
        AtomicReference<Delivery.NotTaken> refused = new AtomicReference<>();
        assertThatThrownBy(this::post).isInstanceOfSatisfying(Delivery.NotTaken.class, refused::set);
        return refused.get();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    @Proves("V-W-08")
    void takesAnyAnswerOf200To299(int value) {
        status = value;
        post();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "301 = false = 0 = the endpoint answered 301, and redirects are not followed",
                "302 = false = 0 = the endpoint answered 302, and redirects are not followed",
                "307 = false = 0 = the endpoint answered 307, and redirects are not followed",
                "400 = true = 0 = the endpoint answered 400",
                "404 = true = 0 = the endpoint answered 404",
                "408 = false = 0 = the endpoint answered 408",
                "410 = false = 0 = the endpoint answered 410",
                "422 = true = 0 = the endpoint answered 422",
                "425 = false = 0 = the endpoint answered 425",
                "429 = false = 60 = the endpoint answered 429",
                "500 = false = 0 = the endpoint answered 500",
                "502 = false = 60 = the endpoint answered 502",
                "503 = false = 0 = the endpoint answered 503",
                "504 = false = 60 = the endpoint answered 504"
            })
    @Proves({"V-W-08", "V-F-02"})
    void knowsWhatOtherAnswersMean(int value, boolean ofEvent, int slowedDown, String reason) {
        status = value;

        Delivery.NotTaken refused = refused();

        assertThat(refused.status()).contains(value);
        assertThat(refused.isOfEvent()).isEqualTo(ofEvent);
        assertThat(refused.notBefore()).isEqualTo(Duration.ofSeconds(slowedDown));
        assertThat(refused.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "120 = PT2M",
                "1 = PT1S",
                "Tue, 01 Dec 2026 13:00:00 GMT = PT1H",
                "Tue, 01 Dec 2026 11:00:00 GMT = PT0S",
                "999999999 = PT24H",
                "soon = PT0S",
                "-5 = PT0S"
            })
    @Proves("V-W-08")
    void heedsRetryAfter(String value, Duration pause) {
        status = 503;
        retryAfter.set(value);

        assertThat(refused().notBefore()).isEqualTo(pause);
    }

    @Test
    @Proves("V-W-09")
    void givesUpOnWhoDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, LOOPBACK)) {
            URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
            WebhookSender impatient = sender(Duration.ofMillis(200));

            assertThatThrownBy(() -> impatient.post(uri, List.of(WebhookKey.secret()), EVENT))
                    .isInstanceOf(Delivery.NotTaken.class)
                    .hasMessageStartingWith("no answer: ");
        }
        assertThat(Webhooks.PATIENCE).isEqualTo(Duration.ofSeconds(20));
        Webhooks.Builder builder =
                Webhooks.builder(Feed.builder(new InMemoryFeedStore()).build(), KeyRing.of("k1", new byte[32]));
        assertThatThrownBy(() -> builder.timeout(Duration.ofSeconds(14))).hasMessageContaining("15 to 30 seconds");
        assertThatThrownBy(() -> builder.timeout(Duration.ofSeconds(31))).hasMessageContaining("15 to 30 seconds");
    }

    @Test
    @Proves("V-W-08")
    void saysWhyThereIsNoAnswer() throws IOException {
        server.stop(0);
        assertThat(refused().reason()).startsWith("no answer: ");
        assertThat(refused().status()).isEmpty();
        assertThat(refused().isOfEvent()).isFalse();
    }

    @Test
    @Proves("V-W-10")
    void triesTenTimesInSeventyFiveHours() {
        WebhookSchedule middle = new WebhookSchedule(() -> 0.5);
        WebhookSchedule shortest = new WebhookSchedule(() -> 0);
        WebhookSchedule longest = new WebhookSchedule(() -> 1);
        Duration inAll = Duration.ZERO;
        for (int attempt = 1; attempt < WebhookSchedule.ATTEMPTS; attempt++) {
            Duration pause = middle.pause(attempt, Duration.ZERO);
            inAll = inAll.plus(pause);
            assertThat(shortest.pause(attempt, Duration.ZERO))
                    .isEqualTo(pause.multipliedBy(8).dividedBy(10));
            assertThat(longest.pause(attempt, Duration.ZERO))
                    .isEqualTo(pause.multipliedBy(12).dividedBy(10));
        }

        assertThat(WebhookSchedule.ATTEMPTS).isEqualTo(10);
        assertThat(inAll).isEqualTo(Duration.ofHours(75).plusMinutes(35).plusSeconds(5));
        assertThat(middle.pause(1, Duration.ofHours(3))).isEqualTo(Duration.ofHours(3));
        assertThat(middle.pause(4, Duration.ofSeconds(3))).isEqualTo(Duration.ofHours(2));
    }
}
