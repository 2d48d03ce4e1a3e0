package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.KeyRing;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.NewWebhook;
import dev.scimlet.directory.feed.Proves;
import dev.scimlet.directory.feed.WebhookSettings;
import dev.scimlet.directory.feed.Webhooks;
import dev.scimlet.spi.sql.SqlDatabase;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the feed asks of a database, and when. */
final class FeedStatementsTest {

    private static final WebhookSettings ALL = WebhookSettings.standard().beginningWithOldest();

    /** What not every database has, or has under another name. */
    private static final Pattern NOT_PORTABLE = Pattern.compile("(?i)SKIP\\s+LOCKED|ON\\s+CONFLICT|ON\\s+DUPLICATE"
            + "|\\bMERGE\\b|\\bREPLACE\\s+INTO\\b|\\bTRIGGER\\b|\\bSEQUENCE\\b|NEXT\\s+VALUE|nextval|AUTO_INCREMENT"
            + "|\\bIDENTITY\\b|GET_LOCK|advisory|LOCK\\s+TABLE|\\bNOTIFY\\b|\\bLISTEN\\b|SAVEPOINT");

    static Stream<FeedFixture.On> databases() {
        return FeedFixture.databases();
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves("V-S-03")
    void asksForNothingThatADatabaseMayLack(FeedFixture.On on) {
        WatchedDataSource watched = new WatchedDataSource(FeedFixture.withTables(on));
        FeedFixture.Time time = new FeedFixture.Time();
        try (FeedFixture fixture = new FeedFixture(on, watched.proxy(), time, same -> same, StandardTypes.user());
                WebhookReceiver receiver = new WebhookReceiver()) {
            everything(fixture, receiver);
        }
        List<String> ofFeed = watched.statements.stream()
                .filter(sql -> sql.contains("scimlet_feed_") || sql.contains("scimlet_webhook_"))
                .toList();
        List<String> ofScripts = Scripts.NAMES.stream()
                .flatMap(name -> Scripts.statements(SqlDatabase.valueOf(on.name()), name).stream())
                .toList();

        for (String table : List.of("inbox", "events", "heads", "shards", "consumers", "parked")) {
            assertThat(ofFeed).anyMatch(sql -> sql.contains("scimlet_feed_" + table));
        }
        for (String table : List.of("endpoints", "secrets", "retries")) {
            assertThat(ofFeed).anyMatch(sql -> sql.contains("scimlet_webhook_" + table));
        }
        assertThat(ofFeed)
                .hasSizeGreaterThan(40)
                .noneMatch(sql -> NOT_PORTABLE.matcher(sql).find());
        assertThat(ofScripts)
                .isNotEmpty()
                .noneMatch(sql -> NOT_PORTABLE.matcher(sql).find());
    }

    /** Each part of the feed once. */
    private static void everything(FeedFixture fixture, WebhookReceiver receiver) {
        List<Long> taken = new ArrayList<>();
        fixture.feed
                .consumer("mails")
                .onOthers((event, unit) -> {
                    if (event.seq() == 1) {
                        throw new IllegalStateException("cannot take it");
                    }
                    unit.afterCommit(() -> taken.add(event.seq()));
                })
                .pauses(List.of(Duration.ofMillis(50)))
                .start();
        Webhooks webhooks = Webhooks.builder(fixture.feed, KeyRing.of("k1", new byte[32]))
                .allowing(InetAddress.getLoopbackAddress())
                .build();
        receiver.answer(got -> WebhookReceiver.Answer.of(got.seq() == 1 ? 400 : 200));
        NewWebhook made = webhooks.create("acme", "ordered", receiver.uri("/ordered"), ALL);
        webhooks.create("acme", "unordered", receiver.uri("/unordered"), ALL.unordered());
        webhooks.rotate("acme", "ordered", Duration.ofDays(1));
        webhooks.change("acme", "ordered", made.endpoint().uri(), Set.of());
        String id = fixture.create("a");
        fixture.create("b");
        List<FeedEvent> events = fixture.events(2);
        FeedFixture.until(() -> {
            fixture.time.pass(Duration.ofMinutes(20));
            return fixture.problems.stream()
                            .map(problem -> problem.consumer())
                            .distinct()
                            .count()
                    == 3;
        });
        assertThat(webhooks.resend("acme", "ordered", 1, 1)).isEqualTo(1);
        fixture.feed.dropParked("acme", "mails", 1);
        fixture.feed.replay("acme", "mails", events.get(0).cursor());
        fixture.feed.since("acme", events.get(0).time());
        fixture.feed.erase("acme", "User", id);
        fixture.time.pass(Duration.ofDays(31));
        fixture.feed.keepHouse();
        webhooks.remove("acme", "ordered");
        fixture.feed.deleteTenant("acme");
        fixture.feed.admitTenant("acme");
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Proves("V-S-05")
    void sendsWhileItHasNoConnection(FeedFixture.On on) {
        WatchedDataSource watched = new WatchedDataSource(FeedFixture.withTables(on));
        FeedFixture.Time time = new FeedFixture.Time();
        try (FeedFixture fixture = new FeedFixture(on, watched.proxy(), time, same -> same, StandardTypes.user());
                WebhookReceiver receiver = new WebhookReceiver()) {
            Set<String> whileSending = ConcurrentHashMap.newKeySet();
            // Who sends waits for this answer; there is no other work for threads of its name
            receiver.answer(got -> {
                watched.threadsWithConnection.stream()
                        .filter(name -> name.startsWith("scimlet-feed-consumer") && !name.endsWith("consumers")
                                || name.startsWith("scimlet-webhook"))
                        .forEach(whileSending::add);
                return WebhookReceiver.Answer.of(got.seq() == 1 ? 500 : 200);
            });
            Webhooks webhooks = Webhooks.builder(fixture.feed, KeyRing.of("k1", new byte[32]))
                    .allowing(InetAddress.getLoopbackAddress())
                    .build();
            webhooks.create("acme", "one", receiver.uri("/one"), ALL.unordered());
            for (int i = 0; i < 10; i++) {
                fixture.create("user" + i);
            }
            fixture.events(10);
            FeedFixture.until(() -> {
                fixture.time.pass(Duration.ofSeconds(10));
                return webhooks.status("acme", "one").orElseThrow().position() == 10;
            });
            webhooks.remove("acme", "one");
            webhooks.create("acme", "two", receiver.uri("/two"), ALL.only("group.created"));
            fixture.createGroup("Leaders");
            FeedFixture.until(() -> receiver.at("/two").size() == 1);

            assertThat(receiver.got).hasSizeGreaterThan(10);
            assertThat(whileSending).isEmpty();
        }
    }
}
