package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.core.webhook.InvalidWebhookException;
import dev.scimlet.core.webhook.WebhookVerifier;
import dev.scimlet.directory.KeyRing;
import dev.scimlet.directory.feed.ConsumerStatus;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.FeedProblem;
import dev.scimlet.directory.feed.FeedStore;
import dev.scimlet.directory.feed.NewWebhook;
import dev.scimlet.directory.feed.Proves;
import dev.scimlet.directory.feed.WebhookEndpoint;
import dev.scimlet.directory.feed.WebhookFailure;
import dev.scimlet.directory.feed.WebhookSettings;
import dev.scimlet.directory.feed.WebhookStore;
import dev.scimlet.directory.feed.Webhooks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Webhooks against receivers on the loopback interface. */
final class WebhooksTest {

    private static final KeyRing KEYS = KeyRing.of("k1", new byte[32]);

    private static final WebhookSettings ALL = WebhookSettings.standard().beginningWithOldest();

    static Stream<FeedFixture.On> everywhere() {
        return FeedFixture.everywhere();
    }

    static Stream<FeedFixture.On> databases() {
        return FeedFixture.databases();
    }

    private static Webhooks webhooks(FeedFixture fixture) {
        return Webhooks.builder(fixture.feed, KEYS)
                .allowing(InetAddress.getLoopbackAddress())
                .build();
    }

    private static ConsumerStatus status(Webhooks webhooks, String name) {
        return webhooks.status(FeedFixture.ACME, name).orElseThrow();
    }

    private static boolean hasRead(Webhooks webhooks, String name, long seq) {
        return status(webhooks, name).position() >= seq;
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static void verified(WebhookVerifier verifier, FeedFixture fixture, WebhookReceiver.Got got) {
        try {
            assertThat(verifier.withClock(fixture.time)
                            .verify(got::header, got.body().getBytes(StandardCharsets.UTF_8))
                            .id())
                    .isEqualTo(got.id());
        } catch (InvalidWebhookException refused) {
            throw new AssertionError(refused);
        }
    }

    // ---- one event in a request

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-W-01", "V-W-03", "V-W-06", "V-W-14"})
    void sendsEachEventSignedAndInItsOrder(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            fixture.create("before");
            fixture.events(1);
            NewWebhook crm = webhooks.create("acme", "crm", receiver.uri("/crm"), WebhookSettings.standard());
            NewWebhook audit = webhooks.create("acme", "audit", receiver.uri("/audit"), ALL.only("user.deactivated"));
            NewWebhook keyed = webhooks.create("acme", "keyed", receiver.uri("/keyed"), ALL.signedByPrivateKey());
            String id = fixture.create("bjensen", ",\"active\":true");
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}");
            List<FeedEvent> events = fixture.events(4);
            FeedFixture.until(() ->
                    hasRead(webhooks, "crm", 4) && hasRead(webhooks, "audit", 4) && hasRead(webhooks, "keyed", 4));

            assertThat(receiver.numbers("/crm")).containsExactly(2L, 3L, 4L);
            assertThat(receiver.numbers("/audit")).containsExactly(4L);
            assertThat(receiver.numbers("/keyed")).containsExactly(1L, 2L, 3L, 4L);
            WebhookReceiver.Got last = receiver.at("/audit").get(0);
            assertThat(last.method()).isEqualTo("POST");
            assertThat(last.header("content-type")).isEqualTo("application/json");
            assertThat(last.id()).isEqualTo(events.get(3).id()).doesNotContain(".");
            assertThat(last.header("webhook-timestamp")).matches("[0-9]{10}");
            assertThat(last.body()).isEqualTo(events.get(3).json());

            assertThat(crm.secret()).startsWith("whsec_").isNotEqualTo(audit.secret());
            assertThat(keyed.secret()).startsWith("whpk_");
            receiver.at("/crm").forEach(got -> verified(WebhookVerifier.of(crm.secret()), fixture, got));
            receiver.at("/audit").forEach(got -> verified(WebhookVerifier.of(audit.secret()), fixture, got));
            receiver.at("/keyed").forEach(got -> verified(WebhookVerifier.of(keyed.secret()), fixture, got));
            assertThatThrownBy(() -> verified(WebhookVerifier.of(crm.secret()), fixture, last))
                    .hasMessageContaining("no signature fits");
            if (fixture.dataSource != null) {
                assertThat(FeedTables.text(fixture.dataSource)).contains("k1.").doesNotContain("whs", crm.secret());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-W-02", "V-W-10", "V-W-14"})
    void triesAnEventAgainBeforeTheNext(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            AtomicInteger left = new AtomicInteger(2);
            receiver.answer(got -> WebhookReceiver.Answer.of(got.seq() == 1 && left.getAndDecrement() > 0 ? 500 : 204));
            NewWebhook crm = webhooks.create("acme", "crm", receiver.uri("/crm"), ALL);
            fixture.create("a");
            fixture.create("b");
            fixture.events(2);
            FeedFixture.until(() -> status(webhooks, "crm").attempts() == 1);
            assertThat(status(webhooks, "crm").lastError()).isEqualTo("the endpoint answered 500");
            fixture.time.pass(Duration.ofSeconds(10));
            FeedFixture.until(() -> status(webhooks, "crm").attempts() == 2);
            assertThat(receiver.numbers("/crm")).containsExactly(1L, 1L);
            fixture.time.pass(Duration.ofMinutes(7));
            FeedFixture.until(() -> hasRead(webhooks, "crm", 2));

            assertThat(receiver.numbers("/crm")).containsExactly(1L, 1L, 1L, 2L);
            List<WebhookReceiver.Got> all = receiver.at("/crm");
            assertThat(all.subList(0, 3))
                    .extracting(WebhookReceiver.Got::id)
                    .containsOnly(all.get(0).id());
            assertThat(all.subList(0, 3))
                    .extracting(got -> got.header("webhook-timestamp"))
                    .doesNotHaveDuplicates();
            all.subList(2, 4).forEach(got -> verified(WebhookVerifier.of(crm.secret()), fixture, got));
            assertThat(status(webhooks, "crm").failingSince()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-F-01")
    void keepsNobodyWaitingForOneThatHangs(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on, feed -> feed.threads(2));
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            CountDownLatch fastIsDone = new CountDownLatch(1);
            receiver.answer(got -> {
                if (got.path().equals("/hangs")) {
                    await(fastIsDone);
                }
                return WebhookReceiver.Answer.of(200);
            });
            webhooks.create("acme", "hangs", receiver.uri("/hangs"), ALL);
            webhooks.create("acme", "fast", receiver.uri("/fast"), ALL);
            for (int i = 0; i < 5; i++) {
                fixture.create("user" + i);
            }
            // The other is held until this one is through
            FeedFixture.until(() -> receiver.numbers("/fast").size() == 5);
            assertThat(receiver.numbers("/hangs")).hasSizeLessThan(2);
            fastIsDone.countDown();
            FeedFixture.until(() -> hasRead(webhooks, "hangs", 5));

            assertThat(receiver.numbers("/fast")).isEqualTo(upTo(5));
            assertThat(receiver.numbers("/hangs")).isEqualTo(upTo(5));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(40, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- several at once

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-W-14")
    void sendsUpToEightAtOnceEachWithItsOwnRetries(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            for (int i = 0; i < 20; i++) {
                fixture.create("user" + i);
            }
            fixture.events(20);
            CountDownLatch eight = new CountDownLatch(8);
            Set<Long> refusedOnce = ConcurrentHashMap.newKeySet();
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            receiver.answer(got -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                eight.countDown();
                await(eight);
                inside.decrementAndGet();
                return WebhookReceiver.Answer.of(got.seq() % 5 == 0 && refusedOnce.add(got.seq()) ? 500 : 200);
            });
            webhooks.create("acme", "crm", receiver.uri("/crm"), ALL.unordered());
            FeedFixture.until(() -> hasRead(webhooks, "crm", 20));

            assertThat(most).hasValue(8);
            assertThat(new TreeSet<>(receiver.numbers("/crm"))).containsExactlyElementsOf(upTo(20));
            assertThat(webhooks.failures("acme", "crm"))
                    .extracting(WebhookFailure::seq)
                    .containsExactly(5L, 10L, 15L, 20L);
            assertThat(webhooks.failures("acme", "crm"))
                    .allSatisfy(failure -> assertThat(failure.next()).isAfter(fixture.time.instant()))
                    .allSatisfy(failure -> assertThat(failure.status()).isEqualTo(500));
            fixture.time.pass(Duration.ofSeconds(10));
            FeedFixture.until(() -> webhooks.failures("acme", "crm").isEmpty());
            assertThat(receiver.numbers("/crm")).hasSize(24);
            assertThat(fixture.problems).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-W-14")
    void changesItsOrderFromTheNextEventOn(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            Set<Long> refused = ConcurrentHashMap.newKeySet();
            refused.add(2L);
            receiver.answer(got -> WebhookReceiver.Answer.of(refused.contains(got.seq()) ? 500 : 200));
            for (int i = 1; i <= 4; i++) {
                fixture.create("user" + i);
            }
            fixture.events(4);
            // All four at once: one that is refused alone would be taken for an outage
            webhooks.create("acme", "crm", receiver.uri("/crm"), ALL.unordered());
            FeedFixture.until(() -> hasRead(webhooks, "crm", 4));

            webhooks.change("acme", "crm", receiver.uri("/crm"), Set.of(), true);
            assertThat(webhooks.find("acme", "crm"))
                    .get()
                    .extracting(WebhookEndpoint::ordered)
                    .isEqualTo(true);
            refused.add(5L);
            fixture.create("user5");
            fixture.create("user6");
            fixture.events(6);
            FeedFixture.until(() -> status(webhooks, "crm").attempts() == 1);
            fixture.time.pass(Duration.ofSeconds(10));
            FeedFixture.until(() -> status(webhooks, "crm").attempts() == 2);
            assertThat(receiver.numbers("/crm"))
                    .as("what comes after one that is not taken waits")
                    .doesNotContain(6L);
            assertThat(webhooks.failures("acme", "crm"))
                    .as("what was not taken without order goes on as it began")
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.seq()).isEqualTo(2))
                    .satisfies(failure -> assertThat(failure.attempts()).isEqualTo(2))
                    .satisfies(failure -> assertThat(failure.next()).isAfter(fixture.time.instant()));
            refused.clear();
            fixture.time.pass(Duration.ofMinutes(7));
            FeedFixture.until(() -> hasRead(webhooks, "crm", 6)
                    && webhooks.failures("acme", "crm").isEmpty());
            assertThat(receiver.numbers("/crm").stream().filter(seq -> seq > 4)).containsExactly(5L, 5L, 5L, 6L);
            assertThat(receiver.numbers("/crm").stream().filter(seq -> seq == 2))
                    .hasSize(3);

            webhooks.pause("acme", "crm");
            for (int i = 7; i <= 15; i++) {
                fixture.create("user" + i);
            }
            fixture.events(15);
            CountDownLatch eight = new CountDownLatch(8);
            receiver.answer(got -> {
                if (got.seq() == 7) {
                    webhooks.change("acme", "crm", receiver.uri("/crm"), Set.of(), false);
                } else {
                    eight.countDown();
                    await(eight);
                }
                return WebhookReceiver.Answer.of(200);
            });
            webhooks.resume("acme", "crm");
            FeedFixture.until(() -> hasRead(webhooks, "crm", 15));
            assertThat(fixture.problems).isEmpty();
        }
    }

    /** An endpoint that was given an order while it had not taken the events 2 and 3, which are due again, and event 5 is new. */
    private static Webhooks givenAnOrder(FeedFixture fixture, WebhookReceiver receiver) {
        Webhooks webhooks = webhooks(fixture);
        receiver.answer(got -> WebhookReceiver.Answer.of(Set.of(2L, 3L).contains(got.seq()) ? 500 : 200));
        for (int i = 1; i <= 4; i++) {
            fixture.create("user" + i);
        }
        fixture.events(4);
        webhooks.create("acme", "crm", receiver.uri("/crm"), ALL.unordered());
        FeedFixture.until(() -> hasRead(webhooks, "crm", 4));
        webhooks.pause("acme", "crm");
        webhooks.change("acme", "crm", receiver.uri("/crm"), Set.of(), true);
        fixture.create("user5");
        fixture.events(5);
        fixture.time.pass(Duration.ofSeconds(10));
        return webhooks;
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-W-14")
    void sendsWhatIsNewThoughItDoesNotTakeWhatItHadNotTakenWithoutOrder(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = givenAnOrder(fixture, receiver);
            int before = receiver.numbers("/crm").size();
            webhooks.resume("acme", "crm");
            FeedFixture.until(() -> receiver.numbers("/crm").size() == before + 3);

            assertThat(receiver.numbers("/crm").subList(before, before + 3))
                    .as("one refusal ends what is sent again in a turn")
                    .containsExactly(2L, 5L, 3L);
            assertThat(fixture.problems).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-W-11", "V-W-14"})
    void isSwitchedOffByWhatIsSentAgainInOrderToo(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = givenAnOrder(fixture, receiver);
            int before = receiver.numbers("/crm").size();
            receiver.answer(got -> WebhookReceiver.Answer.of(got.seq() == 5 ? 200 : 410));
            webhooks.resume("acme", "crm");
            FeedFixture.until(() -> receiver.numbers("/crm").size() > before + 1 || !fixture.problems.isEmpty());

            FeedFixture.until(() -> status(webhooks, "crm").state() == FeedStore.ConsumerState.SWITCHED_OFF);
            assertThat(receiver.numbers("/crm")).hasSize(before + 1).endsWith(2L);
            assertThat(fixture.problems)
                    .singleElement()
                    .extracting(FeedProblem::kind)
                    .isEqualTo(FeedProblem.Kind.SWITCHED_OFF);
            receiver.answerWith(200);
            webhooks.resume("acme", "crm");
            FeedFixture.until(() -> hasRead(webhooks, "crm", 5)
                    && webhooks.failures("acme", "crm").isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-W-08", "V-W-14"})
    void waitsWithAllWhereNothingIsTakenInWhicheverOrder(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            for (int i = 0; i < 12; i++) {
                fixture.create("user" + i);
            }
            fixture.events(12);
            receiver.answerWith(503);
            webhooks.create("acme", "crm", receiver.uri("/crm"), ALL.unordered());
            FeedFixture.until(() -> status(webhooks, "crm").attempts() == 1);
            assertThat(receiver.numbers("/crm")).hasSize(8);
            fixture.time.pass(Duration.ofSeconds(10));
            FeedFixture.until(() -> status(webhooks, "crm").attempts() == 2);
            // Two are enough to see whether it is over
            assertThat(receiver.numbers("/crm")).hasSize(10);
            assertThat(webhooks.failures("acme", "crm")).isEmpty();
            assertThat(status(webhooks, "crm").position()).isZero();

            receiver.answerWith(200);
            fixture.time.pass(Duration.ofMinutes(7));
            FeedFixture.until(() -> hasRead(webhooks, "crm", 12));
            assertThat(new TreeSet<>(receiver.numbers("/crm"))).containsExactlyElementsOf(upTo(12));
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-W-14")
    void isNotHeldUpByAnEventThatCameAlone(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            receiver.answer(got -> WebhookReceiver.Answer.of(got.seq() == 1 ? 500 : 200));
            webhooks.create("acme", "crm", receiver.uri("/crm"), ALL.unordered());
            fixture.create("alone");
            FeedFixture.until(() -> status(webhooks, "crm").attempts() == 1);
            for (int i = 0; i < 5; i++) {
                fixture.create("user" + i);
            }
            fixture.events(6);
            fixture.time.pass(Duration.ofSeconds(10));
            FeedFixture.until(() -> hasRead(webhooks, "crm", 6));

            assertThat(new TreeSet<>(receiver.numbers("/crm"))).containsExactlyElementsOf(upTo(6));
            assertThat(webhooks.failures("acme", "crm"))
                    .extracting(WebhookFailure::seq)
                    .containsExactly(1L);
            assertThat(fixture.problems).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-F-02", "V-W-13"})
    void putsPoisonAsideWithoutOrderToo(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            for (int i = 0; i < 4; i++) {
                fixture.create("user" + i);
            }
            fixture.events(4);
            AtomicBoolean mended = new AtomicBoolean();
            receiver.answer(got -> WebhookReceiver.Answer.of(got.seq() == 2 && !mended.get() ? 400 : 200));
            webhooks.create("acme", "crm", receiver.uri("/crm"), ALL.unordered());
            FeedFixture.until(() -> {
                fixture.time.pass(Duration.ofHours(1));
                return fixture.problems.size() == 1;
            });
            assertThat(fixture.problems.get(0).kind()).isEqualTo(FeedProblem.Kind.PARKED);
            assertThat(webhooks.failures("acme", "crm"))
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.attempts()).isEqualTo(5))
                    .satisfies(failure -> assertThat(failure.next()).isNull());
            mended.set(true);
            assertThat(webhooks.resend("acme", "crm", 1, 4)).isEqualTo(1);
            FeedFixture.until(() -> webhooks.failures("acme", "crm").isEmpty());
            assertThat(receiver.numbers("/crm"))
                    .hasSize(9)
                    .filteredOn(seq -> seq == 2)
                    .hasSize(6);
        }
    }

    // ---- secrets

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-W-05")
    void changesItsSecretWhileItSends(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            NewWebhook first = webhooks.create("acme", "crm", receiver.uri("/crm"), ALL);
            AtomicReference<WebhookVerifier> verifier = new AtomicReference<>(WebhookVerifier.of(first.secret()));
            AtomicInteger refusals = new AtomicInteger();
            receiver.answer(got -> {
                try {
                    verified(verifier.get(), fixture, got);
                    return WebhookReceiver.Answer.of(200);
                } catch (AssertionError refused) {
                    refusals.incrementAndGet();
                    return WebhookReceiver.Answer.of(401);
                }
            });
            NewWebhook second = null;
            for (int i = 0; i < 40; i++) {
                fixture.create("user" + i);
                if (i == 10) {
                    FeedFixture.until(() -> !receiver.got.isEmpty());
                    second = webhooks.rotate("acme", "crm", Duration.ofDays(1));
                } else if (i == 20) {
                    FeedFixture.until(() -> signatures(receiver).contains(2));
                    verifier.set(WebhookVerifier.of(second.secret()));
                } else if (i == 30) {
                    // Nothing is on its way, whose time would be two days ago
                    FeedFixture.until(() -> hasRead(webhooks, "crm", 31));
                    fixture.time.pass(Duration.ofDays(2));
                }
            }
            FeedFixture.until(() -> hasRead(webhooks, "crm", 40));

            assertThat(refusals).hasValue(0);
            assertThat(receiver.numbers("/crm")).isEqualTo(upTo(40));
            assertThat(signatures(receiver).get(0)).isEqualTo(1);
            assertThat(signatures(receiver).get(39)).isEqualTo(1);
            if (fixture.dataSource != null) {
                fixture.feed.keepHouse();
                assertThat(FeedTables.count(fixture.dataSource, "scimlet_webhook_secrets"))
                        .isEqualTo(1);
            }
        }
    }

    private static List<Integer> signatures(WebhookReceiver receiver) {
        return receiver.at("/crm").stream()
                .map(got -> got.header("webhook-signature").split(" ").length)
                .toList();
    }

    @Test
    void keepsToFiveSecretsAndEndsALeakedOneAtOnce() {
        try (FeedFixture fixture = new FeedFixture(FeedFixture.On.H2);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            webhooks.create("acme", "crm", receiver.uri("/crm"), ALL.signedByPrivateKey());
            for (int i = 0; i < 4; i++) {
                assertThat(webhooks.rotate("acme", "crm", Duration.ofDays(1)).secret())
                        .startsWith("whpk_");
            }
            assertThatThrownBy(() -> webhooks.rotate("acme", "crm", Duration.ofDays(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has 5 secrets already");
            fixture.time.pass(Duration.ofDays(2));
            NewWebhook last = webhooks.rotate("acme", "crm", Duration.ZERO);
            fixture.create("a");
            FeedFixture.until(() -> hasRead(webhooks, "crm", 1));
            assertThat(receiver.at("/crm").get(0).header("webhook-signature").split(" "))
                    .hasSize(1);
            verified(
                    WebhookVerifier.of(last.secret()),
                    fixture,
                    receiver.at("/crm").get(0));
            assertThatThrownBy(() -> webhooks.rotate("acme", "none", Duration.ZERO))
                    .isInstanceOf(NoSuchElementException.class);
            assertThat(last.toString()).doesNotContain(last.secret());
        }
    }

    @Test
    void sendsNothingThatItCannotSign() {
        try (FeedFixture fixture = new FeedFixture(FeedFixture.On.H2);
                WebhookReceiver receiver = new WebhookReceiver()) {
            KeyRing ring = KeyRing.of("old", new byte[32]).add("new", new byte[33]);
            Webhooks webhooks = Webhooks.builder(fixture.feed, ring)
                    .allowing(InetAddress.getLoopbackAddress())
                    .build();
            webhooks.create("acme", "crm", receiver.uri("/crm"), ALL);
            ring.use("new").remove("old");
            fixture.create("a");
            FeedFixture.until(() -> status(webhooks, "crm").attempts() == 1);
            assertThat(status(webhooks, "crm").lastError()).contains("the key ring lacks the key");
            assertThat(receiver.got).isEmpty();
            NewWebhook mended = webhooks.rotate("acme", "crm", Duration.ZERO);
            fixture.time.pass(Duration.ofSeconds(10));
            FeedFixture.until(() -> hasRead(webhooks, "crm", 1));
            verified(
                    WebhookVerifier.of(mended.secret()),
                    fixture,
                    receiver.at("/crm").get(0));
        }
    }

    // ---- what is not taken

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-F-02", "V-F-03", "V-W-13", "V-W-15"})
    void putsPoisonAsideAndSendsItAgain(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            String poison = fixture.create("poison");
            fixture.create("healthy");
            fixture.events(2);
            AtomicBoolean mended = new AtomicBoolean();
            String huge = "no such person: poison-answer\u0000" + "x".repeat(100_000);
            receiver.answer(got -> got.resourceId().equals(poison) && !mended.get()
                    ? new WebhookReceiver.Answer(422, Map.of(), huge)
                    : WebhookReceiver.Answer.of(200));
            webhooks.create("acme", "crm", receiver.uri("/crm"), ALL);
            FeedFixture.until(() -> {
                fixture.time.pass(Duration.ofMinutes(30));
                return hasRead(webhooks, "crm", 2);
            });

            assertThat(webhooks.failures("acme", "crm"))
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.seq()).isEqualTo(1))
                    .satisfies(failure -> assertThat(failure.attempts()).isEqualTo(5))
                    .satisfies(failure -> assertThat(failure.status()).isEqualTo(422))
                    .satisfies(failure -> assertThat(failure.reason())
                            .startsWith("the endpoint answered 422: no such person: poison-answer x")
                            .hasSizeLessThanOrEqualTo(1_024 + 40));
            assertThat(fixture.problems)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.kind()).isEqualTo(FeedProblem.Kind.PARKED))
                    .satisfies(problem -> assertThat(problem.consumer()).isEqualTo("webhook:crm"));
            assertThat(webhooks.resend("acme", "crm", 1, 1)).isEqualTo(1);
            FeedFixture.until(() ->
                    receiver.numbers("/crm").stream().filter(seq -> seq == 1).count() >= 7);
            FeedFixture.until(
                    () -> webhooks.failures("acme", "crm").stream().anyMatch(failure -> failure.next() == null));
            mended.set(true);
            assertThat(webhooks.resend("acme", "crm", 1, 2)).isEqualTo(1);
            FeedFixture.until(() -> webhooks.failures("acme", "crm").isEmpty());
            if (fixture.dataSource != null) {
                assertThat(FeedTables.text(fixture.dataSource)).doesNotContain("poison-answer");
            }
            assertThat(webhooks.drop("acme", "crm", 1)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-W-10", "V-W-11", "V-F-02"})
    void switchesOffAfterAnOutageOfFourDays(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            receiver.answerWith(503);
            webhooks.create("acme", "crm", receiver.uri("/crm"), ALL);
            for (int i = 0; i < 3; i++) {
                fixture.create("user" + i);
            }
            fixture.events(3);
            List<Duration> hours = List.of(
                    Duration.ofSeconds(6),
                    Duration.ofMinutes(6),
                    Duration.ofMinutes(36),
                    Duration.ofMinutes(144),
                    Duration.ofHours(6),
                    Duration.ofHours(12),
                    Duration.ofHours(17),
                    Duration.ofHours(24),
                    Duration.ofHours(29));
            for (int attempt = 1; attempt <= hours.size(); attempt++) {
                int made = attempt;
                FeedFixture.until(() -> status(webhooks, "crm").attempts() == made);
                fixture.time.pass(hours.get(attempt - 1));
            }
            FeedFixture.until(() -> status(webhooks, "crm").state() == FeedStore.ConsumerState.SWITCHED_OFF);
            fixture.time.pass(Duration.ofDays(1));
            fixture.create("later");
            fixture.events(4);

            assertThat(receiver.numbers("/crm")).hasSize(10).containsOnly(1L);
            assertThat(webhooks.failures("acme", "crm")).isEmpty();
            FeedFixture.until(() -> fixture.problems.size() == 2);
            assertThat(fixture.problems)
                    .extracting(FeedProblem::kind)
                    .containsExactly(FeedProblem.Kind.FAILING, FeedProblem.Kind.SWITCHED_OFF);
            assertThat(fixture.problems.get(1).detail())
                    .isEqualTo("event 1 was not taken, at attempt 10, and the endpoint is switched off until it is"
                            + " resumed: the endpoint answered 503");
            receiver.answerWith(200);
            webhooks.resume("acme", "crm");
            FeedFixture.until(() -> hasRead(webhooks, "crm", 4));
            assertThat(receiver.numbers("/crm").subList(10, 14)).isEqualTo(upTo(4));
            assertThat(receiver.at("/crm")).noneMatch(got -> got.body().contains("\"replay\""));
            assertThat(status(webhooks, "crm").state()).isEqualTo(FeedStore.ConsumerState.ACTIVE);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-W-08", "V-W-11"})
    void switchesOffWhatIsGone(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            receiver.answerWith(410);
            webhooks.create("acme", "ordered", receiver.uri("/ordered"), ALL);
            webhooks.create("acme", "unordered", receiver.uri("/unordered"), ALL.unordered());
            fixture.create("a");
            FeedFixture.until(() -> fixture.problems.size() == 2);

            assertThat(fixture.problems).extracting(FeedProblem::kind).containsOnly(FeedProblem.Kind.SWITCHED_OFF);
            assertThat(status(webhooks, "ordered").state()).isEqualTo(FeedStore.ConsumerState.SWITCHED_OFF);
            assertThat(status(webhooks, "unordered").state()).isEqualTo(FeedStore.ConsumerState.SWITCHED_OFF);
            assertThat(receiver.got).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-W-08")
    void slowsDownAndWaitsAsLongAsItIsAskedTo(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            receiver.answer(got -> got.path().equals("/unordered") && got.seq() > 1
                    ? WebhookReceiver.Answer.of(200)
                    : new WebhookReceiver.Answer(429, Map.of("Retry-After", "3600"), ""));
            fixture.create("a");
            fixture.create("b");
            fixture.events(2);
            webhooks.create("acme", "ordered", receiver.uri("/ordered"), ALL);
            webhooks.create("acme", "unordered", receiver.uri("/unordered"), ALL.unordered());
            FeedFixture.until(() -> status(webhooks, "ordered").attempts() == 1
                    && status(webhooks, "unordered").attempts() == 1);
            fixture.time.pass(Duration.ofMinutes(50));
            fixture.create("c");
            fixture.events(3);
            Instant soon = Instant.now().plusMillis(500);
            FeedFixture.until(() -> Instant.now().isAfter(soon));

            assertThat(receiver.numbers("/ordered")).containsExactly(1L);
            assertThat(receiver.numbers("/unordered")).containsExactlyInAnyOrder(1L, 2L);
            receiver.answerWith(200);
            fixture.time.pass(Duration.ofMinutes(11));
            FeedFixture.until(() -> hasRead(webhooks, "ordered", 3) && hasRead(webhooks, "unordered", 3));
            FeedFixture.until(() -> webhooks.failures("acme", "unordered").isEmpty());
            assertThat(receiver.numbers("/ordered")).containsExactly(1L, 1L, 2L, 3L);
        }
    }

    // ---- once more

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-F-06", "V-W-02"})
    void replaysWithTheSameIds(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            webhooks.create("acme", "crm", receiver.uri("/crm"), ALL);
            for (int i = 0; i < 3; i++) {
                fixture.create("user" + i);
            }
            List<FeedEvent> events = fixture.events(3);
            FeedFixture.until(() -> hasRead(webhooks, "crm", 3));
            webhooks.replay("acme", "crm", events.get(0).cursor());
            FeedFixture.until(() -> receiver.got.size() == 5);
            fixture.create("last");
            FeedFixture.until(() -> receiver.got.size() == 6);

            assertThat(receiver.numbers("/crm")).containsExactly(1L, 2L, 3L, 2L, 3L, 4L);
            assertThat(receiver.at("/crm"))
                    .extracting(got -> got.body().contains("\"replay\":true"))
                    .containsExactly(false, false, false, true, true, false);
            Set<String> ids = new HashSet<>();
            receiver.at("/crm").forEach(got -> ids.add(got.id()));
            assertThat(ids).hasSize(4);
        }
    }

    /** The answer was there, and the node died before it noted that: another one had the lease meanwhile. */
    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-N-02", "V-N-06", "V-W-02"})
    void sendsAgainWhatItHasNotNoted(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            AtomicBoolean lost = new AtomicBoolean();
            receiver.answer(got -> {
                if (got.seq() == 2 && lost.compareAndSet(false, true)) {
                    fixture.store.setState("acme", "webhook:crm", FeedStore.ConsumerState.ACTIVE);
                }
                return WebhookReceiver.Answer.of(200);
            });
            webhooks.create("acme", "crm", receiver.uri("/crm"), ALL);
            for (int i = 0; i < 3; i++) {
                fixture.create("user" + i);
            }
            fixture.events(3);
            FeedFixture.until(() -> hasRead(webhooks, "crm", 3));

            assertThat(receiver.numbers("/crm")).containsExactly(1L, 2L, 2L, 3L);
            assertThat(receiver.at("/crm").get(1).id())
                    .isEqualTo(receiver.at("/crm").get(2).id());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves({"V-N-01", "V-N-04"})
    void isSentByOneNodeAtATime(FeedFixture.On on) {
        DataSource dataSource = FeedFixture.withTables(on);
        FeedFixture.Time time = new FeedFixture.Time();
        try (WebhookReceiver receiver = new WebhookReceiver();
                FeedFixture one = new FeedFixture(on, dataSource, time, same -> same, StandardTypes.user());
                FeedFixture other = new FeedFixture(on, dataSource, time, same -> same, StandardTypes.user())) {
            Webhooks webhooks = webhooks(one);
            Webhooks same = webhooks(other);
            for (int i = 0; i < 4; i++) {
                webhooks.create("acme", "crm" + i, receiver.uri("/" + i), ALL);
            }
            for (int i = 0; i < 20; i++) {
                (i % 2 == 0 ? one : other).create("user" + i);
            }
            one.events(20);
            for (int i = 0; i < 4; i++) {
                String name = "crm" + i;
                FeedFixture.until(() -> hasRead(same, name, 20));
                assertThat(receiver.numbers("/" + i)).isEqualTo(upTo(20));
            }
            one.service.close();
            other.create("later");
            FeedFixture.until(() -> hasRead(same, "crm0", 21));
        }
    }

    // ---- what ends

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-F-07")
    void forgetsWhatAnEndpointSaidOfAPerson(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            String id = fixture.create("barbara-name", ",\"externalId\":\"barbara-external\"");
            fixture.create("somebody");
            fixture.events(2);
            receiver.answer(got -> got.resourceId().equals(id)
                    ? new WebhookReceiver.Answer(400, Map.of(), "barbara-said")
                    : WebhookReceiver.Answer.of(200));
            webhooks.create("acme", "ordered", receiver.uri("/ordered"), ALL);
            webhooks.create("acme", "unordered", receiver.uri("/unordered"), ALL.unordered());
            FeedFixture.until(() -> webhooks.failures("acme", "unordered").size() == 1);
            assertThat(webhooks.failures("acme", "unordered").get(0).reason()).contains("barbara-said");
            FeedFixture.until(() -> {
                fixture.time.pass(Duration.ofMinutes(30));
                return hasRead(webhooks, "ordered", 2);
            });
            webhooks.pause("acme", "unordered");
            Instant soon = Instant.now().plusMillis(300);
            FeedFixture.until(() -> Instant.now().isAfter(soon));

            assertThat(fixture.feed.erase("acme", "User", id)).isEqualTo(1);

            assertThat(webhooks.failures("acme", "ordered"))
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.reason()).isNull());
            assertThat(webhooks.failures("acme", "unordered"))
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.reason()).isNull());
            if (fixture.dataSource != null) {
                assertThat(FeedTables.text(fixture.dataSource)).doesNotContain("barbara");
            }
            int before = receiver.got.size();
            receiver.answerWith(200);
            assertThat(webhooks.resend("acme", "ordered", 1, 1)).isEqualTo(1);
            FeedFixture.until(() -> webhooks.failures("acme", "ordered").isEmpty());
            assertThat(receiver.got.get(before).body())
                    .contains("\"erased\":true")
                    .doesNotContain("barbara");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves("V-F-08")
    void endsWithItsTenantWhileItSends(FeedFixture.On on) throws Exception {
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            webhooks.create("acme", "ordered", receiver.uri("/ordered"), ALL);
            webhooks.create("acme", "unordered", receiver.uri("/unordered"), ALL.unordered());
            AtomicBoolean writing = new AtomicBoolean(true);
            Future<?> written = writer.submit(() -> {
                for (int i = 0; writing.get(); i++) {
                    fixture.create("user" + i);
                }
            });
            FeedFixture.until(() -> receiver.at("/ordered").size() > 5
                    && receiver.at("/unordered").size() > 5);
            fixture.feed.deleteTenant("acme");
            int ordered = receiver.at("/ordered").size();
            int unordered = receiver.at("/unordered").size();
            Thread.sleep(300);
            writing.set(false);
            written.get();
            FeedFixture.until(() -> FeedTables.count(fixture.dataSource, "scimlet_feed_inbox") == 0);

            // What was on its way arrives
            assertThat(receiver.at("/ordered").size()).isLessThanOrEqualTo(ordered + 1);
            assertThat(receiver.at("/unordered").size()).isLessThanOrEqualTo(unordered + 8);
            for (String table : List.of("endpoints", "secrets", "retries")) {
                assertThat(FeedTables.count(fixture.dataSource, "scimlet_webhook_" + table))
                        .as(table)
                        .isZero();
            }
            assertThat(webhooks.endpoints("acme")).isEmpty();
            assertThatThrownBy(() -> webhooks.create("acme", "crm", receiver.uri("/crm"), ALL))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is deleted");
            fixture.feed.admitTenant("acme");
            webhooks.create("acme", "crm", receiver.uri("/crm"), ALL);
            fixture.create("again");
            FeedFixture.until(() -> receiver.numbers("/crm").equals(List.of(1L)));
        } finally {
            writer.shutdownNow();
        }
    }

    // ---- endpoints

    @ParameterizedTest
    @MethodSource("everywhere")
    void isChangedAndRemoved(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            WebhookEndpoint made = webhooks.create("acme", "crm", receiver.uri("/one"), ALL.only("user.created"))
                    .endpoint();
            assertThat(webhooks.find("acme", "crm")).contains(made);
            assertThat(webhooks.endpoints("acme")).containsExactly(made);
            assertThat(webhooks.endpoints("other")).isEmpty();
            assertThatThrownBy(() -> webhooks.create("acme", "crm", receiver.uri("/two"), ALL))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the tenant has an endpoint 'crm' already");
            webhooks.create("other", "crm", receiver.uri("/other"), ALL);
            String id = fixture.create("a");
            FeedFixture.until(() -> hasRead(webhooks, "crm", 1));
            webhooks.change("acme", "crm", receiver.uri("/two"), Set.of());
            fixture.delete("/Users/" + id);
            FeedFixture.until(() -> hasRead(webhooks, "crm", 2));

            assertThat(receiver.numbers("/one")).containsExactly(1L);
            assertThat(receiver.numbers("/two")).containsExactly(2L);
            assertThat(receiver.at("/other")).isEmpty();
            webhooks.pause("acme", "crm");
            assertThat(status(webhooks, "crm").state()).isEqualTo(FeedStore.ConsumerState.PAUSED);
            assertThat(webhooks.remove("acme", "crm")).isTrue();
            assertThat(webhooks.remove("acme", "crm")).isFalse();
            assertThat(webhooks.status("acme", "crm")).isEmpty();
            assertThatThrownBy(() -> webhooks.resume("acme", "crm")).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(() -> webhooks(fixture)).hasMessage("the feed has webhooks already");
        }
    }

    /** The store of the fixture, for webhooks before each of whose changes another node does something. */
    private static FeedStore overtaken(FeedFixture fixture, Runnable another) {
        WebhookStore webhooks =
                proxy(WebhookStore.class, fixture.store.webhooks(), (method, result) -> result, another);
        return proxy(
                FeedStore.class,
                fixture.store,
                (method, result) -> method.equals("webhooks") ? webhooks : result,
                () -> {});
    }

    private static <T> T proxy(
            Class<T> type, T behind, BiFunction<String, Object, Object> results, Runnable beforeChange) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> {
                    if (method.getName().equals("change")) {
                        beforeChange.run();
                    }
                    try {
                        return results.apply(method.getName(), method.invoke(behind, values));
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void keepsTheOrderThatAnotherNodeGivesIt(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            Webhooks there = webhooks(fixture);
            URI uri = URI.create("http://127.0.0.1:1/crm");
            there.create("acme", "crm", uri, ALL);
            Feed overtaken = Feed.builder(overtaken(fixture, () -> there.change("acme", "crm", uri, Set.of(), false)))
                    .build();
            Webhooks here = Webhooks.builder(overtaken, KEYS)
                    .allowing(InetAddress.getLoopbackAddress())
                    .build();

            here.change("acme", "crm", URI.create("http://127.0.0.1:1/elsewhere"), Set.of("user.created"));

            assertThat(there.find("acme", "crm")).hasValueSatisfying(endpoint -> {
                assertThat(endpoint.uri()).hasPath("/elsewhere");
                assertThat(endpoint.types()).containsExactly("user.created");
                assertThat(endpoint.ordered()).isFalse();
            });
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void saysThatAnotherNodeHasRemovedWhatIsChanged(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            Webhooks there = webhooks(fixture);
            URI uri = URI.create("http://127.0.0.1:1/crm");
            Feed overtaken = Feed.builder(overtaken(fixture, () -> there.remove("acme", "crm")))
                    .build();
            Webhooks here = Webhooks.builder(overtaken, KEYS)
                    .allowing(InetAddress.getLoopbackAddress())
                    .build();

            there.create("acme", "crm", uri, ALL);
            assertThatThrownBy(() -> here.change("acme", "crm", uri, Set.of()))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("the tenant 'acme' has no endpoint 'crm'");
            there.create("acme", "crm", uri, ALL);
            assertThatThrownBy(() -> here.change("acme", "crm", uri, Set.of(), false))
                    .isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    @Proves("V-W-12")
    void refusesAddressesToWhichNothingIsSent() {
        try (FeedFixture fixture = new FeedFixture(FeedFixture.On.MEMORY)) {
            Webhooks webhooks = Webhooks.builder(fixture.feed, KEYS).build();
            for (String address : List.of(
                    "http://crm.example.com/",
                    "ftp://crm.example.com/",
                    "https://user:secret@crm.example.com/",
                    "https://crm.example.com/#x",
                    "https:///hooks",
                    "https://crm.example.com:0/",
                    "https://crm.example.com:65536/",
                    "mailto:a@example.com",
                    "https://10.0.0.1/",
                    "https://127.0.0.1/",
                    "https://2130706433/",
                    "https://[::1]/",
                    "https://[::ffff:10.0.0.1]/",
                    "https://169.254.169.254/latest/meta-data")) {
                assertThatThrownBy(() -> webhooks.create("acme", "crm", URI.create(address), ALL))
                        .as(address)
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(webhooks.create("acme", "crm", URI.create("https://crm.example.com/hooks?x=y"), ALL)
                            .endpoint()
                            .name())
                    .isEqualTo("crm");
            assertThatThrownBy(() -> webhooks.create("acme", "a b", URI.create("https://a.example/"), ALL))
                    .hasMessageContaining("'a b' is no name of an endpoint");
            assertThatThrownBy(() -> ALL.only("created")).hasMessageContaining("'created' is no type of events");
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-F-05")
    void saysSoWhereWhatItHasToSendIsGone(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on);
                WebhookReceiver receiver = new WebhookReceiver()) {
            Webhooks webhooks = webhooks(fixture);
            List<String> names = List.of("ordered", "unordered");
            webhooks.create("acme", "ordered", receiver.uri("/ordered"), ALL);
            webhooks.create("acme", "unordered", receiver.uri("/unordered"), ALL.unordered());
            names.forEach(name -> webhooks.pause("acme", name));
            fixture.create("a");
            fixture.events(1);
            fixture.time.pass(Duration.ofDays(31));
            fixture.create("b");
            FeedFixture.until(() -> fixture.events().stream().anyMatch(event -> event.seq() == 2));
            fixture.feed.keepHouse();
            fixture.problems.clear();
            names.forEach(name -> webhooks.resume("acme", name));
            FeedFixture.until(() -> fixture.problems.size() == 2);

            assertThat(fixture.problems).extracting(FeedProblem::kind).containsOnly(FeedProblem.Kind.EXPIRED);
            assertThat(receiver.got).isEmpty();
        }
    }
}
