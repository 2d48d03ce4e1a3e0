package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.Feature;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 7644 §3.14, RFC 9110: versions, conditions and other HTTP")
class HttpTest {

    private final Scim scim = Scim.service();
    private final Answer created = scim.user("a", "");
    private final String path = "/Users/" + created.id();
    private final String body = user("'userName':'a','title':'x'");

    @Test
    @Proves("P-3.14-05")
    void everyChangeGivesANewVersion() {
        Set<String> versions = new HashSet<>(Set.of(created.etag()));
        for (int i = 0; i < 20; i++) {
            assertThat(versions.add(scim.patch(path, patchOp("{'op':'replace','path':'title','value':'" + i % 2 + "'}"))
                            .etag()))
                    .isTrue();
        }
        assertThat(versions).contains(scim.get(path).etag());
    }

    @Test
    @Proves("P-3.14-04")
    void tagsMayBeStrong() {
        Scim strong = Scim.service(builder -> builder.with(Feature.STRONG_ETAGS));
        Answer user = strong.user("a", "");

        assertThat(user.etag())
                .startsWith("\"")
                .isEqualTo(user.at("/meta/version").asText());
        strong.put("/Users/" + user.id(), body, "If-Match", user.etag()).expect(200);
    }

    @Test
    @Proves("H-13-01")
    void anUnchangedResourceIsNotSentAgain() {
        for (String tag : List.of(created.etag(), created.etag().substring(2), "*", "\"x\", " + created.etag())) {
            Answer answer = scim.get(path, "If-None-Match", tag).expect(304);
            assertThat(answer.text()).isEmpty();
            assertThat(answer.etag()).isEqualTo(created.etag());
        }
        scim.get(path, "If-None-Match", "W/\"other\"").expect(200);
    }

    @Test
    @Proves({"H-13-02", "H-13-09"})
    void anotherVersionIsNotTouched() {
        String old = created.etag();
        Answer now = scim.patch(path, patchOp("{'op':'add','path':'title','value':'now'}"));
        for (String tag : List.of(old, "abc", "W/abc", "\"abc", old + "x", "")) {
            scim.put(path, body, "If-Match", tag).refused(412);
            scim.patch(path, patchOp("{'op':'add','path':'title','value':'y'}"), "If-Match", tag)
                    .refused(412);
            scim.delete(path, "If-Match", tag).refused(412);
        }
        assertThat(scim.get(path).body()).isEqualTo(now.body());
    }

    @Test
    @Proves({"H-13-03", "H-13-07"})
    void anyVersionIsEnoughIfThereIsOne() {
        scim.put(path, body, "If-Match", "*").expect(200);
        scim.put("/Users/unknown", body, "If-Match", "*").refused(404);
        scim.put("/Users/unknown", body, "If-Match", "\"x\"").refused(404);
        scim.delete("/Users/unknown", "If-Match", "\"x\"").refused(404);
    }

    @Test
    @Proves({"H-13-04", "H-13-05"})
    void listsAndWeakTagsMatch() {
        assertThat(created.etag()).startsWith("W/");
        Answer first =
                scim.put(path, body, "If-Match", "\"x\", " + created.etag()).expect(200);
        Answer second = scim.put(path, user("'userName':'a'"), "If-Match", "W/\"y\"", "If-Match", first.etag())
                .expect(200);
        scim.put(path, body, "If-Match", second.etag().substring(2)).expect(200);
    }

    @Test
    @Proves("H-13-06")
    void ifNoneMatchForbidsWrites() {
        scim.put(path, body, "If-None-Match", created.etag()).refused(412);
        scim.patch(path, patchOp("{'op':'add','path':'title','value':'y'}"), "If-None-Match", "*")
                .refused(412);
        scim.delete(path, "If-None-Match", created.etag()).refused(412);
        scim.put(path, body, "If-None-Match", "\"other\"").expect(200);
    }

    @Test
    @Proves("H-13-08")
    void checkAndWriteAreOneStep() throws Exception {
        int clients = 8;
        java.util.concurrent.CyclicBarrier start = new java.util.concurrent.CyclicBarrier(clients);
        java.util.concurrent.ExecutorService pool = java.util.concurrent.Executors.newFixedThreadPool(clients);
        try {
            List<java.util.concurrent.Callable<Integer>> puts = new java.util.ArrayList<>();
            for (int i = 0; i < clients; i++) {
                String title = "t" + i;
                puts.add(() -> {
                    start.await();
                    return scim.put(path, user("'userName':'a','title':'" + title + "'"), "If-Match", created.etag())
                            .status();
                });
            }
            List<Integer> statuses = new java.util.ArrayList<>();
            for (java.util.concurrent.Future<Integer> answer : pool.invokeAll(puts)) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 412);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    @Proves("H-13-10")
    void conditionsComeBeforeTheBody() {
        scim.put(path, "{", "If-Match", "\"old\"").refused(412);
        scim.patch(path, "{}", "If-Match", "\"old\"").refused(412);
        scim.put(path, "{", "If-Match", created.etag()).refused(400, "invalidSyntax");
        scim.put("/Users/unknown", "{").refused(404);
    }

    @Test
    @Proves("H-13-11")
    void ifMatchCanBeDemanded() {
        Scim demanding = Scim.service(builder -> builder.with(Feature.IF_MATCH_DEMANDED));
        Answer user = demanding.user("a", "");
        String itsPath = "/Users/" + user.id();

        demanding.put(itsPath, body).refused(428);
        demanding
                .patch(itsPath, patchOp("{'op':'add','path':'title','value':'y'}"))
                .refused(428);
        demanding.delete(itsPath).refused(428);
        demanding.delete(itsPath, "If-Match", user.etag()).expect(204);
    }

    @Test
    @Proves("H-13-12")
    void datesAreConditionsToo() {
        Instant then = Instant.parse("2026-01-01T12:00:00.500Z");
        Scim dated = Scim.of(Scim.builder()
                .repositories(InMemoryRepository.builder(StandardTypes.user())
                        .clock(Clock.fixed(then, ZoneOffset.UTC))
                        .build()));
        String itsPath = "/Users/" + dated.userId("a");
        String same = DateTimeFormatter.RFC_1123_DATE_TIME.format(then.atZone(ZoneOffset.UTC));
        String before = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                then.minusSeconds(60).atZone(ZoneOffset.UTC));

        dated.get(itsPath, "If-Modified-Since", same).expect(304);
        dated.get(itsPath, "If-Modified-Since", before).expect(200);
        dated.get(itsPath, "If-Modified-Since", same, "If-None-Match", "\"other\"")
                .expect(200);
        dated.get(itsPath, "If-Modified-Since", "yesterday").expect(200);
        dated.put(itsPath, body, "If-Unmodified-Since", before).refused(412);
        dated.put(itsPath, body, "If-Unmodified-Since", before, "If-Match", "*").expect(200);
        dated.put(itsPath, body, "If-Unmodified-Since", same).expect(200);
    }

    @Test
    @Proves("H-15-01")
    void resourcesAreNotCached() {
        for (Answer answer : List.of(created, scim.get(path), scim.get("/Users"), scim.get("/Users/unknown"))) {
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
        assertThat(scim.get("/Schemas").header("Cache-Control")).startsWith("private, max-age=");
    }

    @Test
    @Proves("H-15-02")
    void headAndOptionsAreAnswered() {
        Answer head = scim.send("HEAD", path, "").expect(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.etag()).isEqualTo(created.etag());
        assertThat(head.header("Content-Type")).isEqualTo("application/scim+json");
        scim.send("HEAD", "/Users", "").expect(200);
        for (String target : List.of("/Users", path, "/Bulk", "/.search", "/Users/.search", "/Schemas", "/")) {
            Answer options = scim.send("OPTIONS", target, "").expect(204);
            assertThat(options.header("Allow")).contains("OPTIONS");
            assertThat(options.text()).isEmpty();
        }
        assertThat(scim.send("OPTIONS", path, "").header("Allow"))
                .contains("PATCH")
                .doesNotContain("POST");
    }

    @Test
    @Proves("H-15-03")
    void otherOriginsAreAnsweredOnlyIfNamed() {
        Scim open = Scim.service(builder -> builder.allowOrigins("https://admin.example"));
        String[] preflight = {"Origin", "https://admin.example", "Access-Control-Request-Method", "PATCH"};

        Answer allowed = open.send("OPTIONS", "/Users/1", "", preflight).expect(204);
        assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://admin.example");
        assertThat(allowed.header("Access-Control-Allow-Methods")).contains("PATCH");
        assertThat(allowed.header("Access-Control-Allow-Headers"))
                .contains("Authorization")
                .contains("If-Match");
        Answer read = open.get("/Users", "Origin", "https://admin.example");
        assertThat(read.header("Access-Control-Allow-Origin")).isEqualTo("https://admin.example");
        assertThat(read.header("Access-Control-Expose-Headers"))
                .contains("ETag")
                .contains("Location");
        assertThat(read.header("Vary")).isEqualTo("Origin");
        assertThat(read.header("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(open.get("/Users", "Origin", "https://evil.example").header("Access-Control-Allow-Origin"))
                .isEmpty();
        assertThat(scim.send("OPTIONS", "/Users", "", preflight).header("Access-Control-Allow-Origin"))
                .isEmpty();
        assertThatThrownBy(() -> Scim.service(builder -> builder.allowOrigins("*")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Proves("H-15-04")
    void laterIsSaidWhenItIsMeant() {
        java.time.Duration wait = java.time.Duration.ofSeconds(7);
        for (dev.scimlet.core.ScimException later : List.of(
                dev.scimlet.core.ScimException.tooManyRequests("the application is busy", wait),
                dev.scimlet.core.ScimException.unavailable("the store is away", wait, null))) {
            Scim busy = Scim.service(builder -> builder.me(context -> {
                throw later;
            }));
            assertThat(busy.get("/Me").refused(later.status()).header("Retry-After"))
                    .isEqualTo("7");
        }
    }
}
