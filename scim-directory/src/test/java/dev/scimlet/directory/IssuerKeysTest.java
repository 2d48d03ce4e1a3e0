package dev.scimlet.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class IssuerKeysTest {

    private static final String URI_OF_A = "https://issuer.example/a/keys";

    private static final TestKey ONE = TestKey.of("k1", "ES256");
    private static final TestKey TWO = TestKey.of("k2", "ES256");

    private final TestClock clock = new TestClock();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile String served = TestKey.set(ONE);
    private volatile Duration maxAge;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private final IssuerKeys keys = new IssuerKeys(this::serve, clock);

    private KeyFetcher.Answer serve(URI uri) throws IOException {
        fetches.incrementAndGet();
        try {
            if (!gate.await(30, TimeUnit.SECONDS)) {
                throw new IOException("the gate stayed shut");
            }
        } catch (InterruptedException ended) {
            throw new IOException(ended);
        }
        if (served.isEmpty()) {
            throw new IOException("the server is down");
        }
        return new KeyFetcher.Answer(served.getBytes(StandardCharsets.UTF_8), maxAge);
    }

    private boolean knows(String keyId) throws IssuerKeys.Unavailable {
        return !keys.candidates(URI_OF_A, keyId, "ES256").isEmpty();
    }

    /** Has what runs in the background come to its end. */
    private void settle(int fetchesDone) throws InterruptedException {
        for (int i = 0; i < 6_000 && keys.isFetching(); i++) {
            Thread.sleep(5);
        }
        assertThat(keys.isFetching()).isFalse();
        assertThat(fetches.get()).isEqualTo(fetchesDone);
    }

    @Test
    @Proves({"O-K-03", "O-E-10"})
    void keepsKeysForAnHour() throws Exception {
        assertThat(knows("k1")).isTrue();
        clock.pass(Duration.ofMinutes(59));
        assertThat(knows("k1")).isTrue();
        assertThat(fetches).hasValue(1);

        clock.pass(Duration.ofMinutes(2));
        assertThat(knows("k1"))
                .as("what is stale is used while it is fetched anew")
                .isTrue();
        settle(2);
    }

    @Test
    @Proves("O-K-03")
    void keepsKeysAsLongAsTheIssuerSaysWithinBounds() throws Exception {
        maxAge = Duration.ofSeconds(1);
        knows("k1");
        clock.pass(Duration.ofMinutes(4));
        knows("k1");
        assertThat(fetches).hasValue(1);
        maxAge = Duration.ofDays(30);
        clock.pass(Duration.ofMinutes(2));
        knows("k1");
        settle(2);

        clock.pass(Duration.ofHours(23));
        knows("k1");
        assertThat(fetches).hasValue(2);
        clock.pass(Duration.ofHours(2));
        knows("k1");
        settle(3);
    }

    @Test
    @Proves({"O-K-03", "O-E-10"})
    void usesOldKeysForThreeDaysIfTheyCannotBeFetched() throws Exception {
        knows("k1");
        served = "";
        clock.pass(Duration.ofHours(71));
        assertThat(knows("k1")).isTrue();
        settle(2);

        clock.pass(Duration.ofHours(2));
        assertThatThrownBy(() -> knows("k1"))
                .isInstanceOf(IssuerKeys.Unavailable.class)
                .hasMessageContaining("the server is down");
    }

    @Test
    @Proves({"O-K-04", "O-E-10"})
    void fetchesOnceForAKeyThatIsNew() throws Exception {
        knows("k1");
        served = TestKey.set(ONE, TWO);
        clock.pass(Duration.ofMinutes(1));

        assertThat(knows("k2")).isTrue();
        assertThat(knows("k2")).isTrue();
        assertThat(fetches).hasValue(2);
    }

    @Test
    @Proves({"O-K-04"})
    void fetchesOnceAMinuteForManyWithKeysThatThereAreNot() throws Exception {
        knows("k1");
        clock.pass(Duration.ofMinutes(1));
        gate = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(100);
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int number = 0; number < 100; number++) {
                String random = "random" + number;
                Callable<Boolean> asks = () -> knows(random);
                all.add(pool.submit(asks));
            }
            gate.countDown();
            for (Future<Boolean> one : all) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isFalse();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(fetches).hasValue(2);
        assertThat(knows("k1")).isTrue();
    }

    @Test
    @Proves("O-K-04")
    void waitsForTheFetchThatIsUnderWay() throws Exception {
        knows("k1");
        served = TestKey.set(ONE, TWO);
        clock.pass(Duration.ofMinutes(1));
        gate = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Future<Boolean> first = pool.submit(() -> knows("k2"));
            for (int i = 0; i < 6_000 && fetches.get() < 2; i++) {
                Thread.sleep(5);
            }
            Future<Boolean> second = pool.submit(() -> knows("k2"));
            assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(knows("k1")).as("others go on").isTrue();
            gate.countDown();

            assertThat(first.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(second.get(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            pool.shutdownNow();
        }
        assertThat(fetches).hasValue(2);
    }

    @Test
    @Proves({"O-K-04", "O-E-10"})
    void failsForAKeyThatIsNewIfTheServerIsDown() throws Exception {
        knows("k1");
        served = "";
        clock.pass(Duration.ofMinutes(1));

        assertThatThrownBy(() -> knows("k2")).isInstanceOf(IssuerKeys.Unavailable.class);
        assertThatThrownBy(() -> knows("k2")).isInstanceOf(IssuerKeys.Unavailable.class);
        assertThat(knows("k1")).isTrue();
        assertThat(fetches).hasValue(2);
    }

    @Test
    @Proves("O-K-05")
    void takesATokenWithoutKeyIdOnlyIfOneKeyFits() throws Exception {
        assertThat(knows(null)).isTrue();
        served = TestKey.set(ONE, TWO);
        clock.pass(Duration.ofHours(2));
        knows(null);
        settle(2);

        assertThat(knows(null)).isFalse();
        assertThat(keys.candidates(URI_OF_A, null, "RS256")).isEmpty();
    }

    @Test
    @Proves("O-K-06")
    void forgetsAKeyThatHasVanished() throws Exception {
        served = TestKey.set(ONE, TWO);
        assertThat(knows("k1")).isTrue();
        served = TestKey.set(TWO);
        clock.pass(Duration.ofMinutes(61));
        knows("k2");
        settle(2);

        assertThat(knows("k1")).isFalse();
    }

    @Test
    @Proves("O-K-06")
    void keepsAGoodSetWhenABadOneComes() throws Exception {
        knows("k1");
        int done = 1;
        for (String bad : List.of("{\"keys\":[]}", "<html>", "{\"keys\":[{\"kty\":\"oct\"}]}", "")) {
            served = bad;
            clock.pass(Duration.ofMinutes(70));
            assertThat(knows("k1")).as(bad).isTrue();
            settle(++done);
            assertThat(knows("k1")).as(bad).isTrue();
        }
    }

    @Test
    @Proves("O-K-07")
    void keepsNoMoreThanAThousandSets() throws Exception {
        for (int number = 0; number < 1_200; number++) {
            keys.candidates("https://issuer.example/" + number, "k1", "ES256");
            keys.candidates("https://issuer.example/0", "k1", "ES256");
        }

        assertThat(keys.size()).isEqualTo(1_000);
        assertThat(fetches).as("what is used is not what goes").hasValue(1_200);
    }

    @Test
    @Proves("O-K-07")
    void asksOneIssuerThoughAnotherHangs() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        IssuerKeys two = new IssuerKeys(
                uri -> {
                    if (uri.getPath().startsWith("/slow")) {
                        hangs.countDown();
                        try {
                            Thread.sleep(20_000);
                        } catch (InterruptedException ended) {
                            throw new IOException(ended);
                        }
                    }
                    return new KeyFetcher.Answer(TestKey.set(ONE).getBytes(StandardCharsets.UTF_8), null);
                },
                clock);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            pool.submit(() -> two.candidates("https://issuer.example/slow", "k1", "ES256"));
            assertThat(hangs.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(two.candidates("https://issuer.example/fast", "k1", "ES256"))
                    .hasSize(1);
        } finally {
            pool.shutdownNow();
        }
    }
}
