package dev.scimlet.jdbc;

import static dev.scimlet.jdbc.ServiceClient.group;
import static dev.scimlet.jdbc.ServiceClient.user;
import static dev.scimlet.jdbc.ServiceClient.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.jdbc.ServiceClient.Answer;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.testkit.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an access policy hides is not there, wherever resources are kept. */
@DisplayName("RFC 7644 §2: what a policy hides, in memory and in tables")
final class SightTest {

    /** Where users and groups are kept. */
    enum Place {
        MEMORY {
            @Override
            TestStore store() {
                return TestStore.inMemory();
            }
        },
        OWN_TABLES_H2 {
            @Override
            TestStore store() {
                return TestStore.in(TestDatabase.H2.empty());
            }
        },
        OWN_TABLES_POSTGRESQL {
            @Override
            TestStore store() {
                return TestStore.in(TestDatabase.POSTGRESQL.empty());
            }
        },
        OWN_TABLES_MARIADB {
            @Override
            TestStore store() {
                return TestStore.in(TestDatabase.MARIADB.empty());
            }
        },
        HOST_TABLES_H2 {
            @Override
            TestStore store() {
                return TestStore.inTables(TestDatabase.H2.with(TestUsers.TABLES));
            }
        },
        HOST_TABLES_MARIADB {
            @Override
            TestStore store() {
                return TestStore.inTables(TestDatabase.MARIADB.with(TestUsers.TABLES));
            }
        },
        HOST_TABLES_POSTGRESQL {
            @Override
            TestStore store() {
                return TestStore.inTables(TestDatabase.POSTGRESQL.with(TestUsers.TABLES));
            }
        };

        abstract TestStore store();
    }

    /** Hides who and what is called "secret", and whoever has an address of the board. */
    private static final class HidesSecrets implements AccessPolicy {

        private final Set<String> hidden;

        HidesSecrets(String... hidden) {
            this.hidden = Set.of(hidden);
        }

        @Override
        public boolean permits(RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
            return true;
        }

        @Override
        public Optional<BoundFilter> visibility(RequestContext context, ResourceType type) {
            return Optional.of(type.filter(
                    type.name().equals("User")
                            ? "not (userName sw \"SECRET\" or emails[type eq \"work\" and value ew \"@board.example\"])"
                            : "not (displayName sw \"secret\")"));
        }

        @Override
        public Set<String> hiddenAttributes(RequestContext context, ResourceType type) {
            return hidden;
        }
    }

    private ServiceClient everything = ServiceClient.of(TestStore.inMemory().service());
    private ServiceClient guarded = everything;

    private void start(Place place, String... hidden) {
        TestStore store = place.store();
        everything = ServiceClient.of(store.service());
        guarded = ServiceClient.of(store.service().accessPolicy(new HidesSecrets(hidden)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static List<String> names(Answer list) {
        return list.is(200)
                .json()
                .at("/Resources")
                .map(resources -> ((Json.JsonArray) resources)
                        .elements().stream()
                                .map(each -> each.at("/userName")
                                        .or(() -> each.at("/displayName"))
                                        .flatMap(Json::asString)
                                        .orElseThrow())
                                .toList())
                .orElse(List.of());
    }

    private List<String> found(String filter) {
        return names(guarded.get("/Users?sortBy=userName&filter=" + encoded(filter)));
    }

    private static String total(Answer list) {
        return list.is(200).json().at("/totalResults").orElseThrow().text();
    }

    private String create(String name, String members) {
        return everything.post("/Users", user(name, members)).is(201).id();
    }

    private static String email(String value) {
        return ",\"emails\":[{\"type\":\"work\",\"value\":\"" + value + "\"}]";
    }

    private void refused(Answer answer, int status, String scimType) {
        assertThat(answer.is(status).text("/scimType")).isEqualTo(scimType);
    }

    // ---- resources

    @ParameterizedTest
    @EnumSource(Place.class)
    void listsAndTotalsAreOfWhatIsVisible(Place place) {
        start(place);
        String hidden = create("Secret", ",\"title\":\"boss\"" + email("s@x.example"));
        create("chair", ",\"title\":\"boss\"" + email("chair@BOARD.example"));
        create("a", ",\"title\":\"boss\"" + email("a@x.example"));
        create("b", ",\"title\":\"boss\"");
        create("c", "");

        assertThat(names(guarded.get("/Users?sortBy=userName"))).containsExactly("a", "b", "c");
        assertThat(total(guarded.get("/Users"))).isEqualTo("3");
        assertThat(total(guarded.get("/Users?count=0"))).isEqualTo("3");
        assertThat(total(everything.get("/Users"))).isEqualTo("5");
        assertThat(found("title eq \"boss\"")).containsExactly("a", "b");
        assertThat(found("not (title eq \"boss\")")).containsExactly("c");
        assertThat(found("userName eq \"secret\" or title pr")).containsExactly("a", "b");
        assertThat(found("id eq \"" + hidden + "\"")).isEmpty();
        assertThat(found("emails.value co \"example\"")).containsExactly("a");
        Answer page = guarded.get("/Users?filter=" + encoded("title pr") + "&count=1&startIndex=2&sortBy=userName");
        assertThat(names(page)).containsExactly("b");
        assertThat(total(page)).isEqualTo("2");
        assertThat(names(guarded.get("/Users?sortBy=userName&sortOrder=descending&count=2")))
                .containsExactly("c", "b");
        assertThat(names(guarded.get("/Users?sortBy=title&sortOrder=ascending")).subList(0, 2))
                .containsExactlyInAnyOrder("a", "b");

        Answer first = guarded.get("/Users?cursor&count=2");
        Answer second = guarded.get("/Users?count=2&cursor=" + first.text("/nextCursor"));
        assertThat(names(first)).hasSize(2);
        assertThat(names(second)).hasSize(1).doesNotContainAnyElementsOf(names(first));
        assertThat(second.json().at("/nextCursor")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void nothingCanBeDoneWithWhatIsInvisible(Place place) {
        start(place);
        String path = "/Users/" + create("secret", ",\"title\":\"boss\"");
        String patch = "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"x\"}";
        Answer before = everything.get(path);

        guarded.get(path).is(404);
        guarded.get(path + "?attributes=title").is(404);
        guarded.get(path + "?filter=" + encoded("title pr")).is(404);
        guarded.patch(path, patch).is(404);
        guarded.send("PUT", path, user("mine", "")).is(404);
        guarded.delete(path).is(404);
        guarded.send("DELETE", path, "", "If-Match", before.version()).is(404);
        assertThat(everything.get(path).body()).isEqualTo(before.body());

        String visible = "/Users/" + create("open", ",\"title\":\"boss\"");
        guarded.patch(visible, patch).is(200);
        assertThat(everything.get(visible).text("/title")).isEqualTo("x");
        guarded.delete(visible).is(204);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void membershipsTellNothingOfWhatIsInvisible(Place place) {
        start(place);
        String member = create("open", "");
        String hiddenUser = create("secret", ",\"nickName\":\"x\"");
        String open = everything.createGroup("open", member);
        String secret = everything.createGroup("secret", member);

        assertThat(names(guarded.get("/Groups"))).containsExactly("open");
        Answer seen = guarded.get("/Users/" + member).is(200);
        assertThat(seen.text("/groups/0/value")).isEqualTo(open);
        assertThat(seen.json().at("/groups/1")).isEmpty();
        assertThat(guarded.get("/Users").is(200).body()).contains(open).doesNotContain(secret);
        for (String operation : List.of(
                "{\"op\":\"add\",\"path\":\"members\",\"value\":" + values(hiddenUser) + "}",
                "{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + member + "\\\"]\"}",
                "{\"op\":\"remove\",\"path\":\"members\"}",
                "{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"mine\"}")) {
            guarded.patch("/Groups/" + secret, operation).is(404);
        }
        assertThat(everything.members(secret)).containsExactly(member);

        Answer added = guarded.patch(
                        "/Groups/" + open, "{\"op\":\"add\",\"path\":\"members\",\"value\":" + values(hiddenUser) + "}")
                .is(200);
        assertThat(guarded.members(open)).containsExactlyInAnyOrder(member, hiddenUser);
        assertThat(added.body()).doesNotContain("\"display\":\"secret\"");
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void integrityAnswersForTheInvisibleAsForTheMissing(Place place) {
        TestStore store = place.store();
        everything = ServiceClient.of(store.service());
        ServiceClient strict = ServiceClient.of(
                store.service().accessPolicy(new HidesSecrets()).referentialIntegrity());
        String path = "/Groups/" + everything.createGroup("open");
        String hidden = create("secret", "");

        for (String id : List.of(hidden, "0" + hidden.substring(1))) {
            for (Answer answer : List.of(
                    strict.post("/Groups", group("g", id)),
                    strict.send("PUT", path, group("g", id)),
                    strict.patch(path, "{\"op\":\"add\",\"path\":\"members\",\"value\":" + values(id) + "}"))) {
                refused(answer, 400, "invalidValue");
                assertThat(answer.text("/detail"))
                        .isEqualTo("'members' refers to resources that do not exist: [" + id + "]");
            }
        }
        String visible = create("open", "");
        strict.patch(path, "{\"op\":\"add\",\"path\":\"members\",\"value\":" + values(visible) + "}")
                .is(200);
        assertThat(everything.members(path.substring("/Groups/".length()))).containsExactly(visible);
    }

    // ---- attributes

    @ParameterizedTest
    @EnumSource(Place.class)
    void hiddenAttributesAreUnknown(Place place) {
        start(place, "title", "externalId");
        String id = create("a", ",\"title\":\"boss\",\"externalId\":\"e\",\"nickName\":\"n\"");
        String path = "/Users/" + id;

        for (Answer answer : List.of(
                guarded.get(path),
                guarded.get(path + "?attributes=title,externalId,userName"),
                guarded.get("/Users"),
                guarded.get("/Users?attributes=title"),
                guarded.patch(path, "{\"op\":\"replace\",\"path\":\"nickName\",\"value\":\"m\"}"),
                guarded.send("PUT", path, user("a", ",\"nickName\":\"o\"")))) {
            assertThat(answer.is(200).body())
                    .contains(id)
                    .doesNotContain("boss", "externalId", "title", "lastModified");
        }
        refused(guarded.get("/Users?filter=" + encoded("title eq \"boss\"")), 400, "invalidFilter");
        refused(guarded.get("/Users?filter=" + encoded("not (externalId pr)")), 400, "invalidFilter");
        refused(guarded.get("/Users?sortBy=title"), 400, "invalidValue");
        refused(guarded.patch(path, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"mine\"}"), 400, "invalidPath");
        Answer seen = everything.get(path);
        assertThat(List.of(seen.text("/title"), seen.text("/externalId"), seen.text("/nickName")))
                .containsExactly("boss", "e", "o");
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void versionsAreOfWhatIsSeen(Place place) {
        start(place, "title", "externalId");
        String path = "/Users/" + create("a", ",\"title\":\"x\",\"nickName\":\"n\"" + email("a@x.example"));
        Answer before = guarded.get(path).is(200);
        String list = guarded.get("/Users").body();
        assertThat(before.version()).isEqualTo(before.text("/meta/version"));

        everything
                .patch(path, "{\"op\":\"replace\",\"path\":\"title\",\"value\":\"y\"}")
                .is(200);
        everything
                .patch(path, "{\"op\":\"add\",\"path\":\"externalId\",\"value\":\"e\"}")
                .is(200);

        assertThat(guarded.get(path).body()).isEqualTo(before.body());
        assertThat(guarded.get("/Users").body()).isEqualTo(list);
        guarded.send("GET", path, "", "If-None-Match", before.version()).is(304);
        String change = "{\"op\":\"replace\",\"path\":\"nickName\",\"value\":\"m\"}";
        guarded.patch(path, change, "If-Match", everything.get(path).version()).is(412);
        Answer patched =
                guarded.patch(path, change, "If-Match", before.version()).is(200);
        assertThat(patched.version())
                .isNotEqualTo(before.version())
                .isEqualTo(guarded.get(path).version());
        for (String method : List.of("PUT", "PATCH", "DELETE")) {
            String body = method.equals("PUT")
                    ? user("z", "")
                    : method.equals("PATCH") ? ServiceClient.patchBody(change) : "";
            guarded.send(method, path, body, "If-Match", before.version()).is(412);
        }
        Answer put = guarded.send(
                        "PUT",
                        path,
                        user("a", ",\"nickName\":\"n\"" + email("a@x.example")),
                        "If-Match",
                        patched.version())
                .is(200);
        assertThat(put.version()).isEqualTo(before.version());
        assertThat(everything.get(path).text("/title")).isEqualTo("y");
        guarded.send("DELETE", path, "", "If-Match", put.version()).is(204);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void versionsOfGroupsGoWithTheirMembers(Place place) {
        start(place, "externalId");
        String member = create("b", "");
        String path = "/Groups/" + everything.createGroup("g", create("a", ""));
        String version = guarded.get(path).version();
        String add = "{\"op\":\"add\",\"path\":\"members\",\"value\":" + values(member) + "}";

        everything
                .patch(path, "{\"op\":\"add\",\"path\":\"externalId\",\"value\":\"e\"}")
                .is(200);
        Answer added = guarded.patch(path, add, "If-Match", version).is(200);

        assertThat(added.version())
                .isNotEqualTo(version)
                .isEqualTo(guarded.get(path).version());
        guarded.patch(path, add, "If-Match", version).is(412);
        assertThat(guarded.patch(path, add, "If-Match", added.version()).is(200).version())
                .isEqualTo(added.version());
        assertThat(everything.get(path).text("/externalId")).isEqualTo("e");
    }
}
