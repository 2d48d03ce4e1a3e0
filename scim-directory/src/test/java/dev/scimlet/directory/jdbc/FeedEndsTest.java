package dev.scimlet.directory.jdbc;

import static dev.scimlet.directory.jdbc.FeedFixture.types;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedChange;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.InMemoryFeedStore;
import dev.scimlet.directory.feed.InvalidCursorException;
import dev.scimlet.directory.feed.Proves;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.Wanted;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The host's own changes, and what is removed: what is old, a person, a tenant. */
final class FeedEndsTest {

    private static final RequestContext HOST = RequestContext.builder()
            .tenant("acme")
            .principal("admin page")
            .requestId("r7")
            .build();

    static Stream<FeedFixture.On> everywhere() {
        return FeedFixture.everywhere();
    }

    static Stream<FeedFixture.On> databases() {
        return FeedFixture.databases();
    }

    private static UnitOfWork units(FeedFixture fixture) {
        return ((UnitOfWork.Participant) fixture.users).unitOfWork();
    }

    // ---- what the host records

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-S-06")
    void recordsChangesOfTheHostInItsUnit(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            String id = fixture.create("bjensen", ",\"active\":true");
            fixture.events(1);
            units(fixture).perform(HOST, unit -> {
                RequestContext within = HOST.within(unit);
                Resource before =
                        fixture.users.find(within, id, Wanted.everything()).orElseThrow();
                Resource after = fixture.users.update(
                        within,
                        before,
                        before.attributes()
                                .with(fixture.users.type().definition().find("active"), false),
                        Wanted.everything());
                fixture.feed.record(HOST, unit, FeedChange.changed(before, after));
                fixture.feed.record(HOST, unit, FeedChange.changed(after, after));
                fixture.feed.record(
                        HOST,
                        unit,
                        FeedChange.named("user.locked", "User", id)
                                .changed("title", "password", "nothing", "title")
                                .externalId("ABC")
                                .version("7"));
                return true;
            });

            List<FeedEvent> events = fixture.events(4);
            assertThat(types(events))
                    .containsExactly("user.created", "user.updated", "user.deactivated", "user.locked");
            assertThat(events.subList(1, 4)).allSatisfy(event -> {
                assertThat(event.actor()).contains("admin page");
                assertThat(event.requestId()).contains("r7");
                assertThat(event.resourceId()).isEqualTo(id);
            });
            assertThat(events.subList(1, 4))
                    .extracting(FeedEvent::transaction)
                    .containsOnly(events.get(1).transaction());
            assertThat(events.get(3).changed()).containsExactly("title");
            assertThat(events.get(3).externalId()).contains("ABC");
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-S-06")
    void recordsNothingOfAUnitThatIsRolledBack(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            assertThatThrownBy(() -> units(fixture).perform(HOST, unit -> {
                        fixture.feed.record(HOST, unit, FeedChange.named("user.updated", "User", "u1"));
                        throw new IllegalStateException("changed its mind");
                    }))
                    .hasMessage("changed its mind");
            assertThatThrownBy(() -> units(fixture).perform(HOST, unit -> {
                        fixture.feed.record(HOST, unit, FeedChange.named("device.updated", "Device", "d1"));
                        return true;
                    }))
                    .hasMessage("the feed knows no resource type 'Device', only Group, User");
            assertThatThrownBy(() -> FeedChange.named("updated", "User", "u1"))
                    .hasMessageContaining("no type of events");
            fixture.create("bjensen");

            assertThat(types(fixture.events(1))).containsExactly("user.created");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves("V-S-06")
    void recordsChangesInATransactionOfTheHost(FeedFixture.On on) throws SQLException {
        try (FeedFixture fixture = new FeedFixture(on)) {
            try (Connection connection = fixture.dataSource.getConnection()) {
                connection.setAutoCommit(false);
                fixture.feed.record(
                        HOST, JdbcFeedStore.in(connection), FeedChange.named("user.updated", "User", "undone"));
                connection.rollback();
                fixture.feed.record(
                        HOST,
                        JdbcFeedStore.in(connection),
                        FeedChange.named("user.updated", "User", "u1").changed("title"),
                        FeedChange.named("user.deactivated", "User", "u1"));
                connection.commit();
                connection.setAutoCommit(true);
            }
            fixture.feed.wake("acme");

            List<FeedEvent> events = fixture.events(2);
            assertThat(types(events)).containsExactly("user.updated", "user.deactivated");
            assertThat(events).extracting(FeedEvent::resourceId).containsOnly("u1");
            assertThat(events)
                    .extracting(FeedEvent::transaction)
                    .containsOnly(events.get(0).transaction());
        }
    }

    @Test
    void refusesStoresThatCannotBeInOneTransactionWithIt() {
        var dataSource = FeedFixture.withTables(FeedFixture.On.H2);
        Feed feed = Feed.builder(JdbcFeedStore.over(dataSource)).build();
        var service = ScimService.builder()
                .repositories(InMemoryRepository.of(StandardTypes.user()))
                .authenticator(request -> new Authentication.Accepted("entra", null))
                .install(feed);
        assertThatThrownBy(service::build).hasMessageContaining("keep the feed in an InMemoryFeedStore");
        assertThatThrownBy(() -> new InMemoryFeedStore().write(JdbcFeedStore.in(dataSource.getConnection()), List.of()))
                .hasMessageContaining("takes part in no transaction");
        var withoutTables = ScimService.builder()
                .repositories(JdbcRepository.inOwnTables(StandardTypes.user(), dataSource)
                        .build())
                .authenticator(request -> new Authentication.Accepted("entra", null))
                .install(Feed.builder(JdbcFeedStore.over(TestDatabase.H2.empty()))
                        .build());
        assertThatThrownBy(withoutTables::build).hasMessageContaining("the tables of the feed are not there");
    }

    // ---- retention

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-F-05")
    void keepsEventsForThirtyDays(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            for (int i = 0; i < 5; i++) {
                fixture.create("user" + i);
            }
            fixture.events(5);
            fixture.time.pass(Duration.ofDays(29));
            fixture.create("later");
            fixture.events(6);
            fixture.feed.keepHouse();
            assertThat(fixture.events()).hasSize(6);
            fixture.time.pass(Duration.ofDays(2));
            fixture.feed.keepHouse();
            assertThat(fixture.events()).extracting(FeedEvent::seq).containsExactly(6L);
            fixture.time.pass(Duration.ofDays(31));
            fixture.feed.keepHouse();
            assertThat(fixture.events()).isEmpty();
            fixture.create("last");
            FeedFixture.until(() -> !fixture.events().isEmpty());
            assertThat(fixture.events()).extracting(FeedEvent::seq).containsExactly(7L);
        }
        assertThatThrownBy(() -> Feed.builder(new InMemoryFeedStore()).retention(Duration.ofHours(23)))
                .hasMessageContaining("1 to 400 days");
    }

    // ---- a person

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-F-07")
    void erasesAPerson(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(
                on,
                on == FeedFixture.On.MEMORY ? null : FeedFixture.withTables(on),
                new FeedFixture.Time(),
                same -> same,
                StandardTypes.user(),
                true)) {
            String id =
                    fixture.create("barbara-name", ",\"externalId\":\"barbara-external\",\"title\":\"barbara-title\"");
            String other = fixture.create("somebody", ",\"externalId\":\"other-external\"");
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"barbara-leads\"}");
            fixture.events(3);
            fixture.feed
                    .consumer("mails")
                    .onOthers((event, unit) -> {
                        if (event.resourceId().equals(id)) {
                            throw new IllegalStateException("no mail for barbara-name");
                        }
                    })
                    .pauses(List.of(Duration.ofMillis(50)))
                    .start();
            FeedFixture.until(() -> {
                fixture.time.pass(Duration.ofMillis(100));
                return fixture.feed.parked("acme", "mails").size() == 1;
            });
            fixture.feed.pause("acme", "mails");

            assertThat(fixture.feed.erase("acme", "User", id)).isEqualTo(2);

            List<FeedEvent> events = fixture.events(3);
            assertThat(events).extracting(FeedEvent::seq).containsExactly(1L, 2L, 3L);
            assertThat(types(events)).containsExactly("user.created", "user.created", "user.updated");
            assertThat(events.get(0).actor()).isEmpty();
            assertThat(events.get(0).data())
                    .containsEntry("id", id)
                    .containsEntry("erased", true)
                    .hasSize(3);
            assertThat(events.get(1).externalId()).contains("other-external");
            assertThat(events.get(1).resourceId()).isEqualTo(other);
            assertThat(fixture.feed.parked("acme", "mails"))
                    .extracting(parked -> parked.error())
                    .containsOnlyNulls();
            if (fixture.dataSource != null) {
                assertThat(FeedTables.text(fixture.dataSource)).doesNotContain("barbara");
            }
            assertThat(fixture.feed.erase("acme", "User", "nobody")).isZero();
        }
    }

    // ---- a tenant

    @ParameterizedTest
    @MethodSource("databases")
    @Proves("V-F-08")
    void deletesATenantWhileItIsWrittenTo(FeedFixture.On on) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (FeedFixture fixture = new FeedFixture(on)) {
            AtomicBoolean writing = new AtomicBoolean(true);
            List<Long> delivered = Collections.synchronizedList(new ArrayList<>());
            fixture.feed
                    .consumer("mails")
                    .onOthers((event, unit) -> delivered.add(event.seq()))
                    .start();
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 2; writer++) {
                int number = writer;
                writers.add(threads.submit(() -> {
                    for (int i = 0; writing.get(); i++) {
                        fixture.create("user" + number + "-" + i);
                    }
                }));
            }
            FeedFixture.until(() -> delivered.size() > 10);
            String cursor = fixture.feed.latest("acme");
            fixture.feed.deleteTenant("acme");
            int then = delivered.size();
            assertThat(fixture.events()).isEmpty();
            int withOneUnderWay = then + 1;
            Thread.sleep(300);
            writing.set(false);
            for (Future<?> writer : writers) {
                writer.get();
            }
            FeedFixture.until(() -> FeedTables.count(fixture.dataSource, "scimlet_feed_inbox") == 0);

            assertThat(delivered.size()).isLessThanOrEqualTo(withOneUnderWay);
            for (String table : List.of("events", "consumers", "parked")) {
                assertThat(FeedTables.count(
                                fixture.dataSource,
                                "scimlet_feed_" + table + (table.equals("consumers") ? " WHERE tenant = 'acme'" : "")))
                        .as(table)
                        .isZero();
            }
            fixture.feed.admitTenant("acme");
            fixture.create("again");
            FeedFixture.until(() -> fixture.events().size() == 1);
            assertThat(fixture.events()).extracting(FeedEvent::seq).containsExactly(1L);
            assertThatThrownBy(() -> fixture.feed.read("acme", cursor, Set.of(), 10))
                    .isInstanceOf(InvalidCursorException.class);
        } finally {
            threads.shutdownNow();
        }
    }
}
