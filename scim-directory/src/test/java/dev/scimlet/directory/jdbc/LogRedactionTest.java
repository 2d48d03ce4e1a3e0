package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.KeyRing;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.feed.FeedPage;
import dev.scimlet.directory.feed.FeedStore;
import dev.scimlet.directory.feed.InMemoryFeedStore;
import dev.scimlet.directory.feed.WebhookSettings;
import dev.scimlet.directory.feed.Webhooks;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.spi.ResourceRepository;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is secret or hidden stands nowhere in log, feed and webhooks, wherever it is sent. */
final class LogRedactionTest {

    /** In every place where something can be sent. */
    private static final String SECRET = "Sesame-7f3a-open";

    private static final String PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    static Stream<FeedFixture.On> everywhere() {
        return LogFixture.everywhere();
    }

    static Stream<FeedFixture.On> databases() {
        return LogFixture.databases();
    }

    private static ResourceType userType() {
        return StandardTypes.userBuilder()
                .subAttribute(
                        "name",
                        AttributeDefinition.builder("pin", AttributeType.STRING)
                                .mutability(Mutability.WRITE_ONLY)
                                .returned(Returned.NEVER)
                                .build())
                .build();
    }

    private static Set<String> hidden(ResourceType type) {
        return type.name().equals("User")
                ? Set.of("nickName", "name.honorificPrefix", "roles.display", "entitlements")
                : Set.of("externalId");
    }

    private static LogFixture fixture(FeedFixture.On on) {
        return fixture(on, (service, users, groups) -> {}, on == FeedFixture.On.MEMORY ? null : on.empty());
    }

    private static LogFixture fixture(FeedFixture.On on, LogFixture.Addition addition, DataSource dataSource) {
        LogFixture fixture = new LogFixture(
                on,
                dataSource,
                builder -> builder.hiding(LogRedactionTest::hidden),
                userType(),
                same -> same,
                addition);
        fixture.log.keepExchanges(LogFixture.ACME, fixture.entra.id(), Duration.ofHours(1), 1_000);
        return fixture;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Bodies of a user in which the secret stands, each in another place. */
    private static List<String> members() {
        String s = "\"" + SECRET + "\"";
        return List.of(
                "\"password\":" + s,
                "\"password\":{\"value\":" + s + "}",
                "\"password\":[" + s + "]",
                "\"PassWord\":" + s,
                "\"nickName\":" + s,
                "\"name\":{\"pin\":" + s + ",\"familyName\":\"Jensen\"}",
                "\"name\":{\"honorificPrefix\":" + s + "}",
                "\"name\":{\"" + SECRET + "\":1}",
                "\"name\":" + s,
                "\"roles\":[{\"value\":\"r\",\"display\":" + s + "}]",
                "\"entitlements\":[{\"value\":" + s + ",\"type\":" + s + "}]",
                "\"unknown\":" + s,
                "\"" + SECRET + "\":\"x\"",
                "\"active\":" + s,
                "\"emails\":{\"" + SECRET + "\":" + s + "}",
                "\"emails\":[{\"value\":1,\"" + SECRET + "\":" + s + "}]",
                "\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"pin\":" + s + "}",
                "\"urn:" + SECRET + ":2.0:User\":{\"pin\":" + s + "}",
                "\"name.pin\":" + s,
                "\"meta\":{\"version\":" + s + "}",
                "\"schemas\":[" + s + "]");
    }

    private static List<String> paths() {
        return List.of(
                "password",
                "nickName",
                "name.pin",
                "name.honorificPrefix",
                "roles[display eq \\\"" + SECRET + "\\\"].value",
                "entitlements[value eq \\\"" + SECRET + "\\\"]",
                "entitlements",
                "emails[type eq \\\"" + SECRET + "\\\" and nickName eq 1].value",
                SECRET,
                "name." + SECRET,
                "urn:" + SECRET + ":2.0:User:pin",
                "emails[" + SECRET,
                "active");
    }

    private static List<String> queries() {
        return List.of(
                "filter=" + encoded("password eq \"" + SECRET + "\""),
                "filter=" + encoded("nickName eq \"" + SECRET + "\""),
                "filter=" + encoded("name.pin eq \"" + SECRET + "\""),
                "filter=" + encoded("not (name.honorificPrefix co \"" + SECRET + "\") and userName pr"),
                "filter=" + encoded("entitlements[value eq \"" + SECRET + "\"]"),
                "filter=" + encoded("roles[display sw \"" + SECRET + "\" or value pr]"),
                "filter=" + encoded("userName eq \"a\" or nickName eq \"" + SECRET + "\""),
                "filter=" + encoded(SECRET + " eq \"x\""),
                "filter=" + encoded("userName " + SECRET + " \"x\""),
                "filter=" + encoded("userName eq " + SECRET),
                "filter=" + encoded("urn:" + SECRET + ":pin eq 1"),
                "attributes=" + SECRET + ",nickName,userName",
                "excludedAttributes=name.pin," + SECRET,
                "sortBy=" + SECRET,
                "sortBy=nickName&sortOrder=" + SECRET,
                "count=" + SECRET,
                "startIndex=" + SECRET,
                "cursor=" + SECRET,
                "password=" + SECRET,
                SECRET,
                "access_token=" + SECRET + "&" + SECRET + "=1");
    }

    private static void attack(LogFixture fixture) {
        String id = fixture.create("bjensen", ",\"title\":\"Guide\"");
        int number = 0;
        for (String member : members()) {
            String body = FeedFixture.user("u" + number++, "," + member);
            fixture.send("POST", "/Users", body);
            fixture.send(
                    "PUT", "/Users/" + id, FeedFixture.user("bjensen", ",\"title\":\"T" + number + "\"," + member));
            fixture.send("PATCH", "/Users/" + id, LogFixture.operations("{\"op\":\"add\",\"value\":{" + member + "}}"));
            fixture.send("POST", "/Bulk", bulk("POST", "/Users", body));
            fixture.send("POST", "/Groups", body);
        }
        for (String path : paths()) {
            for (String value :
                    List.of("\"" + SECRET + "\"", "{\"value\":\"" + SECRET + "\"}", "[\"" + SECRET + "\"]")) {
                boolean visible = path.endsWith("].value");
                String operation =
                        "{\"op\":\"replace\",\"path\":\"" + path + "\",\"value\":" + (visible ? "\"x\"" : value) + "}";
                fixture.send("PATCH", "/Users/" + id, LogFixture.operations(operation));
                fixture.send("POST", "/Bulk", bulk("PATCH", "/Users/" + id, LogFixture.operations(operation)));
            }
        }
        for (String query : queries()) {
            fixture.send("GET", "/Users?" + query, "");
            fixture.send("GET", "/Users/" + id + "?" + query, "");
            fixture.send("GET", "/?" + query, "");
        }
        fixture.send(
                "POST",
                "/Users/.search",
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"],\"filter\":\"nickName eq \\\""
                        + SECRET + "\\\"\",\"" + SECRET + "\":1,\"sortBy\":\"" + SECRET + "\"}");
        for (String path : List.of("/Users/" + SECRET, "/" + SECRET, "/Users/" + SECRET + "/x", "/v2/" + SECRET)) {
            fixture.send("GET", path, "");
            fixture.send("DELETE", path, "");
            fixture.send("PATCH", path, LogFixture.operations("{\"op\":\"remove\",\"path\":\"title\"}"));
            fixture.send("POST", "/Bulk", bulk("DELETE", path, "{}"));
        }
        fixture.send(SECRET, "GET", "/acme/Users", "");
        fixture.send(SECRET + " " + SECRET, "GET", "/acme/Users/" + SECRET, "");
        for (String header : List.of("If-Match", "If-None-Match", "Accept", "X-Token", "Cookie", "Content-Length")) {
            fixture.service.handle(LogFixture.request(
                            fixture.entraToken.secret(),
                            "PUT",
                            "/acme/Users/" + id,
                            FeedFixture.user("bjensen", ",\"title\":\"" + header + "\""))
                    .header(header, SECRET)
                    .build());
        }
        fixture.send(SECRET, "/acme/Users", "");
        fixture.send("POST", "/Users", SECRET);
        fixture.send("POST", "/Users", "{\"userName\":\"x\",\"password\":\"" + SECRET);
        fixture.send("POST", "/Bulk", bulk(SECRET, "/Users/" + id, "{\"" + SECRET + "\":\"" + SECRET + "\"}"));
        fixture.send(
                "POST",
                "/Bulk",
                bulk("PUT", "/Users/" + id, FeedFixture.user("bjensen", ",\"password\":\"" + SECRET + "\""))
                        .replace("\"method\"", "\"" + SECRET + "\":1,\"bulkId\":\"" + SECRET + "\",\"method\""));
    }

    private static String bulk(String method, String path, String data) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":[{\"method\":\""
                + method + "\",\"path\":\"" + path + "\",\"bulkId\":\"b\",\"data\":" + data + "}]}";
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void tellsNoSecretWhereverItIsSent(FeedFixture.On on) {
        try (LogFixture fixture = fixture(on)) {
            attack(fixture);

            String all = fixture.everythingKept();
            assertThat(fixture.log.exchanges(LogFixture.ACME, fixture.entra.id()))
                    .hasSizeGreaterThan(200);
            assertThat(all)
                    .contains("bjensen", "title", "\"Jensen\"", PATCH)
                    .doesNotContain(SECRET)
                    .doesNotContain("hash-of")
                    .doesNotContain(fixture.entraToken.secret())
                    .doesNotContainIgnoringCase("nickName")
                    .doesNotContainIgnoringCase("honorificPrefix")
                    .doesNotContainIgnoringCase("entitlements")
                    .doesNotContainIgnoringCase("password")
                    .doesNotContain("\"pin\"", "name.pin");
        }
    }

    /** A feed that tells resources as a whole, with an endpoint that takes all and one that leaves much to be sent again and put aside. */
    private static final class Feeding implements AutoCloseable {

        final DataSource dataSource;
        final AtomicReference<Feed> feed = new AtomicReference<>();
        final WebhookReceiver receiver = new WebhookReceiver();
        final LogFixture fixture;
        final Webhooks webhooks;

        Feeding(FeedFixture.On on) {
            dataSource = on == FeedFixture.On.MEMORY ? null : on.empty();
            fixture = fixture(on, this::add, dataSource);
            receiver.answer(
                    got -> WebhookReceiver.Answer.of(got.path().equals("/picky") && got.seq() % 3 == 0 ? 400 : 200));
            webhooks = Webhooks.builder(feed.get(), KeyRing.of("k1", new byte[32]))
                    .allowing(InetAddress.getLoopbackAddress())
                    .build();
            WebhookSettings all = WebhookSettings.standard().beginningWithOldest();
            webhooks.create(LogFixture.ACME, "crm", receiver.uri("/crm"), all);
            webhooks.create(LogFixture.ACME, "picky", receiver.uri("/picky"), all.unordered());
        }

        private void add(ScimService.Builder service, ResourceRepository users, ResourceRepository groups) {
            FeedStore store = dataSource == null ? new InMemoryFeedStore() : JdbcFeedStore.over(dataSource);
            Feed made = Feed.builder(store)
                    .pollEvery(Duration.ofMillis(100))
                    .hiding(LogRedactionTest::hidden)
                    .full(users, groups)
                    .build();
            feed.set(made);
            service.install(made);
        }

        /** All events, as they are read and as they were sent, once one endpoint has all and the other has left many. */
        String everythingTold() {
            String last = fixture.create("last", "");
            FeedFixture.until(() -> receiver.at("/crm").stream()
                            .anyMatch(got -> got.resourceId().equals(last))
                    && webhooks.failures(LogFixture.ACME, "picky").size() > 5);
            StringBuilder text = new StringBuilder();
            String cursor = null;
            boolean more = true;
            while (more) {
                FeedPage page = feed.get().read(LogFixture.ACME, cursor, Set.of(), 1_000);
                page.events().forEach(event -> text.append(event.json()).append('\n'));
                cursor = page.next();
                more = page.more();
            }
            receiver.got.forEach(
                    got -> text.append(got.path()).append(got.headers()).append(got.body()));
            webhooks.failures(LogFixture.ACME, "picky").forEach(text::append);
            return text.toString();
        }

        @Override
        public void close() {
            fixture.close();
            receiver.close();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void leavesNoSecretInAnyTableOfTheLibrary(FeedFixture.On on) {
        try (Feeding feeding = new Feeding(on)) {
            attack(feeding.fixture);
            feeding.fixture.log.write();
            String unused = feeding.everythingTold();

            assertThat(feeding.fixture.tables("scimlet_"))
                    .contains("Entra ID", "bjensen")
                    .doesNotContain(SECRET)
                    .doesNotContain(feeding.fixture.entraToken.secret())
                    .doesNotContain("whsec_");
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void tellsNoSecretInTheFeedAndToEndpointsEither(FeedFixture.On on) {
        try (Feeding feeding = new Feeding(on)) {
            attack(feeding.fixture);

            String all = feeding.everythingTold() + feeding.fixture.everythingKept();
            assertThat(feeding.receiver.numbers("/crm")).hasSizeGreaterThan(20);
            assertThat(all)
                    .contains("user.created", "\"resource\":{", "bjensen", "title", "\"Jensen\"", PATCH)
                    .doesNotContain(SECRET)
                    .doesNotContain("hash-of")
                    .doesNotContain(feeding.fixture.entraToken.secret())
                    .doesNotContainIgnoringCase("nickName")
                    .doesNotContainIgnoringCase("honorificPrefix")
                    .doesNotContainIgnoringCase("entitlements")
                    .doesNotContainIgnoringCase("password")
                    .doesNotContain("\"pin\"", "name.pin");
        }
    }

    @Test
    void leavesNoSecretInLogFilesEither() {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try (Feeding feeding = new Feeding(FeedFixture.On.H2)) {
            attack(feeding.fixture);
            feeding.fixture.log.write();
            String unused = feeding.everythingTold();
        } finally {
            System.setErr(before);
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain(SECRET);
    }

    @Test
    void tellsOfWhatIsHiddenNotEvenThatItChanged() {
        try (LogFixture fixture = fixture(FeedFixture.On.MEMORY)) {
            String id = fixture.create("bjensen", "");
            fixture.patched("/Users/" + id, "{\"op\":\"replace\",\"path\":\"nickName\",\"value\":\"a\"}");
            assertThat(fixture.last().changes()).isEmpty();
            fixture.patched(
                    "/Users/" + id,
                    "{\"op\":\"add\",\"path\":\"roles\",\"value\":[{\"value\":\"r\",\"display\":\"" + SECRET + "\"}]}");
            assertThat(fixture.last().changes())
                    .singleElement()
                    .satisfies(change -> assertThat(change.path()).isEqualTo("roles"));
        }
    }

    @Test
    void namesNobodyWhereNamesAreHidden() {
        try (LogFixture fixture = new LogFixture(
                FeedFixture.On.MEMORY,
                builder -> builder.hiding(
                        type -> type.name().equals("User") ? Set.of("userName", "displayName") : Set.of()),
                StandardTypes.user())) {
            String id = fixture.create("bjensen", ",\"displayName\":\"Babs\"");
            fixture.send("POST", "/Users", FeedFixture.user("bjensen", ""));
            fixture.send("GET", "/Users/" + id, "");
            fixture.send("GET", "/Users" + LogFixture.filter("userName eq \"bjensen\""), "");
            fixture.send("DELETE", "/Users/" + id, "");

            assertThat(fixture.entries())
                    .hasSize(5)
                    .allSatisfy(entry -> assertThat(entry.name()).isEmpty());
            assertThat(fixture.everythingKept())
                    .doesNotContainIgnoringCase("bjensen")
                    .doesNotContain("Babs", "userName");
        }
    }
}
