package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.FeedProblem;
import dev.scimlet.directory.feed.FeedStore;
import dev.scimlet.directory.feed.InMemoryFeedStore;
import dev.scimlet.directory.log.InMemoryLogStore;
import dev.scimlet.directory.log.ProvisioningLog;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A service with users, groups and a feed, in memory or in a database, and time that tests let pass. */
final class FeedFixture implements AutoCloseable {

    static final String BASE = "https://app.example.com/scim/v2";
    static final String ACME = "acme";

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    /** Where resources and feed are. */
    enum On {
        MEMORY(null),
        H2(TestDatabase.H2),
        POSTGRESQL(TestDatabase.POSTGRESQL),
        MARIADB(TestDatabase.MARIADB);

        private final TestDatabase database;

        On(TestDatabase database) {
            this.database = database;
        }

        DataSource empty() {
            return database.empty();
        }
    }

    static Stream<On> everywhere() {
        return Stream.of(On.values());
    }

    static Stream<On> databases() {
        return everywhere().filter(on -> on != On.MEMORY);
    }

    /** Time that goes on by itself, and further when a test says so. */
    static final class Time extends Clock {

        private volatile Duration ahead = Duration.ZERO;

        void pass(Duration time) {
            ahead = ahead.plus(time);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    final Time time;
    final DataSource dataSource;
    final FeedStore store;
    final ResourceRepository users;
    final ResourceRepository groups;
    final Feed feed;
    final ProvisioningLog log;
    final ScimService service;
    /** The pool that ends with the fixture: a server has connections for some hundred. */
    private DataSource own;

    final List<FeedProblem> problems = Collections.synchronizedList(new ArrayList<>());

    FeedFixture(On on) {
        this(on, same -> same);
    }

    FeedFixture(On on, UnaryOperator<Feed.Builder> options) {
        this(on, on == On.MEMORY ? null : withTables(on), new Time(), options, StandardTypes.user());
        own = dataSource;
    }

    /** Another node over the same database. */
    FeedFixture(On on, DataSource dataSource, Time time, UnaryOperator<Feed.Builder> options, ResourceType userType) {
        this(on, dataSource, time, options, userType, false);
    }

    /** @param whole whether events tell resources as a whole */
    FeedFixture(
            On on,
            DataSource dataSource,
            Time time,
            UnaryOperator<Feed.Builder> options,
            ResourceType userType,
            boolean whole) {
        this.time = time;
        this.dataSource = dataSource;
        if (on == On.MEMORY) {
            InMemoryStore memory = new InMemoryStore();
            users = memory.repository(userType).build();
            groups = memory.repository(StandardTypes.group()).build();
            store = new InMemoryFeedStore(time);
        } else {
            users = JdbcRepository.inOwnTables(userType, dataSource).build();
            groups = JdbcRepository.inOwnTables(StandardTypes.group(), dataSource)
                    .build();
            store = JdbcFeedStore.over(dataSource).withClock(time::instant);
        }
        Feed.Builder builder = Feed.builder(store)
                .clock(time)
                .pollEvery(Duration.ofMillis(100))
                .onProblem(problems::add);
        if (whole) {
            builder.full(users, groups);
        }
        feed = options.apply(builder).build();
        log = ProvisioningLog.builder(on == On.MEMORY ? new InMemoryLogStore() : JdbcLogStore.over(dataSource))
                .clock(time)
                .build();
        service = ScimService.builder()
                .repositories(users, groups)
                .authenticator(request -> new Authentication.Accepted("entra", null))
                .tenants(TenantResolver.byPathSegment())
                .passwordEncoder(password -> "hash-of-" + password.hashCode())
                .referentialIntegrity()
                .install(feed)
                .install(log)
                .build();
    }

    static DataSource withTables(On on) {
        return withTables(on.empty());
    }

    static DataSource withTables(DataSource dataSource) {
        JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build().createTables();
        JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build().createTables();
        JdbcFeedStore.over(dataSource).createTables();
        return dataSource;
    }

    @Override
    public void close() {
        service.close();
        if (own instanceof HikariDataSource pool) {
            pool.close();
        }
    }

    // ---- SCIM

    ScimResponse send(String method, String path, String body) {
        return service.handle(ScimRequest.builder(method, "/" + ACME + path)
                .baseUrl(BASE)
                .header("Authorization", "Bearer x")
                .header("Content-Type", "application/scim+json")
                .body(body)
                .build());
    }

    static String user(String userName, String more) {
        return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + userName + "\"" + more
                + "}";
    }

    String create(String userName) {
        return create(userName, "");
    }

    String create(String userName, String more) {
        return id(send("POST", "/Users", user(userName, more)));
    }

    String createGroup(String name, String... memberIds) {
        String members = String.join(
                ",",
                Stream.of(memberIds).map(id -> "{\"value\":\"" + id + "\"}").toList());
        return id(send(
                "POST",
                "/Groups",
                "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"" + name
                        + "\",\"members\":[" + members + "]}"));
    }

    private static String id(ScimResponse created) {
        assertThat(created.status()).as(created.bodyText()).isEqualTo(201);
        Matcher matcher = ID.matcher(created.bodyText());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    ScimResponse patch(String path, String operations) {
        ScimResponse answer = send(
                "PATCH",
                path,
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[" + operations
                        + "]}");
        return answer;
    }

    void patched(String path, String operations) {
        ScimResponse answer = patch(path, operations);
        assertThat(answer.status())
                .as(answer.hasBody() ? answer.bodyText() : "")
                .isIn(200, 204);
    }

    void delete(String path) {
        assertThat(send("DELETE", path, "").status()).isEqualTo(204);
    }

    // ---- events

    List<FeedEvent> events() {
        return events(ACME);
    }

    List<FeedEvent> events(String tenant) {
        List<FeedEvent> all = new ArrayList<>();
        String cursor = null;
        boolean more = true;
        while (more) {
            var page = feed.read(tenant, cursor, Set.of(), 1_000);
            all.addAll(page.events());
            cursor = page.next();
            more = page.more();
        }
        return all;
    }

    /** Events once they are as many, which they stay. */
    List<FeedEvent> events(int count) {
        until(() -> events().size() >= count);
        List<FeedEvent> events = events();
        assertThat(events).as("%s", events).hasSize(count);
        return events;
    }

    static List<String> types(List<FeedEvent> events) {
        return events.stream().map(FeedEvent::type).toList();
    }

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            try {
                Thread.sleep(10);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
