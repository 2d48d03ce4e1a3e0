package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.protocol.InMemoryService.Answer;
import dev.scimlet.protocol.RandomConditions.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds for all resources and all filters, tried with random ones; each seed is in the test. */
class PropertyTest {

    private static final int USERS = 40;
    private static final List<String> SECRETS = List.of("open sesame", "4711-pin", "hash of");

    private final InMemoryService service = InMemoryService.start();
    private final JsonNodeFactory nodes = JsonNodeFactory.instance;

    /** A user with some attributes; its words are those that conditions ask for. */
    private ObjectNode randomUser(Random random, String userName) {
        ObjectNode user = nodes.objectNode();
        user.putArray("schemas")
                .add(InMemoryService.USER)
                .add(InMemoryService.ENTERPRISE)
                .add(InMemoryService.BADGE);
        user.put("userName", userName);
        for (String name : List.of("title", "displayName", "nickName", "externalId")) {
            if (random.nextBoolean()) {
                user.put(name, RandomConditions.word(random));
            }
        }
        if (random.nextBoolean()) {
            user.put("active", random.nextBoolean());
        }
        if (random.nextInt(3) > 0) {
            user.putObject("name").put("familyName", RandomConditions.word(random));
        }
        ArrayNode emails = nodes.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            ObjectNode email = emails.addObject().put("value", RandomConditions.word(random) + i);
            if (random.nextBoolean()) {
                email.put("type", random.nextBoolean() ? "work" : "home");
            }
        }
        if (!emails.isEmpty()) {
            user.set("emails", emails);
        }
        if (random.nextBoolean()) {
            user.putObject(InMemoryService.ENTERPRISE).put("department", RandomConditions.word(random));
        }
        if (random.nextBoolean()) {
            user.putObject(InMemoryService.BADGE)
                    .put("level", random.nextInt(5))
                    .put("weight", random.nextInt(20) / 4.0)
                    .put("pin", "4711-pin");
        }
        return user.put("password", "open sesame");
    }

    private Answer create(ObjectNode user) {
        return service.send(InMemoryService.request("POST", "/Users").body(user.toString()));
    }

    private List<JsonNode> randomUsers(long seed) {
        Random random = new Random(seed);
        List<JsonNode> users = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            users.add(create(randomUser(random, RandomConditions.word(random) + i))
                    .is(201)
                    .json());
        }
        return users;
    }

    @Test
    @DisplayName("RFC 7644 §3.4.2.2: filters find what a plain evaluation of JSON trees finds")
    void filtersAgreeWithAPlainEvaluation() {
        List<JsonNode> users = randomUsers(1);
        Random random = new Random(2);
        int someFound = 0;
        for (int i = 0; i < 2_000; i++) {
            Condition condition = RandomConditions.condition(random, 3);
            List<String> expected = users.stream()
                    .filter(condition.holds())
                    .map(user -> user.path("userName").asText())
                    .toList();

            assertThat(service.found(condition.text())).as(condition.text()).containsExactlyElementsOf(expected);
            someFound += expected.isEmpty() || expected.size() == USERS ? 0 : 1;
        }
        assertThat(someFound).isGreaterThan(500);
    }

    @Test
    void boundFiltersSayWhatTheyMean() {
        PathBinder binder = new PathBinder(InMemoryService.userType().definition(), ClientProfile.INTEROPERABLE);
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            BoundFilter filter =
                    binder.filter(RandomConditions.condition(random, 3).text());

            assertThat(binder.filter(filter.text()).text()).isEqualTo(filter.text());
        }
    }

    @Test
    void printedFiltersFindTheSame() {
        randomUsers(4);
        PathBinder binder = new PathBinder(InMemoryService.userType().definition(), ClientProfile.INTEROPERABLE);
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            String text = RandomConditions.condition(random, 3).text();

            assertThat(service.found(binder.filter(text).text())).as(text).isEqualTo(service.found(text));
        }
    }

    @Test
    void putOfWhatGetReturnedChangesNothing() {
        for (JsonNode user : randomUsers(6)) {
            String target = "/Users/" + user.path("id").asText();
            Answer read = service.get(target);

            Answer answer = service.send(InMemoryService.request("PUT", target).body(read.text()))
                    .is(200);

            assertThat(answer.json()).isEqualTo(read.json());
            assertThat(answer.tag()).isEqualTo(read.tag());
        }
    }

    @Test
    void patchThatAddsAndThenRemovesGivesTheStart() {
        Random random = new Random(7);
        for (JsonNode user : randomUsers(8)) {
            String target = "/Users/" + user.path("id").asText();
            String start = withoutMeta(service.get(target));
            for (int i = 0; i < 10; i++) {
                Addition addition = randomAddition(random, i);
                String add = "{'op':'add','path':'" + addition.path + "','value':" + addition.value + "}";
                String remove = "{'op':'remove','path':'" + addition.removal + "'}";
                if (!hasValue(user, addition)) {
                    assertThat(withoutMeta(service.patch(target, add).is(200))).isNotEqualTo(start);
                    assertThat(withoutMeta(service.patch(target, remove).is(200)))
                            .isEqualTo(start);

                    String version = service.get(target).tag();
                    assertThat(service.patch(target, add + "," + remove).is(200).tag())
                            .isEqualTo(version);
                }
            }
        }
    }

    private record Addition(String path, String value, String removal) {}

    private static Addition randomAddition(Random random, int number) {
        String value = "'" + RandomConditions.word(random) + "'";
        return switch (random.nextInt(6)) {
            case 0 -> new Addition("title", value, "title");
            case 1 -> new Addition("name.givenName", value, "name.givenName");
            case 2 ->
                new Addition(
                        InMemoryService.ENTERPRISE + ":costCenter", value, InMemoryService.ENTERPRISE + ":costCenter");
            case 3 ->
                new Addition(
                        "emails",
                        "[{'value':'new" + number + "','type':'other'}]",
                        "emails[value eq \\\"new" + number + "\\\"]");
            case 4 -> new Addition("photos[type eq \\\"thumbnail\\\"].value", "'https://example.com/p'", "photos");
            default -> new Addition("roles", "[{'value':'r1'},{'value':'r2'}]", "roles");
        };
    }

    private static boolean hasValue(JsonNode user, Addition addition) {
        return user.has(addition.path);
    }

    private static String withoutMeta(Answer answer) {
        return ((ObjectNode) answer.json()).without("meta").toString();
    }

    @Test
    @DisplayName("RFC 7643 §7: what is never returned never is")
    void secretsNeverLeave() {
        Random random = new Random(9);
        List<String> names = List.of(
                "password",
                "PASSWORD",
                InMemoryService.USER + ":password",
                InMemoryService.BADGE + ":pin",
                InMemoryService.BADGE,
                "userName",
                "schemas",
                "id",
                "meta",
                "emails.value");
        for (int i = 0; i < 100; i++) {
            ObjectNode user = randomUser(random, "user" + i);
            String projection = (random.nextBoolean() ? "?attributes=" : "?excludedAttributes=")
                    + names.get(random.nextInt(names.size())) + "," + names.get(random.nextInt(names.size()));
            Answer created = service.send(
                    InMemoryService.request("POST", "/Users" + projection).body(user.toString()));
            String target = "/Users/" + created.is(201).id();
            String patch =
                    InMemoryService.json(InMemoryService.patchBody("{'op':'add','value':{'password':'open sesame','"
                            + InMemoryService.BADGE + ":pin':'4711-pin','title':'t" + i + "'}}"));

            for (Answer answer : List.of(
                    created,
                    service.get(target + projection),
                    service.get("/Users" + projection + "&startIndex=" + i),
                    service.get("/" + projection + "&count=3"),
                    service.send(
                            InMemoryService.request("PUT", target + projection).body(user.toString())),
                    service.send(InMemoryService.request("PATCH", target + projection)
                            .body(patch)),
                    service.send(InMemoryService.request("POST", "/Users").body(user.toString())),
                    service.bulk("{'method':'PUT','path':'" + target + "','data':" + user + "}"))) {
                assertThat(answer.text()).doesNotContain(SECRETS).doesNotContain("\"password\"", "\"pin\"");
            }
        }
        assertThat(service.events()).isNotEmpty().allSatisfy(event -> {
            if (event instanceof ResourceEvent.Changed changed) {
                assertThat(changed.after().string("password")).isEmpty();
                assertThat(changed.after().string(InMemoryService.BADGE + ":pin"))
                        .isEmpty();
            } else if (event instanceof ResourceEvent.Created created) {
                assertThat(created.resource().string("password")).isEmpty();
                assertThat(created.resource().string(InMemoryService.BADGE + ":pin"))
                        .isEmpty();
            }
        });
    }
}
