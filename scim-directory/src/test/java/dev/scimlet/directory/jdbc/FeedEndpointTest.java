package dev.scimlet.directory.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.directory.feed.FeedEndpoint;
import dev.scimlet.directory.feed.FeedEvent;
import dev.scimlet.directory.feed.Proves;
import dev.scimlet.directory.servlet.FeedServlet;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed as it is read from outside. */
final class FeedEndpointTest {

    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");
    private static final Pattern SEQ = Pattern.compile("\"seq\":([0-9]+)");

    static Stream<FeedFixture.On> everywhere() {
        return FeedFixture.everywhere();
    }

    private static FeedEndpoint endpoint(FeedFixture fixture) {
        return FeedEndpoint.of(
                fixture.feed, request -> switch (request.header("Authorization").orElse("")) {
                    case "" -> new Authentication.Missing();
                    case "Bearer events" -> new Authentication.Accepted("warehouse", "acme");
                    case "Bearer any" -> new Authentication.Accepted("operations", null);
                    case "Bearer other" -> new Authentication.Accepted("warehouse", "other");
                    case "Bearer scim" -> new Authentication.Insufficient("the token is for SCIM, not for events.read");
                    default -> new Authentication.Invalid("the token is unknown");
                });
    }

    private static ScimResponse get(FeedEndpoint endpoint, String token, String query) {
        return endpoint.handle(ScimRequest.builder("GET", "")
                .query(query)
                .header("Authorization", "Bearer " + token)
                .build());
    }

    private static ScimResponse get(FeedFixture fixture, String query) {
        return get(endpoint(fixture), "events", query);
    }

    private static List<Integer> numbers(ScimResponse answer) {
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(200);
        List<Integer> numbers = new ArrayList<>();
        Matcher matcher = SEQ.matcher(answer.bodyText());
        while (matcher.find()) {
            numbers.add(Integer.valueOf(matcher.group(1)));
        }
        return numbers;
    }

    private static String next(ScimResponse answer) {
        Matcher matcher = NEXT.matcher(answer.bodyText());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves({"V-P-01", "V-P-02", "V-P-03", "V-P-05"})
    void isWalkedByCursors(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            ScimResponse empty = get(fixture, "");
            assertThat(empty.bodyText())
                    .startsWith("{\"events\":[],\"next\":\"")
                    .endsWith("\"more\":false}");
            assertThat(empty.header("Content-Type")).contains("application/json");
            String id = fixture.create("a");
            fixture.create("b");
            fixture.delete("/Users/" + id);
            fixture.create("c");
            fixture.events(4);

            assertThat(numbers(get(fixture, "after=" + next(empty)))).containsExactly(1, 2, 3, 4);
            ScimResponse first = get(fixture, "limit=3");
            assertThat(numbers(first)).containsExactly(1, 2, 3);
            assertThat(first.bodyText()).endsWith("\"more\":true}");
            ScimResponse second = get(fixture, "limit=3&after=" + next(first));
            assertThat(numbers(second)).containsExactly(4);
            assertThat(second.bodyText()).endsWith("\"more\":false}");
            assertThat(numbers(get(fixture, "after=" + next(second)))).isEmpty();

            ScimResponse deleted = get(fixture, "types=user.deleted,group.deleted&limit=1");
            assertThat(numbers(deleted)).containsExactly(3);
            ScimResponse none = get(fixture, "types=group.deleted");
            assertThat(numbers(none)).isEmpty();
            assertThat(numbers(get(fixture, "after=" + next(none)))).isEmpty();

            ScimResponse latest = get(fixture, "after=latest");
            assertThat(numbers(latest)).isEmpty();
            fixture.time.pass(Duration.ofHours(2));
            Instant later = fixture.time.instant();
            fixture.create("d");
            fixture.events(5);
            assertThat(numbers(get(fixture, "after=" + next(latest)))).containsExactly(5);
            assertThat(numbers(get(fixture, "since=" + later))).containsExactly(5);
            Instant told = fixture.events().get(4).time();
            assertThat(numbers(get(fixture, "since=" + told.plusNanos(999_999))))
                    .containsExactly(5);
            assertThat(numbers(get(fixture, "since=" + later.minus(Duration.ofDays(1)))))
                    .containsExactly(1, 2, 3, 4, 5);
            assertThat(numbers(get(fixture, "since=" + later.plus(Duration.ofDays(1)))))
                    .isEmpty();
            // A cursor may be kept for ever, and by others
            assertThat(numbers(get(fixture, "after=" + next(first)))).containsExactly(4, 5);
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-P-04")
    void refusesACursorOfWhatIsGone(FeedFixture.On on) {
        try (FeedFixture fixture = new FeedFixture(on)) {
            fixture.create("a");
            fixture.create("b");
            List<FeedEvent> events = fixture.events(2);
            fixture.time.pass(Duration.ofDays(31));
            fixture.feed.keepHouse();

            ScimResponse gone = get(fixture, "after=" + events.get(0).cursor());
            assertThat(gone.status()).isEqualTo(410);
            assertThat(gone.bodyText()).contains("\"error\":\"cursor_expired\"", "read the latest cursor");
            assertThat(get(fixture, "after=" + events.get(1).cursor()).status()).isEqualTo(200);
        }
    }

    @Test
    @Proves({"V-P-03", "V-P-08"})
    void isForThoseWhoMayReadIt() {
        try (FeedFixture fixture = new FeedFixture(FeedFixture.On.MEMORY)) {
            fixture.create("a");
            String cursor = fixture.events(1).get(0).cursor();
            FeedEndpoint endpoint = endpoint(fixture);
            FeedEndpoint byPath = endpoint.withTenants(TenantResolver.byPathSegment());

            assertThat(get(endpoint, "scim", "").status()).isEqualTo(403);
            assertThat(get(endpoint, "scim", "").bodyText()).contains("insufficient_scope", "events.read");
            assertThat(get(endpoint, "wrong", "").status()).isEqualTo(401);
            assertThat(endpoint.handle(ScimRequest.builder("GET", "").build()).header("WWW-Authenticate"))
                    .contains("Bearer");
            assertThat(get(endpoint, "any", "").status()).isEqualTo(400);
            assertThat(get(endpoint, "other", "after=" + cursor).status()).isEqualTo(400);
            assertThat(ofPath(byPath, "/acme", "any").status()).isEqualTo(200);
            assertThat(ofPath(byPath, "/acme", "events").status()).isEqualTo(200);
            assertThat(ofPath(byPath, "/acme", "other").status()).isEqualTo(403);
            assertThat(ofPath(byPath, "/acme/more", "events").status()).isEqualTo(404);
            assertThat(endpoint.handle(ScimRequest.builder("POST", "").build()).status())
                    .isEqualTo(405);
        }
    }

    private static ScimResponse ofPath(FeedEndpoint endpoint, String path, String token) {
        return endpoint.handle(ScimRequest.builder("GET", path)
                .header("Authorization", "Bearer " + token)
                .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=x",
                "limit=99999999999999999999",
                "wait=31",
                "wait=-1",
                "after=x",
                "after=",
                "since=yesterday",
                "since=%2B999999999-12-31T23:59:59Z%00",
                "after=latest&since=2026-11-30T12:00:00Z",
                "limit=1&limit=2",
                "all=true",
                "after=%zz"
            })
    void refusesWhatIsNoQuestion(String query) {
        try (FeedFixture fixture = new FeedFixture(FeedFixture.On.MEMORY)) {
            fixture.create("a");
            fixture.events(1);
            ScimResponse answer = get(fixture, query);
            assertThat(answer.status()).as(answer.bodyText()).isEqualTo(400);
            assertThat(answer.bodyText()).contains("\"error\":\"invalid_request\"", "\"detail\":\"");
        }
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    @Proves("V-P-06")
    void waitsForAnEvent(FeedFixture.On on) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (FeedFixture fixture = new FeedFixture(on)) {
            fixture.create("a");
            fixture.events(1);
            String latest = fixture.feed.latest("acme");
            Future<ScimResponse> waiting = threads.submit(() -> get(fixture, "wait=30&after=" + latest));
            Future<ScimResponse> inVain = threads.submit(() -> get(endpoint(fixture), "other", "wait=1"));

            assertThat(numbers(inVain.get())).isEmpty();
            assertThat(waiting.isDone()).isFalse();
            fixture.create("b");
            assertThat(numbers(waiting.get())).containsExactly(2);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Proves("V-P-06")
    void letsNoMoreThanFiftyWait() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(60);
        try (FeedFixture fixture = new FeedFixture(FeedFixture.On.MEMORY)) {
            List<Future<ScimResponse>> waiting = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                waiting.add(threads.submit(() -> get(fixture, "wait=30")));
            }
            FeedFixture.until(() -> waiting.stream().filter(Future::isDone).count() == 10);
            fixture.create("a");
            int sentAway = 0;
            for (Future<ScimResponse> answer : waiting) {
                sentAway += answer.get().header("Retry-After").isPresent() ? 1 : 0;
            }
            assertThat(sentAway).isEqualTo(10);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Proves("V-P-07")
    void isTheRecipeOfANewReader() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try (FeedFixture fixture = new FeedFixture(FeedFixture.On.H2)) {
            for (int i = 0; i < 30; i++) {
                fixture.create("before" + i);
            }
            fixture.events(30);
            Future<?> writer = threads.submit(() -> {
                for (int i = 0; i < 30; i++) {
                    String id = fixture.create("during" + i);
                    if (i % 3 == 0) {
                        fixture.delete("/Users/" + id);
                    }
                }
            });
            String cursor = next(get(fixture, "after=latest"));
            Set<String> known = new TreeSet<>(ids(fixture));
            writer.get();
            fixture.events(30 + 30 + 10);
            for (FeedEvent event :
                    fixture.feed.read("acme", cursor, Set.of(), 1_000).events()) {
                if (event.type().equals("user.created")) {
                    known.add(event.resourceId());
                } else if (event.type().equals("user.deleted")) {
                    known.remove(event.resourceId());
                }
            }
            assertThat(known).containsExactlyInAnyOrderElementsOf(ids(fixture));
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> ids(FeedFixture fixture) {
        Matcher matcher = Pattern.compile("\"id\":\"([^\"]+)\"")
                .matcher(fixture.send("GET", "/Users", "").bodyText());
        List<String> ids = new ArrayList<>();
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }

    @Test
    void isAServlet() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        server.setHandler(context);
        try (FeedFixture fixture = new FeedFixture(FeedFixture.On.MEMORY)) {
            context.addServlet(new ServletHolder(new FeedServlet(endpoint(fixture))), "/events/*");
            server.start();
            fixture.create("a");
            fixture.events(1);
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(
                                            "http://127.0.0.1:" + connector.getLocalPort() + "/events?limit=10&wait=5"))
                                    .header("Authorization", "Bearer events")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith("{\"events\":[{\"id\":\"evt_").endsWith("\"more\":false}");
        } finally {
            server.stop();
        }
    }
}
