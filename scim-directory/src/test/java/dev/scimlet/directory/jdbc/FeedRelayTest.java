package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.FeedStore;
import dev.scimlet.directory.feed.NewEvent;
import dev.scimlet.directory.feed.Proves;
import dev.scimlet.directory.feed.Unnumbered;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.TimeOrderedIds;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.spi.sql.SqlUnitOfWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers of events: all, each once, in an order that respects commits. */
final class FeedRelayTest {

    private static final UnaryOperator<List<Unnumbered>> AS_FOUND = found -> found;
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int SHARD = NewEvent.shard("acme");

    private final TimeOrderedIds ids = new TimeOrderedIds(Clock.systemUTC());

    static Stream<FeedFixture.On> databases() {
        return FeedFixture.databases();
    }

    static Stream<Arguments> isolations() {
        return databases()
                .flatMap(on -> Stream.of(
                                "TRANSACTION_READ_COMMITTED", "TRANSACTION_REPEATABLE_READ", "TRANSACTION_SERIALIZABLE")
                        .map(isolation -> Arguments.of(on, isolation)));
    }

    private NewEvent event(String resourceId, String transaction) {
        return new NewEvent(
                "evt_" + ids.get().replace("-", ""),
                "acme",
                "user.updated",
                "User",
                resourceId,
                null,
                null,
                transaction,
                Instant.now(),
                "entra",
                "r1",
                "{}");
    }

    private static List<Long> numbers(FeedStore store) {
        return store.events("acme", 0, Long.MAX_VALUE, Set.of(), 100_000).stream()
                .map(FeedStore.Kept::seq)
                .toList();
    }

    private static List<Long> upTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("isolations")
    @Proves({"V-S-01", "V-S-02"})
    void losesNoNumberToAReaderWhoLooksAllTheTime(FeedFixture.On on, String isolation) throws Exception {
        DataSource dataSource = on.empty();
        JdbcFeedStore.over(dataSource).createTables();
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(8);
        config.setTransactionIsolation(isolation);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (HikariDataSource pool = new HikariDataSource(config)) {
            JdbcFeedStore store = JdbcFeedStore.over(pool);
            SqlUnitOfWork units = SqlUnitOfWork.over(ConnectionSource.of(pool));
            assertThat(store.leaseShards("relay", LEASE)).hasSize(NewEvent.SHARDS);
            int writers = 6;
            int each = 25;
            AtomicInteger working = new AtomicInteger(writers);
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String name = "w" + writer;
                work.add(() -> {
                    for (int i = 0; i < each; i++) {
                        String transaction = name + "-" + i;
                        units.perform(RequestContext.of("writer"), unit -> {
                            store.write(unit, List.of(event(name, transaction), event(name, transaction)));
                            pause();
                            return true;
                        });
                    }
                    return working.decrementAndGet() >= 0;
                });
            }
            List<Long> seen = new ArrayList<>();
            Future<?> reader = threads.submit(() -> {
                while (seen.size() < writers * each * 2) {
                    long after = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
                    store.events("acme", after, Long.MAX_VALUE, Set.of(), 100).forEach(next -> seen.add(next.seq()));
                }
            });
            Future<?> relay = threads.submit(() -> {
                boolean more = true;
                while (more) {
                    boolean written = working.get() == 0;
                    Optional<FeedStore.Numbered> done = store.number(SHARD, "relay", AS_FOUND, () -> "e1");
                    more = !written
                            || done.orElseThrow().more()
                            || !store.shardsToNumber().isEmpty();
                }
            });
            for (Future<Boolean> done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
            relay.get();
            reader.get();

            assertThat(seen).isEqualTo(upTo(writers * each * 2));
        } finally {
            threads.shutdownNow();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(4));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves("V-S-04")
    void losesAndDoublesNothingWhereverTheRelayDies(FeedFixture.On on) {
        DataSource dataSource = on.empty();
        JdbcFeedStore.over(dataSource).createTables();
        JdbcFeedStore healthy = JdbcFeedStore.over(dataSource);
        SqlUnitOfWork units = SqlUnitOfWork.over(ConnectionSource.of(dataSource));
        MortalDataSource mortal = new MortalDataSource(dataSource);
        int written = 0;
        boolean reachedTheEnd = false;
        for (int step = 0; !reachedTheEnd; step++) {
            String transaction = "t" + step;
            units.perform(RequestContext.of("writer"), unit -> {
                healthy.write(unit, List.of(event("a", transaction), event("b", transaction), event("c", transaction)));
                return true;
            });
            written += 3;
            String owner = "relay" + step;
            JdbcFeedStore dying = JdbcFeedStore.over(mortal);
            mortal.revive();
            assertThat(healthy.leaseShards(owner, LEASE)).contains(SHARD);
            mortal.processDiesAt(step);
            try {
                Optional<FeedStore.Numbered> unused = dying.number(SHARD, owner, AS_FOUND, () -> "e1");
                reachedTheEnd = !mortal.hasDied();
            } catch (RuntimeException died) {
                assertThat(mortal.hasDied()).isTrue();
            }
            healthy.releaseShards(owner);
            assertThat(healthy.leaseShards("heir", LEASE)).contains(SHARD);
            assertThat(healthy.number(SHARD, "heir", AS_FOUND, () -> "e1")).isPresent();
            healthy.releaseShards("heir");

            assertThat(numbers(healthy)).as("after step %s", step).isEqualTo(upTo(written));
            assertThat(FeedTables.count(dataSource, "scimlet_feed_inbox")).isZero();
        }
        assertThat(written).isGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves("V-S-04")
    void tellsOfWhatIsStoredAndOfNothingElseWhereverTheServiceDies(FeedFixture.On on) {
        DataSource dataSource = FeedFixture.withTables(on);
        FeedFixture.Time time = new FeedFixture.Time();
        MortalDataSource mortal = new MortalDataSource(dataSource);
        try (FeedFixture healthy = new FeedFixture(on, dataSource, time, same -> same, StandardTypes.user())) {
            boolean reachedTheEnd = false;
            int deaths = 0;
            FeedFixture dying = new FeedFixture(
                    on, mortal, time, builder -> builder.pollEvery(Duration.ofHours(1)), StandardTypes.user());
            // It holds no shards: the other node was first
            for (int step = 0; !reachedTheEnd; step++) {
                mortal.processDiesAt(step);
                dying.send("POST", "/Users", FeedFixture.user("user" + step, ",\"active\":true"));
                reachedTheEnd = !mortal.hasDied();
                deaths += mortal.hasDied() ? 1 : 0;
                mortal.revive();
            }
            assertThat(deaths).isGreaterThan(2);
            healthy.create("last");
            List<String> stored = storedIds(healthy);
            FeedFixture.until(() -> healthy.events().size() >= stored.size());

            assertThat(healthy.events()).extracting(FeedEvent::resourceId).containsExactlyInAnyOrderElementsOf(stored);
            mortal.revive();
            dying.close();
        }
    }

    private static List<String> storedIds(FeedFixture fixture) {
        return fixture
                .users
                .query(
                        RequestContext.builder().tenant("acme").build(),
                        Query.builder(new Page.Index(1, 1_000)).build())
                .resources()
                .stream()
                .map(Resource::id)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves("V-S-08")
    void ordersChangesOfOneUserByTwoNodesWhoseClocksDiffer(FeedFixture.On on) throws Exception {
        DataSource dataSource = FeedFixture.withTables(on);
        FeedFixture.Time right = new FeedFixture.Time();
        FeedFixture.Time fast = new FeedFixture.Time();
        fast.pass(Duration.ofSeconds(1));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (FeedFixture one = new FeedFixture(on, dataSource, right, same -> same, StandardTypes.user());
                FeedFixture two = new FeedFixture(on, dataSource, fast, same -> same, StandardTypes.user())) {
            String id = one.create("bjensen");
            int each = 15;
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                FeedFixture node = writer % 2 == 0 ? one : two;
                int number = writer;
                work.add(() -> {
                    for (int i = 0; i < each; i++) {
                        node.patched(
                                "/Users/" + id,
                                "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"" + number + "-" + i + "\"}");
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
            List<Long> versions = one.events(1 + 4 * each).stream()
                    .map(event -> Long.valueOf(String.valueOf(event.data().get("version"))))
                    .toList();

            assertThat(versions).isSorted().doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void numbersAtOnceWhatItsNodeCommits(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on, builder -> builder.pollEvery(Duration.ofHours(1)))) {
            List<Long> seen = Collections.synchronizedList(new ArrayList<>());
            fixture.feed
                    .consumer("mails")
                    .onOthers((event, unit) -> seen.add(event.seq()))
                    .start();
            fixture.create("a");
            fixture.create("b");

            // Neither relay nor consumer look by themselves within the hour
            FeedFixture.until(() -> seen.containsAll(List.of(1L, 2L)));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void leavesAShardToWhoHoldsIt(FeedFixture.On on) {
        DataSource dataSource = on.empty();
        FeedFixture.Time time = new FeedFixture.Time();
        JdbcFeedStore store = JdbcFeedStore.over(dataSource).withClock(time::instant);
        store.createTables();
        assertThat(store.check()).isEmpty();

        assertThat(store.leaseShards("one", LEASE)).hasSize(NewEvent.SHARDS);
        assertThat(store.leaseShards("two", LEASE)).isEmpty();
        assertThat(store.number(SHARD, "two", AS_FOUND, () -> "e1")).isEmpty();
        time.pass(Duration.ofSeconds(50));
        assertThat(store.leaseShards("one", LEASE)).hasSize(NewEvent.SHARDS);
        time.pass(Duration.ofSeconds(50));
        assertThat(store.leaseShards("two", LEASE)).isEmpty();
        time.pass(Duration.ofSeconds(11));
        assertThat(store.leaseShards("two", LEASE)).hasSize(NewEvent.SHARDS);
        assertThat(store.number(SHARD, "one", AS_FOUND, () -> "e1")).isEmpty();
        store.releaseShards("two");
        assertThat(store.leaseShards("one", LEASE)).hasSize(NewEvent.SHARDS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves("V-N-03")
    void goesByTheClockOfTheDatabase(FeedFixture.On on) {
        JdbcFeedStore store = JdbcFeedStore.over(on.empty());
        store.createTables();

        assertThat(store.leaseShards("one", LEASE)).hasSize(NewEvent.SHARDS);
        assertThat(store.leaseShards("two", LEASE)).isEmpty();
        assertThat(store.leaseShards("one", Duration.ofMillis(-1))).hasSize(NewEvent.SHARDS);
        assertThat(store.leaseShards("two", LEASE)).hasSize(NewEvent.SHARDS);
        assertThat(store.leaseShards("one", LEASE)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void numbersMuchInSteps(FeedFixture.On on) {
        DataSource dataSource = on.empty();
        JdbcFeedStore store = JdbcFeedStore.over(dataSource);
        store.createTables();
        SqlUnitOfWork units = SqlUnitOfWork.over(ConnectionSource.of(dataSource));
        units.perform(RequestContext.of("writer"), unit -> {
            List<NewEvent> events = new ArrayList<>();
            for (int i = 0; i < 4_500; i++) {
                events.add(event("u" + i, "t" + i / 3));
            }
            store.write(unit, events);
            return true;
        });
        assertThat(store.leaseShards("relay", LEASE)).contains(SHARD);
        int steps = 0;
        boolean more = true;
        while (more) {
            FeedStore.Numbered done =
                    store.number(SHARD, "relay", AS_FOUND, () -> "e1").orElseThrow();
            assertThat(done.tenants()).containsExactly("acme");
            more = done.more();
            steps++;
        }

        assertThat(steps).isEqualTo(3);
        assertThat(numbers(store)).isEqualTo(upTo(4_500));
        assertThat(store.events("acme", 0, Long.MAX_VALUE, Set.of(), 5_000))
                .extracting(FeedStore.Kept::resourceId)
                .startsWith("u0", "u1", "u2")
                .endsWith("u4499");
    }

    @Test
    void putsATenantIntoTheSameShardEverywhere() {
        assertThat(NewEvent.shard("acme")).isEqualTo(SHARD).isBetween(0, 15);
        assertThat(NewEvent.shard("default")).isEqualTo(Math.floorMod("default".hashCode(), 16));
    }
}
