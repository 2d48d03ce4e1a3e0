package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.feed.ConsumerStatus;
import dev.scimlet.directory.feed.DirectoryEventHandler;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedConsumer;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.FeedProblem;
import dev.scimlet.directory.feed.FeedStore;
import dev.scimlet.directory.feed.InvalidCursorException;
import dev.scimlet.directory.feed.Proves;
import dev.scimlet.spi.sql.SqlUnit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Readers inside the application. */
final class FeedConsumersTest {

    private static final List<Duration> SHORT = List.of(Duration.ofMillis(50));

    static Stream<FeedFixture.On> everywhere() {
        return FeedFixture.everywhere();
    }

    static Stream<FeedFixture.On> databases() {
        return FeedFixture.databases();
    }

    private static void tableOfMails(FeedFixture fixture) {
        TestDatabase.run(fixture.dataSource, "CREATE TABLE mails (user_id VARCHAR(100), seq BIGINT)");
    }

    private static final DirectoryEventHandler WRITES_A_MAIL = (event, unit) -> unit.sql()
            .orElseThrow()
            .update("INSERT INTO mails (user_id, seq) VALUES (?, ?)", event.resourceId(), event.seq());

    private static List<Long> mails(DataSource dataSource) {
        List<Long> found = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT seq FROM mails ORDER BY seq")) {
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return found;
    }

    private static ConsumerStatus status(FeedFixture fixture, String name) {
        return fixture.feed.consumers(FeedFixture.ACME).stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean hasRead(FeedFixture fixture, String name, long seq) {
        return fixture.feed.consumers(FeedFixture.ACME).stream()
                .anyMatch(status -> status.name().equals(name) && status.position() >= seq);
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves({"V-N-06", "V-N-07"})
    void writesWithItsPositionOrNotAtAll(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            tableOfMails(fixture);
            AtomicInteger failures = new AtomicInteger();
            fixture.feed
                    .consumer("mails")
                    .on("user.created", (event, unit) -> {
                        WRITES_A_MAIL.on(event, unit);
                        if (failures.getAndIncrement() < 2) {
                            throw new IllegalStateException("fails behind its writing");
                        }
                    })
                    .pauses(SHORT)
                    .start();
            String id = fixture.create("bjensen");
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Leader\"}");
            fixture.create("jsmith");
            FeedFixture.until(() -> {
                fixture.time.pass(Duration.ofSeconds(1));
                return hasRead(fixture, "mails", 3);
            });

            assertThat(mails(fixture.dataSource)).containsExactly(1L, 3L);
            assertThat(failures).hasValue(4);
            assertThat(status(fixture, "mails"))
                    .satisfies(status -> assertThat(status.lastError()).isNull())
                    .satisfies(status -> assertThat(status.attempts()).isZero());
        }
    }

    /** So that what it writes by itself, with means of the host's framework, is in the transaction. */
    @ParameterizedTest
    @MethodSource("databases")
    @Proves("V-N-07")
    void beginsTheTransactionBeforeTheHandlerDoesAnything(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            List<Boolean> open = Collections.synchronizedList(new ArrayList<>());
            fixture.feed
                    .consumer("mails")
                    .onOthers((event, unit) -> {
                        open.add(unit.handle(SqlUnit.class).orElseThrow().isOpen());
                        if (event.seq() == 1) {
                            throw new IllegalStateException("cannot take it");
                        }
                    })
                    .pauses(SHORT)
                    .start();
            fixture.create("poison");
            fixture.create("healthy");
            FeedFixture.until(() -> {
                fixture.time.pass(Duration.ofSeconds(1));
                return hasRead(fixture, "mails", 2);
            });
            assertThat(fixture.feed.retryParked(FeedFixture.ACME, "mails", 1)).isFalse();

            assertThat(open)
                    .as("five attempts, the look at the other event and its delivery, what was put aside")
                    .hasSizeGreaterThanOrEqualTo(8)
                    .doesNotContain(false);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void givesAHandlerTheTypesThatItNames(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            List<String> typed = Collections.synchronizedList(new ArrayList<>());
            List<String> all = Collections.synchronizedList(new ArrayList<>());
            DirectoryEventHandler greets = DirectoryEventHandler.of(
                    Set.of("user.created", "user.deleted"), (event, unit) -> typed.add(event.type()));
            fixture.feed.consumer("typed").handler(greets).start();
            fixture.feed
                    .consumer("all")
                    .handler((event, unit) -> all.add(event.type()))
                    .start();
            String id = fixture.create("bjensen");
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Leader\"}");
            fixture.delete("/Users/" + id);
            FeedFixture.until(() -> hasRead(fixture, "typed", 3) && hasRead(fixture, "all", 3));

            assertThat(typed).containsExactly("user.created", "user.deleted");
            assertThat(all).containsExactly("user.created", "user.updated", "user.deleted");
            assertThatThrownBy(() -> DirectoryEventHandler.of(Set.of("created"), (event, unit) -> {}))
                    .hasMessageContaining("'created' is no type of events");
            assertThatThrownBy(() -> DirectoryEventHandler.of(Set.of(), (event, unit) -> {}))
                    .hasMessageContaining("takes none");
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-F-10", "V-F-11"})
    void goesOnAfterADayWhereItWas(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            List<FeedEvent> seen = Collections.synchronizedList(new ArrayList<>());
            FeedConsumer consumer = fixture.feed
                    .consumer("mails")
                    .onOthers((event, unit) -> unit.afterCommit(() -> seen.add(event)))
                    .start();
            fixture.create("first");
            FeedFixture.until(() -> hasRead(fixture, "mails", 1));
            consumer.stop();
            for (int i = 0; i < 20; i++) {
                fixture.create("missed" + i);
            }
            fixture.events(21);
            fixture.time.pass(Duration.ofDays(1));
            assertThat(status(fixture, "mails"))
                    .satisfies(status -> assertThat(status.position()).isEqualTo(1))
                    .satisfies(status -> assertThat(status.last()).isEqualTo(21))
                    .satisfies(status -> assertThat(status.next())
                            .isBefore(fixture.time.instant().minus(Duration.ofHours(23))))
                    .satisfies(status -> assertThat(status.parked()).isZero());

            fixture.feed
                    .consumer("mails")
                    .onOthers((event, unit) -> unit.afterCommit(() -> seen.add(event)))
                    .start();
            FeedFixture.until(() -> hasRead(fixture, "mails", 21));

            FeedFixture.until(() -> seen.size() >= 21);
            assertThat(seen).extracting(FeedEvent::seq).containsExactlyElementsOf(upTo(21));
            assertThat(seen).noneMatch(FeedEvent::replay);
        }
    }

    private static List<Long> upTo(int last) {
        List<Long> numbers = new ArrayList<>();
        for (long i = 1; i <= last; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void beginsNowOrWithTheOldest(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            fixture.create("before");
            fixture.events(1);
            List<Long> all = Collections.synchronizedList(new ArrayList<>());
            List<Long> later = Collections.synchronizedList(new ArrayList<>());
            fixture.feed
                    .consumer("all")
                    .onOthers((event, unit) -> all.add(event.seq()))
                    .start();
            fixture.feed
                    .consumer("later")
                    .onOthers((event, unit) -> later.add(event.seq()))
                    .fromNow()
                    .start();
            FeedFixture.until(() -> hasRead(fixture, "all", 1) && hasRead(fixture, "later", 1));
            fixture.create("after");
            FeedFixture.until(() -> hasRead(fixture, "all", 2) && hasRead(fixture, "later", 2));

            assertThat(all).containsExactly(1L, 2L);
            assertThat(later).containsExactly(2L);
            assertThatThrownBy(() -> fixture.feed.consumer("all").start()).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> fixture.feed.consumer("a b")).hasMessageContaining("'a b' is no name");
            assertThatThrownBy(() -> fixture.feed.consumer("x").on("created", (event, unit) -> {}))
                    .hasMessageContaining("'created' is no type of events");
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-F-02", "V-F-03", "V-F-04"})
    void putsAnEventAsideThatIsRefusedWhileOthersAreTaken(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            AtomicBoolean mended = new AtomicBoolean();
            List<Long> taken = Collections.synchronizedList(new ArrayList<>());
            String[] poison = new String[1];
            poison[0] = fixture.create("poison");
            fixture.patched("/Users/" + poison[0], "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"Leader\"}");
            fixture.create("healthy");
            fixture.events(3);
            fixture.feed
                    .consumer("mails")
                    .onOthers((event, unit) -> {
                        if (event.resourceId().equals(poison[0]) && !mended.get()) {
                            throw new IllegalStateException("cannot take it");
                        }
                        unit.afterCommit(() -> taken.add(event.seq()));
                    })
                    .pauses(SHORT)
                    .start();
            FeedFixture.until(() -> {
                fixture.time.pass(Duration.ofMillis(100));
                return hasRead(fixture, "mails", 3);
            });

            FeedFixture.until(() -> !taken.isEmpty());
            assertThat(taken).containsExactly(3L);
            assertThat(fixture.feed.parked(FeedFixture.ACME, "mails"))
                    .extracting(FeedStore.Parked::seq, FeedStore.Parked::attempts)
                    .containsExactly(tuple(1L, 5), tuple(2L, 5));
            assertThat(fixture.feed.parked(FeedFixture.ACME, "mails").get(0).error())
                    .contains("IllegalStateException: cannot take it");
            assertThat(fixture.problems)
                    .extracting(FeedProblem::kind)
                    .containsOnly(FeedProblem.Kind.PARKED)
                    .hasSize(2);

            assertThat(fixture.feed.retryParked(FeedFixture.ACME, "mails", 1)).isFalse();
            mended.set(true);
            assertThat(fixture.feed.retryParked(FeedFixture.ACME, "mails", 1)).isTrue();
            assertThat(fixture.feed.dropParked(FeedFixture.ACME, "mails", 2)).isTrue();
            assertThat(fixture.feed.dropParked(FeedFixture.ACME, "mails", 2)).isFalse();
            assertThat(taken).containsExactly(3L, 1L);
            assertThat(fixture.feed.parked(FeedFixture.ACME, "mails")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-F-02")
    void waitsWhereNothingIsTaken(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            AtomicBoolean out = new AtomicBoolean(true);
            AtomicInteger attempts = new AtomicInteger();
            for (int i = 0; i < 3; i++) {
                fixture.create("user" + i);
            }
            fixture.events(3);
            fixture.feed
                    .consumer("mails")
                    .onOthers((event, unit) -> {
                        attempts.incrementAndGet();
                        if (out.get()) {
                            throw new IllegalStateException("out of order");
                        }
                    })
                    .pauses(SHORT)
                    .start();
            FeedFixture.until(() -> {
                fixture.time.pass(Duration.ofMillis(100));
                return attempts.get() > 20;
            });

            assertThat(fixture.feed.parked(FeedFixture.ACME, "mails")).isEmpty();
            assertThat(status(fixture, "mails"))
                    .satisfies(status -> assertThat(status.position()).isZero())
                    .satisfies(status -> assertThat(status.failingSince()).isNotNull())
                    .satisfies(status -> assertThat(status.lastError()).contains("out of order"));
            out.set(false);
            FeedFixture.until(() -> {
                fixture.time.pass(Duration.ofMillis(100));
                return hasRead(fixture, "mails", 3);
            });
            assertThat(fixture.problems).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void putsNothingAsideWhereTheOutageEndsWhileItLooks(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            AtomicBoolean out = new AtomicBoolean(true);
            fixture.create("a");
            fixture.create("b");
            fixture.events(2);
            fixture.feed
                    .consumer("mails")
                    .onOthers((event, unit) -> {
                        if (event.seq() == 2) {
                            out.set(false);
                        }
                        if (event.seq() == 1 && out.get()) {
                            throw new IllegalStateException("out of order");
                        }
                    })
                    .pauses(SHORT)
                    .start();
            FeedFixture.until(() -> {
                fixture.time.pass(Duration.ofMillis(100));
                return hasRead(fixture, "mails", 2);
            });

            assertThat(fixture.problems).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-F-06")
    void givesEventsOnceMoreAndSaysSo(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            List<FeedEvent> seen = Collections.synchronizedList(new ArrayList<>());
            fixture.feed
                    .consumer("mails")
                    .onOthers((event, unit) -> unit.afterCommit(() -> seen.add(event)))
                    .start();
            fixture.create("a");
            fixture.create("b");
            List<FeedEvent> events = fixture.events(2);
            FeedFixture.until(() -> seen.size() == 2);
            fixture.time.pass(Duration.ofHours(1));
            Instant later = fixture.time.instant();
            fixture.create("c");
            FeedFixture.until(() -> seen.size() == 3);

            fixture.feed.replay(FeedFixture.ACME, "mails", events.get(0).cursor());
            FeedFixture.until(() -> seen.size() == 5);
            fixture.create("d");
            FeedFixture.until(() -> seen.size() == 6);
            fixture.feed.replaySince(FeedFixture.ACME, "mails", later);
            FeedFixture.until(() -> seen.size() == 8);

            assertThat(seen).extracting(FeedEvent::seq).containsExactly(1L, 2L, 3L, 2L, 3L, 4L, 3L, 4L);
            assertThat(seen)
                    .extracting(FeedEvent::replay)
                    .containsExactly(false, false, false, true, true, false, true, true);
            assertThat(seen.get(3).json()).contains("\"replay\":true");
            assertThatThrownBy(() -> fixture.feed.replay(FeedFixture.ACME, "mails", "x"))
                    .isInstanceOf(InvalidCursorException.class);
            assertThatThrownBy(() -> fixture.feed.replaySince(FeedFixture.ACME, "none", later))
                    .hasMessageContaining("there is no consumer 'none'");
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void takesNothingWhileItIsPaused(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            fixture.feed.consumer("mails").onOthers((event, unit) -> {}).start();
            fixture.feed.consumer("other").onOthers((event, unit) -> {}).start();
            fixture.create("a");
            FeedFixture.until(() -> hasRead(fixture, "mails", 1));
            fixture.feed.pause(FeedFixture.ACME, "mails");
            fixture.create("b");
            FeedFixture.until(() -> hasRead(fixture, "other", 2));
            assertThat(status(fixture, "mails").position()).isEqualTo(1);
            assertThat(status(fixture, "mails").state()).isEqualTo(FeedStore.ConsumerState.PAUSED);
            fixture.feed.resume(FeedFixture.ACME, "mails");
            FeedFixture.until(() -> hasRead(fixture, "mails", 2));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves("V-F-01")
    void delaysNobodyElse(FeedFixture.On on) throws InterruptedException {
        try (FeedFixture fixture = new FeedFixture(on)) {
            CountDownLatch hangs = new CountDownLatch(1);
            CountDownLatch begun = new CountDownLatch(1);
            fixture.feed
                    .consumer("slow")
                    .onOthers((event, unit) -> {
                        begun.countDown();
                        await(hangs);
                    })
                    .start();
            fixture.feed.consumer("fast").onOthers((event, unit) -> {}).start();
            fixture.create("a");
            assertThat(begun.await(40, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 10; i++) {
                fixture.create("user" + i);
            }
            FeedFixture.until(() -> hasRead(fixture, "fast", 11));
            assertThat(status(fixture, "slow").position()).isZero();
            hangs.countDown();
            FeedFixture.until(() -> hasRead(fixture, "slow", 11));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody went on");
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves({"V-N-01", "V-N-02"})
    void refusesTheWordOfANodeThatHasLostItsLease(FeedFixture.On on) throws InterruptedException {
        try (FeedFixture fixture = new FeedFixture(on)) {
            tableOfMails(fixture);
            FeedStore store = fixture.store;
            fixture.create("a");
            fixture.events(1);
            store.addConsumer("mails", "APPLICATION", false);
            Duration minute = Duration.ofMinutes(1);

            FeedStore.Claim first = store.claim(FeedFixture.ACME, "mails", "APPLICATION", "node1", minute)
                    .orElseThrow();
            assertThat(store.claim(FeedFixture.ACME, "mails", "APPLICATION", "node2", minute))
                    .isEmpty();
            assertThat(store.tenantsWithWork("mails", "APPLICATION", "node2", 10))
                    .isEmpty();
            assertThat(store.renew(first, minute)).isTrue();
            fixture.time.pass(Duration.ofSeconds(61));
            FeedStore.Claim second = store.claim(FeedFixture.ACME, "mails", "APPLICATION", "node2", minute)
                    .orElseThrow();

            assertThat(store.renew(first, minute)).isFalse();
            assertThat(store.move(first, 0, 1)).isFalse();
            assertThat(store.failed(first, 0, minute, "late")).isEmpty();
            assertThat(store.park(first, 0, new FeedStore.Parked("acme", "mails", 1, 5, Instant.now(), null, "late")))
                    .isFalse();
            store.release(first);
            assertThat(store.move(second, 0, 1)).isTrue();
            assertThat(store.move(second, 0, 1)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves({"V-N-04", "V-N-05"})
    void sharesItsWorkBetweenNodes(FeedFixture.On on) {
        DataSource dataSource = FeedFixture.withTables(on);
        FeedFixture.Time time = new FeedFixture.Time();
        try (FeedFixture two = new FeedFixture(on, dataSource, time, same -> same, StandardTypes.user())) {
            tableOfMails(two);
            // An orderly end gives back what the node holds: leases are long, and time stands still for them
            try (FeedFixture one = new FeedFixture(on, dataSource, time, same -> same, StandardTypes.user())) {
                one.feed.consumer("mails").on("user.created", WRITES_A_MAIL).start();
                two.feed.consumer("mails").on("user.created", WRITES_A_MAIL).start();
                for (int i = 0; i < 20; i++) {
                    (i % 2 == 0 ? one : two).create("user" + i);
                }
                FeedFixture.until(() -> hasRead(one, "mails", 20));
            }
            for (int i = 0; i < 5; i++) {
                two.create("later" + i);
            }
            FeedFixture.until(() -> hasRead(two, "mails", 25));
        }

        assertThat(mails(dataSource)).containsExactlyElementsOf(upTo(25));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-F-05")
    void saysSoWhereWhatItHasToReadIsGone(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            FeedConsumer consumer =
                    fixture.feed.consumer("mails").onOthers((event, unit) -> {}).start();
            fixture.create("a");
            FeedFixture.until(() -> hasRead(fixture, "mails", 1));
            consumer.stop();
            fixture.create("b");
            fixture.events(2);
            fixture.time.pass(Duration.ofDays(16));
            fixture.feed.keepHouse();
            assertThat(fixture.problems).extracting(FeedProblem::kind).containsExactly(FeedProblem.Kind.BEHIND);
            fixture.time.pass(Duration.ofDays(15));
            fixture.create("c");
            fixture.events(3);
            fixture.problems.clear();
            fixture.feed.keepHouse();
            assertThat(fixture.events()).extracting(FeedEvent::seq).containsExactly(3L);

            fixture.feed.consumer("mails").onOthers((event, unit) -> {}).start();
            FeedFixture.until(() -> status(fixture, "mails").state() == FeedStore.ConsumerState.EXPIRED);
            FeedFixture.until(() -> List.copyOf(fixture.problems).stream()
                    .anyMatch(problem -> problem.kind() == FeedProblem.Kind.EXPIRED));
            assertThat(fixture.problems.get(fixture.problems.size() - 1))
                    .satisfies(problem -> assertThat(problem.kind()).isEqualTo(FeedProblem.Kind.EXPIRED))
                    .satisfies(problem -> assertThat(problem.detail()).contains("event 2", "oldest that is kept is 3"));
            Feed feed = fixture.feed;
            feed.replay(
                    FeedFixture.ACME,
                    "mails",
                    feed.read(FeedFixture.ACME, null, Set.of(), 1)
                            .events()
                            .get(0)
                            .cursor());
            FeedFixture.until(() -> hasRead(fixture, "mails", 3));
        }
    }
}
