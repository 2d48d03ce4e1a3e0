package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import dev.scimlet.testkit.json.PlainJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where memory and tables of our own once answered differently. */
final class SameMeaningTest {

    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";

    private static ScimService inMemory() {
        InMemoryStore store = new InMemoryStore();
        InMemoryRepository groups =
                store.repository(StandardTypes.group()).memberships("members").build();
        return service(ScimService.builder()
                .repositories(store.repository(StandardTypes.user()).build(), groups));
    }

    private static ScimService inTables(DataSource dataSource) {
        JdbcRepository groups =
                JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build();
        JdbcRepository users =
                JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build();
        users.createTables();
        groups.createTables();
        return service(ScimService.builder().repositories(users, groups));
    }

    private static ScimService service(ScimService.Builder builder) {
        return builder.authenticator(request -> new Authentication.Accepted("test", null))
                .build();
    }

    private static Map<String, Object> send(ScimService service, String method, String path, String body) {
        ScimResponse response = service.handle(ScimRequest.builder(method, path)
                .header("Content-Type", "application/scim+json")
                .body(body.replace('\'', '"'))
                .build());
        return PlainJson.object(response.bodyText());
    }

    private static String create(ScimService service, String type, String members) {
        Map<String, Object> created =
                send(service, "POST", "/" + type + "s", "{'schemas': ['" + CORE + type + "'], " + members + "}");
        return PlainJson.text(created, "id").orElseThrow(() -> new AssertionError(created));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void callsMembersByTheSameName(TestDatabase database) {
        for (ScimService service : List.of(inMemory(), inTables(database.empty()))) {
            assertThat(displayOf(
                            service, "'userName': 'ada', 'displayName': 'Ada L', 'name': {'formatted': 'Lady Ada'}"))
                    .isEqualTo("Ada L");
            assertThat(displayOf(service, "'userName': 'bob', 'name': {'formatted': 'Sir Bob'}"))
                    .isEqualTo("Sir Bob");
            assertThat(displayOf(service, "'userName': 'cyd'")).isEqualTo("cyd");
        }
    }

    private static Object displayOf(ScimService service, String user) {
        String id = create(service, "User", user);
        String group = create(service, "Group", "'displayName': 'G', 'members': [{'value': '" + id + "'}]");
        Map<String, Object> shown = send(service, "GET", "/Groups/" + group, "");
        return String.valueOf(PlainJson.members(shown, "members").get(0).get("display"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "members[$ref eq \"https://elsewhere.example/Users/1\"]",
                "members.$ref pr",
                "not (members[$ref eq \"https://elsewhere.example/Users/1\"])",
                "displayName eq \"G\\u0000\"",
                "displayName ne \"G\\u0000\"",
                "displayName co \"\\u0000\"",
                "displayName gt \"G\\u0000\"",
                "displayName ge \"G\\u0000\"",
                "displayName lt \"G\\u0000\"",
                "displayName le \"G\\u0000\""
            })
    void findsTheSame(String filter) {
        List<ScimService> services =
                List.of(inMemory(), inTables(TestDatabase.H2.empty()), inTables(TestDatabase.POSTGRESQL.empty()));
        for (ScimService service : services) {
            String id = create(service, "User", "'userName': 'ada'");
            create(service, "Group", "'displayName': 'G', 'members': [{'value': '" + id + "'}]");
            create(service, "Group", "'displayName': 'Gamma'");
        }
        List<String> found = services.stream()
                .map(service -> {
                    Map<String, Object> answer = send(
                            service,
                            "POST",
                            "/Groups/.search",
                            PlainJson.write(Map.of(
                                    "schemas",
                                    List.of("urn:ietf:params:scim:api:messages:2.0:SearchRequest"),
                                    "filter",
                                    filter)));
                    return answer.get("status") + " " + answer.get("totalResults");
                })
                .toList();
        assertThat(found.subList(1, 3)).containsOnly(found.get(0)).doesNotContain("400 null");
    }

    /** New members come to the end; those that are there keep their places, whatever order a client sends them in. */
    @ParameterizedTest
    @ValueSource(ints = {6, 60})
    void keepsMembersInTheSameOrder(int people) {
        List<ScimService> services =
                List.of(inMemory(), inTables(TestDatabase.H2.empty()), inTables(TestDatabase.POSTGRESQL.empty()));
        List<String> groups = services.stream()
                .map(service ->
                        create(service, "Group", "'displayName': 'G', 'members': [{'value': 'm3'}, {'value': 'm1'}]"))
                .toList();
        Random random = new Random(people);
        List<String> orders = new ArrayList<>();
        for (int step = 0; step < 120; step++) {
            MembersStep next = MembersStep.random(random, people, step);
            List<String> shown = new ArrayList<>();
            for (int i = 0; i < services.size(); i++) {
                Map<String, Object> answer =
                        send(services.get(i), next.method(), "/Groups/" + groups.get(i), next.body());
                Map<String, Object> read = send(services.get(i), "GET", "/Groups/" + groups.get(i), "");
                assertThat(answer.get("status")).as("%s: %s", next, answer).isNull();
                assertThat(members(answer)).as("answer to %s", next).isEqualTo(members(read));
                shown.add(members(read));
            }
            assertThat(shown).as("after %s", next).containsOnly(shown.get(0));
            orders.add(shown.get(0));
        }
        assertThat(orders.stream().distinct().count()).isGreaterThan(60);
    }

    private static String members(Map<String, Object> group) {
        return group.containsKey("members")
                ? PlainJson.members(group, "members").stream()
                        .map(member -> member.get("value") + " " + member.get("display"))
                        .collect(Collectors.joining(", "))
                : "";
    }

    private record MembersStep(String method, String body) {

        static MembersStep random(Random random, int people, int step) {
            String first = "m" + random.nextInt(people);
            String second = "m" + random.nextInt(people);
            String remove = "{'op': 'remove', 'path': 'members[value eq \\\"" + first + "\\\"]'}";
            String rename = "{'op': 'replace', 'path': 'displayName', 'value': 'G" + step + "'}";
            return switch (random.nextInt(8)) {
                case 0 -> patch(add(first), add(second));
                case 1 -> patch(add("n" + step, first, second));
                case 2 -> patch(remove);
                case 3 -> patch(add(first), remove, add(second), add(first));
                case 4 -> patch(rename, add("n" + step), remove, add(second, first));
                case 5 -> patch("{'op': 'replace', 'path': 'members', 'value': " + some(random, people) + "}");
                case 6 ->
                    patch("{'op': 'add', 'path': 'members', 'value': [{'value': '" + second + "', 'display': 'D" + step
                            + "'}]}");
                default ->
                    new MembersStep(
                            "PUT",
                            "{'schemas': ['" + CORE + "Group'], 'displayName': 'G', 'members': " + some(random, people)
                                    + "}");
            };
        }

        private static String some(Random random, int people) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                ids.add("m" + i);
            }
            Collections.shuffle(ids, random);
            return entries(ids.subList(0, 2 * people / 3));
        }

        private static String add(String... ids) {
            return "{'op': 'add', 'path': 'members', 'value': " + entries(List.of(ids)) + "}";
        }

        private static String entries(List<String> ids) {
            return ids.stream().map(id -> "{'value': '" + id + "'}").collect(Collectors.joining(", ", "[", "]"));
        }

        private static MembersStep patch(String... operations) {
            return new MembersStep(
                    "PATCH",
                    "{'schemas': ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], 'Operations': ["
                            + String.join(", ", operations) + "]}");
        }
    }
}
