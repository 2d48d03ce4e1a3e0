package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.KeyRing;
import dev.scimlet.directory.feed.ConsumerTotals;
import dev.scimlet.directory.feed.FeedMeasure;
import dev.scimlet.directory.feed.FeedStore;
import dev.scimlet.directory.feed.Proves;
import dev.scimlet.directory.feed.WebhookSettings;
import dev.scimlet.directory.feed.WebhookTotals;
import dev.scimlet.directory.feed.Webhooks;
import dev.scimlet.protocol.message.ScimRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What metrics are told of the feed. */
final class FeedMeasuresTest {

    private static final Duration DAY = Duration.ofDays(1);

    static Stream<FeedFixture.On> everywhere() {
        return FeedFixture.everywhere();
    }

    private static void create(FeedFixture fixture, String tenant, String userName) {
        assertThat(fixture.service
                        .handle(ScimRequest.builder("POST", "/" + tenant + "/Users")
                                .baseUrl(FeedFixture.BASE)
                                .header("Authorization", "Bearer x")
                                .header("Content-Type", "application/scim+json")
                                .body(FeedFixture.user(userName, ""))
                                .build())
                        .status())
                .isEqualTo(201);
    }

    private static Map<String, Long> of(List<FeedMeasure> measures, Map<String, String> tags) {
        Map<String, Long> values = new java.util.TreeMap<>();
        measures.stream()
                .filter(measure -> measure.tags().equals(tags))
                .forEach(measure ->
                        values.put(measure.name().substring(measure.name().lastIndexOf('.') + 1), measure.value()));
        return values;
    }

    private static ConsumerTotals totals(FeedFixture fixture) {
        List<ConsumerTotals> all = fixture.feed.totals();
        assertThat(all).extracting(ConsumerTotals::name).containsExactly("mails");
        return all.get(0);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-F-10")
    void tellHowFarEachConsumerIs(FeedFixture.On on) {
        List<FeedMeasure> told = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean out = new AtomicBoolean(true);
        try (FeedFixture fixture = new FeedFixture(on, builder -> builder.onMeasure(told::addAll))) {
            fixture.feed
                    .consumer("mails")
                    .onOthers((event, unit) -> {
                        if (out.get() && event.tenant().equals("acme")) {
                            throw new IllegalStateException("out of order");
                        }
                    })
                    .pauses(List.of(DAY))
                    .start();
            create(fixture, "contoso", "ada");
            fixture.create("first");
            fixture.create("second");
            FeedFixture.until(() -> fixture.feed.totals().stream()
                    .anyMatch(all -> all.last() == 3 && all.position() == 1 && all.attempts() == 1));
            fixture.time.pass(Duration.ofHours(2));
            told.clear();

            fixture.feed.measure();

            Map<String, Long> values = of(told, Map.of("consumer", "mails"));
            assertThat(values.remove("age")).isBetween(7_200L, 7_300L);
            assertThat(values)
                    .isEqualTo(Map.of("last", 3L, "position", 1L, "attempts", 1L, "stopped", 0L, "parked", 0L));
            assertThat(of(told, Map.of())).isEqualTo(Map.of("unnumbered", 0L));
            assertThat(told.toString()).doesNotContain("acme", "contoso");
            assertThat(fixture.feed.totalsByTenant())
                    .extracting(ConsumerTotals::tenant, ConsumerTotals::last, ConsumerTotals::position)
                    .containsExactly(
                            org.assertj.core.api.Assertions.tuple("acme", 2L, 0L),
                            org.assertj.core.api.Assertions.tuple("contoso", 1L, 1L));

            fixture.feed.pause("acme", "mails");
            assertThat(totals(fixture).stopped()).isOne();
            out.set(false);
            fixture.time.pass(DAY.plusHours(1));
            fixture.feed.resume("acme", "mails");
            FeedFixture.until(() -> totals(fixture).position() == 3);
            assertThat(totals(fixture)).isEqualTo(new ConsumerTotals(null, "mails", 3, 3, null, 0, 0, 0));
            fixture.feed.deleteTenant("acme");
            assertThat(totals(fixture)).isEqualTo(new ConsumerTotals(null, "mails", 1, 1, null, 0, 0, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-F-10")
    void tellOfWhatWasPutAsideAndOfEachTenantIfAsked(FeedFixture.On on) {
        List<FeedMeasure> told = Collections.synchronizedList(new ArrayList<>());
        try (FeedFixture fixture = new FeedFixture(
                on,
                builder -> builder.onMeasure(measures -> {
                            throw new IllegalStateException("the registry is closed");
                        })
                        .onMeasure(told::addAll)
                        .measureTenants())) {
            String poison = fixture.create("poison");
            fixture.create("healthy");
            fixture.events(2);
            fixture.feed
                    .consumer("mails")
                    .onOthers((event, unit) -> {
                        if (event.resourceId().equals(poison)) {
                            throw new IllegalStateException("cannot take it");
                        }
                    })
                    .pauses(List.of(Duration.ofMillis(50)))
                    .start();
            FeedFixture.until(() -> {
                fixture.time.pass(Duration.ofMillis(100));
                return fixture.feed.totals().stream().anyMatch(all -> all.position() == 2);
            });
            told.clear();

            fixture.feed.measure();

            assertThat(of(told, Map.of("consumer", "mails", "tenant", "acme")))
                    .isEqualTo(
                            Map.of("last", 2L, "position", 2L, "age", 0L, "attempts", 0L, "stopped", 0L, "parked", 1L));
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-F-10")
    void tellHowWebhookEndpointsFareAndNameNone(FeedFixture.On on) {
        List<FeedMeasure> told = Collections.synchronizedList(new ArrayList<>());
        try (FeedFixture fixture = new FeedFixture(on, builder -> builder.onMeasure(told::addAll));
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = Webhooks.builder(fixture.feed, KeyRing.of("k1", new byte[32]))
                    .allowing(InetAddress.getLoopbackAddress())
                    .build();
            assertThat(webhooks.totals()).isEqualTo(new WebhookTotals(null, 0, 0, null, 0, 0, 0, 0));
            receiver.answer(got -> WebhookReceiver.Answer.of(
                    switch (got.path()) {
                        case "/bad" -> 500;
                        case "/gone" -> 410;
                        case "/loose" -> got.seq() == 1 ? 500 : 200;
                        default -> 200;
                    }));
            fixture.create("first");
            fixture.create("second");
            fixture.events(2);
            WebhookSettings all = WebhookSettings.standard().beginningWithOldest();
            for (String name : List.of("good", "bad", "gone", "resting")) {
                webhooks.create("acme", name, receiver.uri("/" + name), all);
            }
            webhooks.create("acme", "loose", receiver.uri("/loose"), all.unordered());
            webhooks.create("contoso", "quiet", receiver.uri("/quiet"), all);
            FeedFixture.until(() -> hasRead(webhooks, "good", 2)
                    && hasRead(webhooks, "resting", 2)
                    && hasRead(webhooks, "loose", 2)
                    && webhooks.status("acme", "bad").orElseThrow().attempts() == 1
                    && webhooks.status("acme", "gone").orElseThrow().state() == FeedStore.ConsumerState.SWITCHED_OFF);
            webhooks.pause("acme", "resting");
            fixture.create("third");
            FeedFixture.until(() -> hasRead(webhooks, "good", 3) && hasRead(webhooks, "loose", 3));
            fixture.time.pass(Duration.ofSeconds(2));
            told.clear();

            fixture.feed.measure();

            Map<String, Long> values = of(
                    told.stream()
                            .filter(measure -> measure.name().startsWith("scimlet.feed.webhooks."))
                            .toList(),
                    Map.of());
            assertThat(values.remove("age")).isBetween(2L, 60L);
            assertThat(values)
                    .as("three wait for each that takes nothing, one for who rests, one for who had not taken it")
                    .isEqualTo(Map.of(
                            "endpoints", 6L, "waiting", 8L, "failing", 1L, "paused", 1L, "off", 1L, "parked", 0L));
            assertThat(told.toString()).doesNotContain("acme", "contoso", "resting", "127.0.0.1", "localhost");
            assertThat(webhooks.totalsByTenant())
                    .extracting(WebhookTotals::tenant, WebhookTotals::endpoints, WebhookTotals::waiting)
                    .containsExactly(
                            org.assertj.core.api.Assertions.tuple("acme", 5L, 8L),
                            org.assertj.core.api.Assertions.tuple("contoso", 1L, 0L));

            fixture.feed.deleteTenant("acme");
            assertThat(webhooks.totals()).isEqualTo(new WebhookTotals(null, 1, 0, null, 0, 0, 0, 0));
        }
    }

    private static boolean hasRead(Webhooks webhooks, String name, long seq) {
        return webhooks.status("acme", name).orElseThrow().position() >= seq;
    }
}
