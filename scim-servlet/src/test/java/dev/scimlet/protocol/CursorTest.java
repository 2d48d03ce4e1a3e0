package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.InMemoryService.Answer;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paging by cursor (RFC 9865). The time limit only ends what hangs. */
@Timeout(120)
class CursorTest {

    /** A clock that moves when it is told to. */
    private static final class SetClock extends Clock {

        private Instant now = Instant.parse("2026-01-31T08:00:00Z");

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

    private static final ResourceType TYPE = StandardTypes.user();

    private final SetClock clock = new SetClock();
    private final InMemoryRepository users = InMemoryRepository.of(TYPE);
    private final InMemoryService service = InMemoryService.over(
            users,
            builder -> builder.clock(clock)
                    .tenants(request ->
                            new TenantResolver.Named(request.header("Tenant").orElse("default"), request.path(), "")));

    private void create(String tenant, String userName) {
        RequestContext context =
                RequestContext.builder().tenant(tenant).principal("test").build();
        users.create(
                context,
                TYPE.attributes()
                        .set("userName", userName)
                        // few different titles: most resources of a page are equal in the order
                        .set("title", "title " + Math.floorMod(userName.hashCode(), 7))
                        .build());
    }

    private Answer page(String query, String cursor) {
        return service.get("/Users?" + query + "&cursor=" + cursor);
    }

    @Nested
    class WhileOthersWrite {

        private void createUsers(int count) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, count).boxed().toList());
            Collections.shuffle(order, new java.util.Random(7));
            order.forEach(i -> create("default", "user-" + i));
        }

        /** Every tenth may leave, all others stay. */
        private static List<String> staying(int count) {
            return IntStream.range(0, count)
                    .filter(i -> i % 10 != 0)
                    .mapToObj(i -> "user-" + i)
                    .toList();
        }

        @ParameterizedTest
        @CsvSource({
            "10000, attributes=userName",
            "2000, attributes=userName&sortBy=title&sortOrder=descending",
            "2000, attributes=userName&sortBy=userName&filter=userName%20sw%20%22user-%22"
        })
        @DisplayName("RFC 9865 §2: who stays is seen exactly once, forward and backward")
        void whoStaysIsSeenExactlyOnce(int count, String parameters) {
            createUsers(count);
            int pageSize = count / 10;
            String query = "count=" + pageSize + "&" + parameters;
            List<String> forward = new ArrayList<>();
            String cursor = "";
            String lastPageFirst = "";
            int written = 0;
            do {
                JsonNode list = page(query, cursor).is(200).json();
                list.path("Resources")
                        .forEach(user -> forward.add(user.path("userName").asText()));
                lastPageFirst = list.path("previousCursor").asText();
                cursor = list.path("nextCursor").asText();
                written = write(written, count);
            } while (!cursor.isEmpty());

            assertThat(forward).doesNotHaveDuplicates();
            assertThat(missing(staying(count), forward)).isEmpty();

            List<String> backward = new ArrayList<>();
            cursor = lastPageFirst;
            while (!cursor.isEmpty()) {
                JsonNode list = page(query, cursor).is(200).json();
                list.path("Resources")
                        .forEach(user -> backward.add(user.path("userName").asText()));
                cursor = list.path("previousCursor").asText();
                written = write(written, count);
            }
            assertThat(backward).doesNotHaveDuplicates();
            backward.addAll(forward.subList(forward.size() - pageSize, forward.size()));
            assertThat(missing(staying(count), backward)).isEmpty();
        }

        private static Set<String> missing(List<String> wanted, List<String> seen) {
            Set<String> missing = new LinkedHashSet<>(wanted);
            seen.forEach(missing::remove);
            return missing;
        }

        /** Some come, here and there in every order, and some leave, whether seen already or not. */
        private int write(int written, int count) {
            for (int i = 0; i < 20; i++) {
                create("default", "user-" + (written * 131 % count) + "-came-" + (written + i));
                int leaving = (written + i) * 370 % count;
                String filter = InMemoryService.encoded("userName eq \"user-" + leaving + "\"");
                Stream.of(service.get("/Users?attributes=id&filter=" + filter))
                        .flatMap(found -> found.texts("Resources", "id").stream())
                        .forEach(id -> service.delete("/Users/" + id).is(204));
            }
            return written + 20;
        }
    }

    @Nested
    @DisplayName("RFC 9865 §2.3: a cursor is good for the query that it came from")
    class Refusals {

        private String cursor = "";

        @BeforeEach
        void firstPage() {
            for (String tenant : List.of("default", "other")) {
                for (int i = 0; i < 10; i++) {
                    create(tenant, "user-" + i);
                }
            }
            cursor = page("count=3", "").is(200).json().path("nextCursor").asText();
            assertThat(cursor).matches("[A-Za-z0-9._-]+");
        }

        @Test
        void isGoodForItsQueryAgainAndAgain() {
            String text = page("count=3", cursor).is(200).text().replaceAll("\"(next|previous)Cursor\":\"[^\"]*\"", "");

            assertThat(page("count=3", cursor).text().replaceAll("\"(next|previous)Cursor\":\"[^\"]*\"", ""))
                    .isEqualTo(text);
            assertThat(text).contains("user-3").doesNotContain("user-2");
        }

        @Test
        void aChangedCharacterIsRefused() {
            for (int i = 0; i < cursor.length(); i++) {
                char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
                page("count=3", cursor.substring(0, i) + other + cursor.substring(i + 1))
                        .is(400, "invalidCursor");
            }
            page("count=3", cursor.substring(1)).is(400, "invalidCursor");
            page("count=3", cursor.substring(0, cursor.length() - 1)).is(400, "invalidCursor");
            page("count=3", cursor + "A").is(400, "invalidCursor");
            page("count=3", cursor + "=").is(400, "invalidCursor");
        }

        @Test
        void anotherTenantIsRefused() {
            service.send(InMemoryService.request("GET", "/Users?count=3&cursor=" + cursor)
                            .header("Tenant", "other"))
                    .is(400, "invalidCursor");
        }

        @Test
        void anotherClientIsRefused() {
            service.send(InMemoryService.request("GET", "/Users?count=3&cursor=" + cursor)
                            .header("Authorization", "somebody else"))
                    .is(400, "invalidCursor");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "filter=userName%20pr",
                    "sortBy=userName",
                    "sortOrder=descending",
                    "attributes=userName",
                    "excludedAttributes=title"
                })
        void anotherQueryIsRefused(String other) {
            page("count=3&" + other, cursor).is(400, "invalidCursor");
        }

        @Test
        void anotherEndpointIsRefused() {
            service.get("/Groups?count=3&cursor=" + cursor).is(400, "invalidCursor");
        }

        @ParameterizedTest
        @ValueSource(strings = {"count=4", "count=1000000", "", "count=x"})
        void anotherCountIsRefused(String count) {
            page(count, cursor).is(400, "invalidCount");
        }

        @Test
        void anotherServiceWithAnotherSecretRefusesIt() {
            InMemoryService.over(users, builder -> builder)
                    .get("/Users?count=3&cursor=" + cursor)
                    .is(400, "invalidCursor");
        }

        @Test
        void anotherNodeWithTheSameSecretTakesIt() {
            byte[] secret = new byte[16];
            String fromOne = InMemoryService.over(users, builder -> builder.cursorSecret(secret))
                    .get("/Users?count=3&cursor=")
                    .json()
                    .path("nextCursor")
                    .asText();

            InMemoryService.over(users, builder -> builder.cursorSecret(secret))
                    .get("/Users?count=3&cursor=" + fromOne)
                    .is(200);
        }

        @Test
        void startIndexBesideItIsRefused() {
            page("count=3&startIndex=1", cursor).is(400, "invalidCursor");
        }

        @Test
        void expires() {
            clock.now = clock.now.plus(Duration.ofHours(1));
            page("count=3", cursor).is(200);

            clock.now = clock.now.plus(Duration.ofSeconds(1));
            page("count=3", cursor).is(400, "expiredCursor");
        }

        @Test
        void worksInSearchToo() {
            Answer answer = service.search("/Users", "'count':3,'cursor':'" + cursor + "'")
                    .is(200);

            assertThat(answer.texts("Resources", "userName")).containsExactly("user-3", "user-4", "user-5");
        }
    }

    @Test
    @DisplayName("a cursor beside a very long value still leads to the next page")
    void longValuesOfTheOrder() {
        RequestContext context = RequestContext.of("test");
        for (int i = 0; i < 3; i++) {
            users.create(
                    context,
                    TYPE.attributes()
                            .set("userName", "user-" + i)
                            .set("title", "ä".repeat(100_000) + i)
                            .build());
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode list = service.search(
                            "/Users", "'sortBy':'title','count':1,'attributes':['userName'],'cursor':'" + cursor + "'")
                    .is(200)
                    .json();
            seen.add(list.at("/Resources/0/userName").asText());
            cursor = list.path("nextCursor").asText();
        } while (!cursor.isEmpty());

        assertThat(seen).containsExactly("user-0", "user-1", "user-2");
    }
}
