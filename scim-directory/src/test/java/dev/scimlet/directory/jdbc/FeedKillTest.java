package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.Proves;
import dev.scimlet.directory.feed.WebhookSettings;
import dev.scimlet.directory.feed.Webhooks;
import dev.scimlet.spi.Unit;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two processes over one database, one of which is killed again and again while both write, log, relay, consume and send webhooks. {@code
 * -Dscimlet.feed.kills=10} kills more often.
 */
final class FeedKillTest {

    private static final int KILLS = Integer.getInteger("scimlet.feed.kills", 3);

    /** Users that are made between two kills. */
    private static final int USERS_BETWEEN = 15;

    /** What a node says of each user. */
    static final String MADE = "made a user";

    private final Random random = new Random();

    static Stream<FeedFixture.On> servers() {
        return FeedFixture.databases().filter(on -> on != FeedFixture.On.H2);
    }

    @ParameterizedTest
    @MethodSource("servers")
    @Proves({"V-S-04", "V-N-04", "V-N-06", "V-N-07", "V-E-02", "V-W-02", "V-W-14"})
    void losesAndDoublesNothingWhenNodesAreKilled(FeedFixture.On on) throws Exception {
        DataSource dataSource = FeedFixture.withTables(on);
        TestDatabase.run(dataSource, "CREATE TABLE mails (user_id VARCHAR(100), seq BIGINT)");
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            addEndpoints(dataSource, receiver);
            kill(on, dataSource);
            check(on, dataSource, receiver);
        }
    }

    private static void addEndpoints(DataSource dataSource, WebhookReceiver receiver) {
        Webhooks webhooks =
                FeedNode.webhooks(Feed.builder(JdbcFeedStore.over(dataSource)).build());
        WebhookSettings all = WebhookSettings.standard().beginningWithOldest();
        webhooks.create(FeedFixture.ACME, "ordered", receiver.uri("/ordered"), all);
        webhooks.create(FeedFixture.ACME, "unordered", receiver.uri("/unordered"), all.unordered());
    }

    private void kill(FeedFixture.On on, DataSource dataSource) throws Exception {
        int started = 0;
        List<Process> nodes = new ArrayList<>();
        try {
            nodes.add(start(on, dataSource, started++));
            nodes.add(start(on, dataSource, started++));
            for (int kill = 0; kill < KILLS; kill++) {
                long users = users(dataSource);
                FeedFixture.until(() -> users(dataSource) >= users + USERS_BETWEEN);
                Process victim = nodes.remove(random.nextInt(nodes.size()));
                victim.destroyForcibly().waitFor();
                nodes.add(start(on, dataSource, started++));
            }
            long users = users(dataSource);
            FeedFixture.until(() -> users(dataSource) >= users + USERS_BETWEEN);
        } finally {
            for (Process node : nodes) {
                node.destroyForcibly().waitFor();
            }
        }
    }

    /** A database in a file belongs to one process: the next one opens it when the one before was killed. */
    @Test
    @Proves({"V-S-04", "V-N-07"})
    void losesAndDoublesNothingWhenTheOnlyNodeIsKilled(@TempDir Path folder) throws Exception {
        // What is committed is in the file when the commit is answered
        String url = "jdbc:h2:" + folder.resolve("feed") + ";WRITE_DELAY=0";
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            try (HikariDataSource dataSource = file(url)) {
                DataSource unused = FeedFixture.withTables(dataSource);
                TestDatabase.run(dataSource, "CREATE TABLE mails (user_id VARCHAR(100), seq BIGINT)");
                addEndpoints(dataSource, receiver);
            }
            for (int kill = 0; kill < KILLS; kill++) {
                runUntilKilled(url, kill);
            }
            try (HikariDataSource dataSource = file(url)) {
                assertThat(users(dataSource)).isGreaterThanOrEqualTo((long) KILLS * USERS_BETWEEN);
                check(FeedFixture.On.H2, dataSource, receiver);
            }
        }
    }

    private static void runUntilKilled(String url, int number) throws Exception {
        Process node = new ProcessBuilder(command(FeedFixture.On.H2, url, "", "node" + number, "sa"))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = node.inputReader(StandardCharsets.UTF_8)) {
            int made = 0;
            String line = said.readLine();
            while (line != null && made < USERS_BETWEEN) {
                made += line.equals(MADE) ? 1 : 0;
                line = said.readLine();
            }
            assertThat(made).isEqualTo(USERS_BETWEEN);
        } finally {
            node.destroyForcibly().waitFor();
        }
    }

    private static HikariDataSource file(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername("sa");
        return new HikariDataSource(config);
    }

    private static long users(DataSource dataSource) {
        return FeedTables.count(dataSource, "scim_user");
    }

    private static Process start(FeedFixture.On on, DataSource dataSource, int number)
            throws IOException, SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return new ProcessBuilder(command(
                            on,
                            connection.getMetaData().getURL(),
                            on == FeedFixture.On.POSTGRESQL ? connection.getSchema() : connection.getCatalog(),
                            "node" + number,
                            connection.getMetaData().getUserName().replaceFirst("@.*", "")))
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "feed-node-" + on + "-" + number + ".log")
                            .toFile())
                    .start();
        }
    }

    private static List<String> command(FeedFixture.On on, String url, String place, String name, String user) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                FeedNode.class.getName(),
                on.name(),
                url,
                place,
                name,
                user);
    }

    /**
     * One last node tidies up; then each user that is stored has its events, once, each event its note, once, and each arrived at the endpoints, with
     * one id, and in its order where that is promised.
     */
    private static void check(FeedFixture.On on, DataSource dataSource, WebhookReceiver receiver) {
        try (FeedFixture last =
                new FeedFixture(on, dataSource, new FeedFixture.Time(), same -> same, StandardTypes.user())) {
            last.feed
                    .consumer("mails")
                    .on("user.created", FeedKillTest::greet)
                    .on("user.deactivated", FeedKillTest::greet)
                    .start();
            Webhooks webhooks = FeedNode.webhooks(last.feed);
            FeedFixture.until(() -> FeedTables.count(dataSource, "scimlet_feed_inbox") == 0);
            FeedFixture.until(() -> last.feed.consumers(FeedFixture.ACME).stream()
                    .allMatch(status -> status.position() == status.last()));
            FeedFixture.until(() -> {
                last.time.pass(Duration.ofMinutes(1));
                return webhooks.failures(FeedFixture.ACME, "unordered").isEmpty();
            });
            List<FeedEvent> events = last.events();

            assertThat(events)
                    .extracting(FeedEvent::seq)
                    .isEqualTo(LongStream.rangeClosed(1, events.size()).boxed().toList());
            Map<String, List<String>> byUser = new HashMap<>();
            events.forEach(event -> byUser.computeIfAbsent(event.resourceId(), id -> new ArrayList<>())
                    .add(event.type()));
            Map<String, Boolean> stored = stored(dataSource);
            assertThat(byUser.keySet()).isEqualTo(stored.keySet());
            stored.forEach((id, active) -> assertThat(byUser.get(id))
                    .isEqualTo(
                            active
                                    ? List.of("user.created")
                                    : List.of("user.created", "user.updated", "user.deactivated")));
            assertThat(logged(dataSource)).isEqualTo(logged(stored));
            assertThat(notes(dataSource))
                    .isEqualTo(events.stream()
                            .filter(event -> !event.type().equals("user.updated"))
                            .map(FeedEvent::seq)
                            .toList());
            List<Long> numbers = events.stream().map(FeedEvent::seq).toList();
            assertThat(receiver.numbers("/ordered").stream().distinct().toList())
                    .isEqualTo(numbers);
            assertThat(receiver.numbers("/unordered").stream()
                            .distinct()
                            .sorted()
                            .toList())
                    .isEqualTo(numbers);
            assertThat(receiver.got.stream().map(WebhookReceiver.Got::id).distinct())
                    .hasSize(numbers.size());
            assertThat(webhooks.failures(FeedFixture.ACME, "ordered")).isEmpty();
        }
    }

    private static void greet(FeedEvent event, Unit unit) {
        unit.sql()
                .orElseThrow()
                .update("INSERT INTO mails (user_id, seq) VALUES (?, ?)", event.resourceId(), event.seq());
    }

    private static Map<String, Boolean> stored(DataSource dataSource) {
        Map<String, Boolean> stored = new HashMap<>();
        rows(dataSource, "SELECT id, active FROM scim_user", row -> stored.put(row.getString(1), row.getBoolean(2)));
        return stored;
    }

    /** What the log says was changed, each entry once. */
    private static List<String> logged(DataSource dataSource) {
        List<String> entries = new ArrayList<>();
        rows(
                dataSource,
                "SELECT resource_id, operation FROM scimlet_log WHERE result = 'DONE'",
                row -> entries.add(row.getString(1) + " " + row.getString(2)));
        return entries.stream().sorted().toList();
    }

    private static List<String> logged(Map<String, Boolean> stored) {
        List<String> entries = new ArrayList<>();
        stored.forEach((id, active) -> {
            entries.add(id + " CREATE");
            if (!active) {
                entries.add(id + " UPDATE");
            }
        });
        return entries.stream().sorted().toList();
    }

    private static List<Long> notes(DataSource dataSource) {
        List<Long> notes = new ArrayList<>();
        rows(dataSource, "SELECT seq FROM mails ORDER BY seq", row -> notes.add(row.getLong(1)));
        return notes;
    }

    private interface Row {
        Object read(ResultSet row) throws SQLException;
    }

    private static void rows(DataSource dataSource, String sql, Row reader) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                Object unused = reader.read(rows);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
