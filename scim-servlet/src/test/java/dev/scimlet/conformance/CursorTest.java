package dev.scimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.Feature;
import dev.scimlet.protocol.ServiceLimits;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 9865: cursor pagination")
class CursorTest {

    private final Scim scim = Scim.service();

    private static void users(Scim service, int count) {
        for (int i = 0; i < count; i++) {
            service.user("u" + i, "'title':'" + (count - i) % 3 + "'");
        }
    }

    private static String next(Answer page) {
        return page.at("/nextCursor").asText();
    }

    private static List<String> walk(Scim service, String query) {
        List<String> names = new ArrayList<>();
        Answer page = service.get("/Users?cursor&" + query).expect(200);
        names.addAll(Scim.names(page, "userName"));
        while (!next(page).isEmpty()) {
            page = service.get("/Users?" + query + "&cursor=" + next(page)).expect(200);
            names.addAll(Scim.names(page, "userName"));
        }
        return names;
    }

    @Test
    @Proves({"C-9865-01", "C-9865-02", "C-9865-04", "C-9865-06", "C-9865-24"})
    void walksFromAnEmptyCursorToTheEnd() {
        users(scim, 6);
        for (String start : List.of("cursor", "cursor=")) {
            Answer first = scim.get("/Users?count=2&" + start)
                    .expect(200)
                    .sized("/Resources", 2)
                    .lacks("/startIndex")
                    .has("/itemsPerPage", 2);
            assertThat(next(first)).matches("[A-Za-z0-9._~-]+");
        }
        assertThat(walk(scim, "count=2")).containsExactly("u0", "u1", "u2", "u3", "u4", "u5");
        Answer all = scim.get("/Users?cursor&count=6").sized("/Resources", 6);
        all.lacks("/nextCursor", "/previousCursor");
        Answer third = scim.get("/Users?count=2&cursor="
                + next(scim.get("/Users?count=2&cursor=" + next(scim.get("/Users?count=2&cursor")))));
        third.expect(200).sized("/Resources", 2).lacks("/nextCursor");
    }

    @Test
    @Proves({"C-9865-03", "C-9865-26"})
    void countLimitsThePage() {
        users(scim, 3);

        scim.get("/Users?cursor&count=1").sized("/Resources", 1);
        scim.get("/Users?cursor&count=0")
                .expect(200)
                .has("/totalResults", 3)
                .sized("/Resources", 0)
                .lacks("/nextCursor");
        scim.get("/Users?cursor&count=-1").expect(200).sized("/Resources", 0).lacks("/nextCursor");
    }

    @Test
    @Proves("C-9865-05")
    void walksBack() {
        users(scim, 5);
        Answer first = scim.get("/Users?cursor&count=2").lacks("/previousCursor");
        Answer second = scim.get("/Users?count=2&cursor=" + next(first));
        Answer third = scim.get("/Users?count=2&cursor=" + next(second)).sized("/Resources", 1);

        Answer back = scim.get(
                        "/Users?count=2&cursor=" + third.at("/previousCursor").asText())
                .expect(200);
        assertThat(Scim.names(back, "userName")).containsExactly("u2", "u3");
        Answer start = scim.get(
                        "/Users?count=2&cursor=" + back.at("/previousCursor").asText())
                .expect(200);
        assertThat(Scim.names(start, "userName")).containsExactly("u0", "u1");
        start.lacks("/previousCursor");
    }

    @Test
    @Proves({"C-9865-06", "C-9865-11"})
    void walksInOrderThroughAFilter() {
        users(scim, 10);

        assertThat(walk(scim, "count=3&sortBy=title&filter=" + Scim.encoded("userName ne 'u4'")))
                .hasSize(9)
                .doesNotHaveDuplicates()
                .isEqualTo(Scim.names(
                        scim.get("/Users?sortBy=title&filter=" + Scim.encoded("userName ne 'u4'")), "userName"));
        assertThat(walk(scim, "count=3&sortBy=title&sortOrder=descending"))
                .isEqualTo(Scim.names(scim.get("/Users?sortBy=title&sortOrder=descending"), "userName"));
    }

    @Test
    @Proves({"C-9865-07", "C-9865-08", "C-9865-16", "C-9865-21", "C-9865-22"})
    void aCursorFitsItsQueryOnly() {
        users(scim, 5);
        String cursor = next(scim.get("/Users?cursor&count=2&filter=" + Scim.encoded("userName pr")));
        String filter = "&filter=" + Scim.encoded("userName pr");
        scim.get("/Users?count=2&cursor=" + cursor + filter).expect(200);

        Set<String> bodies = new HashSet<>();
        for (String query : List.of(
                "/Users?count=2&cursor=" + cursor,
                "/Users?count=2&cursor=" + cursor + "&filter=" + Scim.encoded("title pr"),
                "/Users?count=2&cursor=" + cursor + filter + "&sortBy=title",
                "/Users?count=2&cursor=" + cursor + filter + "&attributes=title",
                "/Groups?count=2&cursor=" + cursor,
                "/Users?count=2&cursor=random" + filter,
                "/Users?count=2&cursor=" + cursor + "x" + filter,
                "/Users?count=2&cursor=" + cursor.substring(1) + filter)) {
            bodies.add(scim.get(query).refused(400, "invalidCursor").text());
        }
        for (int i = 0; i < cursor.length(); i += 5) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            String forged = cursor.substring(0, i) + other + cursor.substring(i + 1);
            bodies.add(scim.get("/Users?count=2&cursor=" + forged + filter)
                    .refused(400, "invalidCursor")
                    .text());
        }
        assertThat(bodies).hasSize(1);
        scim.get("/Users?count=2&startIndex=1&cursor=" + cursor + filter).refused(400, "invalidCursor");
        scim.get("/Users?startIndex=1&cursor").refused(400, "invalidCursor");
        assertThat(new String(
                        java.util.Base64.getUrlDecoder().decode(cursor.substring(cursor.indexOf('.') + 1)),
                        java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("u1");
    }

    /** A clock that a test moves. */
    private static final class MovedClock extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
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

    @Test
    @Proves("C-9865-09")
    void oldCursorsExpire() {
        MovedClock clock = new MovedClock();
        Scim aging = Scim.service(builder -> builder.clock(clock));
        users(aging, 3);
        String cursor = next(aging.get("/Users?cursor&count=1"));

        clock.now = clock.now.plus(Duration.ofMinutes(59));
        aging.get("/Users?count=1&cursor=" + cursor).expect(200);
        clock.now = clock.now.plus(Duration.ofMinutes(2));
        aging.get("/Users?count=1&cursor=" + cursor).refused(400, "expiredCursor");
        aging.get("/ServiceProviderConfig").has("/pagination/cursorTimeout", 3_600);
    }

    @Test
    @Proves("C-9865-10")
    void theCountStaysTheSame() {
        Scim paged = Scim.service(builder -> builder.limits(
                ServiceLimits.builder().defaultPageSize(2).maxResults(2).build()));
        users(paged, 5);
        String cursor = next(paged.get("/Users?cursor&count=2"));

        paged.get("/Users?cursor&count=x").refused(400, "invalidCount");
        paged.get("/Users?count=1&cursor=" + cursor).refused(400, "invalidCount");
        paged.get("/Users?cursor&count=1000").expect(200).sized("/Resources", 2);
        paged.get("/Users?count=1000&cursor=" + next(paged.get("/Users?cursor&count=1000")))
                .expect(200);
    }

    @Test
    @Proves({"C-9865-13", "C-9865-14", "C-9865-15"})
    void theDefaultMethodCanBeChosen() {
        users(scim, 2);
        scim.get("/Users?count=1").has("/startIndex", 1).lacks("/nextCursor");
        Scim cursors = Scim.service(builder -> builder.with(Feature.CURSOR_BY_DEFAULT));
        users(cursors, 2);
        cursors.get("/Users?count=1").lacks("/startIndex");
        assertThat(next(cursors.get("/Users?count=1"))).isNotEmpty();
        cursors.get("/Users?count=1&startIndex=1").has("/startIndex", 1);
        cursors.get("/ServiceProviderConfig").has("/pagination/defaultPaginationMethod", "cursor");
        Scim only = Scim.service(builder -> builder.without(Feature.INDEX_PAGINATION));
        users(only, 2);
        assertThat(next(only.get("/Users?count=1&startIndex=2").lacks("/startIndex")))
                .isNotEmpty();
        only.get("/ServiceProviderConfig")
                .has("/pagination/index", false)
                .has("/pagination/defaultPaginationMethod", "cursor");
    }

    @Test
    @Proves("C-9865-17")
    void cursorsWorkInSearchBodies() {
        users(scim, 3);
        Answer first = scim.post("/Users/.search", "{'schemas':['<M>SearchRequest'],'cursor':'','count':2}")
                .expect(200)
                .sized("/Resources", 2);
        Answer second = scim.post(
                "/Users/.search", "{'schemas':['<M>SearchRequest'],'count':2,'cursor':'" + next(first) + "'}");
        assertThat(Scim.names(second.expect(200), "userName")).containsExactly("u2");
    }

    @Test
    @Proves({"C-9865-19", "C-9865-20"})
    void aCursorGivesNoRights() {
        Set<String> hidden = new HashSet<>();
        boolean[] permitted = {true};
        Scim guarded = Scim.service(builder -> builder.authenticator(request ->
                        new Authentication.Accepted(request.header("X-Client").orElse("tester"), null))
                .accessPolicy(new AccessPolicy() {
                    @Override
                    public boolean permits(
                            RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
                        return permitted[0];
                    }

                    @Override
                    public Set<String> hiddenAttributes(RequestContext context, ResourceType type) {
                        return hidden;
                    }
                }));
        users(guarded, 3);
        String cursor = next(guarded.get("/Users?cursor&count=1"));

        String other = guarded.get("/Users?count=1&cursor=" + cursor, "X-Client", "other")
                .refused(400, "invalidCursor")
                .text();
        assertThat(guarded.get("/Users?count=1&cursor=forged").text()).isEqualTo(other);
        hidden.add("title");
        guarded.get("/Users?count=1&cursor=" + cursor).refused(400, "invalidCursor");
        hidden.clear();
        permitted[0] = false;
        guarded.get("/Users?count=1&cursor=" + cursor).refused(403);
        permitted[0] = true;
        guarded.get("/Users?count=1&cursor=" + cursor).expect(200);
    }

    @Test
    @Proves("C-9865-12")
    void aStoreThatCannotCountLeavesTheTotalOut() {
        InMemoryRepository users = InMemoryRepository.of(StandardTypes.user());
        dev.scimlet.spi.ResourceRepository uncounted =
                (dev.scimlet.spi.ResourceRepository) java.lang.reflect.Proxy.newProxyInstance(
                        CursorTest.class.getClassLoader(),
                        new Class<?>[] {dev.scimlet.spi.ResourceRepository.class},
                        (proxy, method, arguments) -> {
                            Object answer = method.invoke(users, arguments);
                            return answer instanceof dev.scimlet.spi.QueryResult result
                                    ? dev.scimlet.spi.QueryResult.builder(result.resources())
                                            .next(result.next())
                                            .previous(result.previous())
                                            .build()
                                    : answer;
                        });
        Scim service = Scim.of(Scim.builder().repositories(uncounted));
        users(service, 3);

        service.get("/Users?cursor&count=2")
                .expect(200)
                .sized("/Resources", 2)
                .lacks("/totalResults")
                .has("/itemsPerPage", 2);
    }

    @Test
    @Proves("C-9865-23")
    void cursorsKeepNoStateInTheServer() {
        byte[] secret = "sixteen bytes and more".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        InMemoryRepository users = InMemoryRepository.of(StandardTypes.user());
        Scim one = Scim.of(Scim.builder().repositories(users).cursorSecret(secret));
        Scim two = Scim.of(Scim.builder().repositories(users).cursorSecret(secret));
        Scim stranger = Scim.of(Scim.builder().repositories(users));
        users(one, 3);
        String cursor = next(one.get("/Users?cursor&count=2"));

        assertThat(Scim.names(two.get("/Users?count=2&cursor=" + cursor).expect(200), "userName"))
                .containsExactly("u2");
        stranger.get("/Users?count=2&cursor=" + cursor).refused(400, "invalidCursor");
    }

    @Test
    @Proves("C-9865-25")
    void whoStaysIsSeenOnce() {
        users(scim, 12);
        List<String> seen = new ArrayList<>();
        Answer page = scim.get("/Users?cursor&count=3&sortBy=userName").expect(200);
        for (int step = 0; ; step++) {
            seen.addAll(Scim.names(page, "userName"));
            if (next(page).isEmpty()) {
                break;
            }
            scim.userId("a-new" + step);
            scim.userId("z-new" + step);
            String first = page.at("/Resources/0/id").asText();
            scim.delete("/Users/" + first).expect(204);
            page = scim.get("/Users?count=3&sortBy=userName&cursor=" + next(page))
                    .expect(200);
        }
        assertThat(seen).doesNotHaveDuplicates();
        for (int i = 0; i < 12; i++) {
            assertThat(seen).contains("u" + i);
        }
    }
}
