package dev.scimlet.protocol;

import static dev.scimlet.protocol.InMemoryService.encoded;
import static dev.scimlet.protocol.InMemoryService.group;
import static dev.scimlet.protocol.InMemoryService.patchBody;
import static dev.scimlet.protocol.InMemoryService.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.core.Budget;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.InMemoryService.Answer;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What one request may spend, all operations of a Bulk request together. What is counted is work, never time. */
class BudgetTest {

    private final InMemoryRepository users = InMemoryRepository.of(InMemoryService.userType());
    private final List<String> hashed = new ArrayList<>();

    private InMemoryService service(UnaryOperator<ServiceLimits.Builder> limits) {
        return InMemoryService.over(
                users,
                builder -> builder.limits(limits.apply(ServiceLimits.builder()).build())
                        .passwordEncoder(secret -> {
                            hashed.add(secret);
                            return "hash of " + secret;
                        }));
    }

    private static String operation(String method, String path, String data) {
        String bulkId = method.equals("POST") ? ",'bulkId':'b" + Integer.toHexString(data.hashCode()) + "'" : "";
        return "{'method':'" + method + "','path':'" + path + "'" + bulkId + ",'data':" + data + "}";
    }

    private static List<Integer> statuses(Answer bulk) {
        List<Integer> statuses = new ArrayList<>();
        bulk.is(200)
                .json()
                .path("Operations")
                .forEach(result -> statuses.add(result.path("status").asInt()));
        return statuses;
    }

    private static void assertLastNames(Answer bulk, Budget.Item item) {
        JsonNode results = bulk.json().path("Operations");
        assertThat(results.path(results.size() - 1)
                        .path("response")
                        .path("detail")
                        .asText())
                .contains(item.limit());
    }

    private static long spentOnTheLast(InMemoryService service, Budget.Item item) {
        ResourceEvent last = service.events().get(service.events().size() - 1);
        return last.context().budget().spent(item);
    }

    /** {@code [{'value':'m0','display':'d0'},…]}. */
    private static String members(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{'value':'m" + i + "','display':'d" + i + "'}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String groupWith(String name, String members) {
        return group(name, List.of()).replace("'members':[]", "'members':" + members);
    }

    private static String createGroup(InMemoryService service, int members) {
        return "/Groups/"
                + service.post("/Groups", groupWith("g", members(0, members)))
                        .is(201)
                        .id();
    }

    @Nested
    class Secrets {

        private String storedPassword() {
            Resource stored = users.query(RequestContext.of("test"), Query.all(1))
                    .resources()
                    .get(0);
            return stored.string("password").orElse("none");
        }

        @Test
        void ofThoseThatReplaceEachOtherOnlyTheLastIsHashed() {
            InMemoryService service = service(limits -> limits);
            String path = "/Users/" + service.createUser("a");
            String operations = IntStream.range(0, 16)
                    .mapToObj(i -> i % 3 == 0
                            ? "{'op':'add','path':'password','value':'p" + i + "'}"
                            : i % 3 == 1
                                    ? "{'op':'replace','value':{'password':'p" + i + "','title':'t" + i + "'}}"
                                    : "{'op':'replace','path':'" + InMemoryService.USER + ":password','value':'p" + i
                                            + "'}")
                    .collect(Collectors.joining(","));

            service.patch(path, operations).is(200);

            assertThat(hashed).containsExactly("p15");
            assertThat(storedPassword()).isEqualTo("hash of p15");
            assertThat(service.get(path).json().path("title").asText()).isEqualTo("t13");
        }

        @Test
        void onesOfDifferentAttributesAreHashedEach() {
            InMemoryService service = service(limits -> limits);
            String path = "/Users/" + service.createUser("a");

            service.patch(
                            path,
                            "{'op':'replace','value':{'password':'p','" + InMemoryService.BADGE + "':{'pin':'1'}}},"
                                    + "{'op':'replace','path':'" + InMemoryService.BADGE + ":pin','value':'2'}")
                    .is(200);

            assertThat(hashed).containsExactly("p", "2");
        }

        @Test
        void thatAreMoreThanTheBudgetAreRefusedBeforeOneIsHashed() {
            InMemoryService service = service(limits -> limits.maxSecrets(1));
            String both = "'password':'p','" + InMemoryService.BADGE + "':{'pin':'1'}";

            Answer refused = service.post("/Users", user("a", both)).is(413);

            assertThat(refused.json().path("detail").asText())
                    .contains("1 secrets")
                    .contains("maxSecrets");
            assertThat(hashed).isEmpty();
            String path = "/Users/" + service.createUser("a");
            service.put(path, user("a", both)).is(413);
            service.patch(path, "{'op':'add','value':{" + both + "}}").is(413);
            assertThat(hashed).isEmpty();
            service.put(path, user("a", "'password':'p'")).is(200);
            assertThat(hashed).containsExactly("p");
        }

        @Test
        void areCountedOverAllOfABulkRequest() {
            InMemoryService service = service(limits -> limits);
            String path = "/Users/" + service.createUser("a");
            List<String> operations = new ArrayList<>();
            operations.add(operation("PUT", path, user("a", "'password':'p0'")));
            operations.add(operation("PATCH", path, patchBody("{'op':'add','path':'password','value':'p1'}")));
            for (int i = 2; i < 7; i++) {
                operations.add(operation("POST", "/Users", user("u" + i, "'password':'p" + i + "'")));
            }
            operations.add(operation("PATCH", path, patchBody("{'op':'add','path':'title','value':'t'}")));

            Answer bulk = service.bulk(String.join(",", operations));

            assertThat(statuses(bulk)).containsExactly(200, 200, 201, 201, 413, 413, 413, 413);
            assertLastNames(bulk, Budget.Item.SECRETS);
            assertThat(hashed).containsExactly("p0", "p1", "p2", "p3");
            assertThat(service.found("userName sw \"u\"")).containsExactlyInAnyOrder("u2", "u3");
        }

        @Test
        void ofOperationsThatFailCostNothing() {
            InMemoryService service = service(limits -> limits.maxSecrets(1));
            String patch = patchBody("{'op':'add','path':'password','value':'p'}");

            Answer bulk = service.bulk(String.join(
                    ",",
                    operation("PATCH", "/Users/none", patch),
                    operation("PUT", "/Users/none", user("a", "'password':'p'")),
                    operation("POST", "/Users", user("a", "'password':'p'"))));

            assertThat(statuses(bulk)).containsExactly(404, 404, 201);
        }
    }

    @Nested
    class Comparisons {

        private static final String REMOVE =
                "{'op':'remove','path':'members[display eq \\'%s\\']'}".replace("\\'", "\\\"");

        private static String remove(String display) {
            return String.format(REMOVE, display);
        }

        @Test
        void areDrawnForEachEntryThatAPathLooksAt() {
            InMemoryService service = service(limits -> limits);
            String path = createGroup(service, 5_000);

            service.patch(path, remove("d7")).is(200);
            assertThat(spentOnTheLast(service, Budget.Item.COMPARISONS)).isEqualTo(5_000);

            service.patch(path, "{'op':'remove','path':'members[display eq \\\"d8\\\" or display eq \\\"d9\\\"]'}")
                    .is(200);
            assertThat(spentOnTheLast(service, Budget.Item.COMPARISONS)).isEqualTo(4_999 * 2 - 1);
        }

        @Test
        void ofAPatchEndWithTheBudgetAndNothingIsStored() {
            InMemoryService service = service(limits -> limits.maxComparisons(12_000));
            String path = createGroup(service, 5_000);

            Answer refused = service.patch(path, String.join(",", remove("d1"), remove("d2"), remove("d3")))
                    .is(413);

            assertThat(refused.json().path("detail").asText())
                    .contains("12000 comparisons")
                    .contains("maxComparisons");
            assertThat(service.members(path.substring("/Groups/".length()))).hasSize(5_000);
        }

        @Test
        void ofABulkRequestAreCountedTogether() {
            InMemoryService service = service(limits -> limits.maxComparisons(12_000));
            String path = createGroup(service, 5_000);

            Answer bulk = service.bulk(String.join(
                    ",",
                    operation("PATCH", path, patchBody(remove("d1"))),
                    operation("PATCH", path, patchBody(remove("d2"))),
                    operation("PATCH", path, patchBody(remove("d3"))),
                    operation("POST", "/Users", user("late", ""))));

            assertThat(statuses(bulk)).containsExactly(200, 200, 413, 413);
            assertLastNames(bulk, Budget.Item.COMPARISONS);
            assertThat(service.members(path.substring("/Groups/".length()))).hasSize(4_998);
            assertThat(service.found("userName eq \"late\"")).isEmpty();
        }

        @Test
        void membersAreFoundByTheirValueWithoutAWalk() {
            InMemoryService service = service(limits -> limits.maxComparisons(10));
            String path = createGroup(service, 5_000);

            service.patch(
                            path,
                            "{'op':'replace','path':'displayName','value':'h'},{'op':'remove','path':"
                                    + "'members[value eq \\\"m1\\\" or value eq \\\"m2\\\" or value eq \\\"none\\\"]'}")
                    .is(200);

            assertThat(service.members(path.substring("/Groups/".length())))
                    .hasSize(4_998)
                    .doesNotContain("m1", "m2");
        }

        @Test
        void withLongTextsCountAsSeveral() {
            InMemoryService service = service(limits -> limits);
            String path = "/Users/"
                    + service.createUser(
                            "a",
                            "'emails':[{'value':'" + "x".repeat(200) + "','type':'work'},{'value':'y','type':'home'}]");

            service.patch(path, "{'op':'remove','path':'emails[value co \\\"y\\\"]'}")
                    .is(200);

            assertThat(spentOnTheLast(service, Budget.Item.COMPARISONS)).isEqualTo(1 + 200 / 64 + 1);
        }

        @Test
        void ofEntriesThatARemovalNamesAndOfPartsThatAreReplacedAreDrawn() {
            InMemoryService service = service(limits -> limits);
            String path = createGroup(service, 100);
            String emails = IntStream.range(0, 40)
                    .mapToObj(i -> "{'value':'e" + i + "'}")
                    .collect(Collectors.joining(",", "[", "]"));
            String someone = "/Users/" + service.createUser("a", "'emails':" + emails);

            service.patch(someone, "{'op':'replace','path':'emails.display','value':'x'}")
                    .is(200);
            assertThat(spentOnTheLast(service, Budget.Item.COMPARISONS)).isEqualTo(40);
            assertThat(spentOnTheLast(service, Budget.Item.ENTRIES_WRITTEN)).isEqualTo(40);
            service.patch(someone, "{'op':'remove','path':'emails','value':[{'value':'e1'},{'value':'e2'}]}")
                    .is(200);
            assertThat(spentOnTheLast(service, Budget.Item.COMPARISONS)).isEqualTo(80);
            service.patch(path, "{'op':'remove','path':'members','value':[{'value':'m1'},{'value':'m2'}]}")
                    .is(200);
            assertThat(spentOnTheLast(service, Budget.Item.COMPARISONS)).isZero();
        }

        @Test
        void ofNamesInABodyThatArePathsAreDrawn() {
            InMemoryService service = service(limits -> limits.maxComparisons(100));
            String emails = IntStream.range(0, 40)
                    .mapToObj(i -> "{'value':'e" + i + "'}")
                    .collect(Collectors.joining(",", "'emails':[", "]"));
            String path = ",'emails[type eq \\\"work\\\" and value eq \\\"v%s\\\"].display':'d'";

            Answer refused = service.post("/Users", user("a", emails + String.format(path + path + path, 1, 2, 3)))
                    .is(413);

            assertThat(refused.json().path("detail").asText()).contains("maxComparisons");
            service.post("/Users", user("a", emails + String.format(path + path, 1, 2)))
                    .is(201);
        }

        @Test
        void ofAQueryAreDrawnInLongListsOnlyAndAnsweredAsTooMany() {
            InMemoryService service = service(limits -> limits.maxComparisons(8_000));
            String path = createGroup(service, 5_000);
            for (int i = 0; i < 50; i++) {
                service.createUser("u" + i, "'emails':[{'value':'u" + i + "@x','type':'work'}]");
            }
            String once = "members.display co \"zz\"";
            String twice = encoded(once + " or members[display ew \"yy\" and type eq \"z\"]");

            service.get("/Groups?filter=" + encoded(once)).is(200);
            Answer refused = service.get("/Groups?filter=" + twice).is(400, "tooMany");
            assertThat(refused.json().path("detail").asText()).contains("maxComparisons");
            service.get("/Groups?sortBy=id&filter=" + twice).is(400, "tooMany");
            service.get("/?filter=" + twice).is(400, "tooMany");
            service.get(path + "?filter=" + twice).is(400, "tooMany");

            String wide = String.join(
                    " or ", Collections.nCopies(300, "emails[type eq \"home\" and value co \"z\"] or title co \"z\""));
            assertThat(50 * 600).isGreaterThan(8_000);
            assertThat(service.search("/Users", "'filter':'" + wide.replace("\"", "\\\"") + "'")
                            .is(200)
                            .json()
                            .path("totalResults")
                            .asInt())
                    .isZero();
        }
    }

    @Nested
    class Paths {

        @Test
        void withBracketsAreCountedOverAllOfABulkRequest() {
            InMemoryService service = service(limits -> limits.maxPaths(3));
            String path = createGroup(service, 10);
            String remove = "{'op':'remove','path':'members[value eq \\\"m%d\\\"]'}";
            String rename = "{'op':'replace','path':'displayName','value':'h'}";
            String byKey = "{'op':'replace','value':{'emails[type eq \\\"work\\\"].value':'x'}}";
            String someone = "/Users/" + service.createUser("a");

            Answer bulk = service.bulk(String.join(
                    ",",
                    operation(
                            "PATCH",
                            path,
                            patchBody(String.join(",", String.format(remove, 1), rename, String.format(remove, 2)))),
                    operation("PATCH", someone, patchBody(byKey)),
                    operation("PATCH", path, patchBody(String.format(remove, 3))),
                    operation("PATCH", path, patchBody(rename))));

            assertThat(statuses(bulk)).containsExactly(200, 200, 413, 413);
            assertLastNames(bulk, Budget.Item.PATHS);
            assertThat(service.members(path.substring("/Groups/".length())))
                    .hasSize(8)
                    .contains("m3");
        }
    }

    @Nested
    class Entries {

        @Test
        void areCountedWhereTheyAreNewAndNotWhereTheyWereThere() {
            InMemoryService service = service(limits -> limits.maxEntriesWritten(100));
            service.post("/Groups", groupWith("g", members(0, 101))).is(413);
            String path = createGroup(service, 100);

            service.put(path, groupWith("h", members(0, 100))).is(200);
            assertThat(spentOnTheLast(service, Budget.Item.ENTRIES_WRITTEN)).isZero();
            service.put(path, groupWith("h", members(50, 151))).is(200);
            assertThat(spentOnTheLast(service, Budget.Item.ENTRIES_WRITTEN)).isEqualTo(51);
            service.put(path, groupWith("h", members(200, 301))).is(413);
            assertThat(service.members(path.substring("/Groups/".length()))).hasSize(101);
        }

        @Test
        void ofAPatchAreCountedWithAndWithoutADelta() {
            InMemoryService service = service(limits -> limits.maxEntriesWritten(100));
            String path = createGroup(service, 1);
            String add = "{'op':'add','path':'members','value':%s}";
            String rename = "{'op':'replace','path':'displayName','value':'h'},";

            service.patch(path, String.format(add, members(100, 201))).is(413);
            service.patch(path, rename + String.format(add, members(100, 201))).is(413);
            service.patch(path, rename + String.format(add + "," + add, members(100, 160), members(200, 260)))
                    .is(413);
            service.patch(path, String.format("{'op':'replace','path':'members','value':%s}", members(100, 201)))
                    .is(413);
            assertThat(service.members(path.substring("/Groups/".length()))).containsExactly("m0");
            service.patch(path, rename + String.format(add, members(0, 101))).is(200);
            assertThat(spentOnTheLast(service, Budget.Item.ENTRIES_WRITTEN)).isEqualTo(100);
        }

        @Test
        void ofABulkRequestAreCountedTogether() {
            InMemoryService service = service(limits -> limits.maxEntriesWritten(100));

            Answer bulk = service.bulk(String.join(
                    ",",
                    operation("POST", "/Groups", groupWith("g1", members(0, 60))),
                    operation("POST", "/Groups", groupWith("g2", members(0, 60))),
                    operation("DELETE", "/Groups/none", "{}")));

            assertThat(statuses(bulk)).containsExactly(201, 413, 413);
            assertLastNames(bulk, Budget.Item.ENTRIES_WRITTEN);
        }

        @Test
        void areTakenForEachFurtherOperationOfABulkRequest() {
            InMemoryService service = service(limits -> limits.maxEntriesWritten(100));
            String users = IntStream.range(0, 14)
                    .mapToObj(i -> operation("POST", "/Users", user("u" + i, "'title':'t'")))
                    .collect(Collectors.joining(","));

            Answer bulk = service.bulk(users);

            assertThat(statuses(bulk))
                    .containsExactly(201, 201, 201, 201, 201, 201, 201, 201, 201, 201, 201, 413, 413, 413);
            assertLastNames(bulk, Budget.Item.ENTRIES_WRITTEN);
        }

        @Test
        void ofALongListAreReadForOneChangeAndNotForEachOfABulkRequest() {
            InMemoryService service = service(limits -> limits.maxEntriesRead(100));
            String path = createGroup(service, 150);
            String remove = patchBody("{'op':'remove','path':'members[display eq \\\"none\\\"]'}");
            String byValue = patchBody("{'op':'remove','path':'members[value eq \\\"m1\\\"]'}");
            String rename = patchBody("{'op':'replace','path':'displayName','value':'h'}");

            service.send("PATCH", path, remove).is(200);
            Answer bulk = service.bulk(String.join(
                    ",",
                    operation("PATCH", path, remove),
                    operation("PATCH", path, byValue),
                    operation("PATCH", path, rename),
                    operation("PATCH", path, remove),
                    operation("PATCH", path, rename)));

            assertThat(statuses(bulk)).containsExactly(200, 200, 200, 413, 413);
            assertLastNames(bulk, Budget.Item.ENTRIES_READ);
        }

        private InMemoryService serviceThatHides() {
            return InMemoryService.over(
                    users,
                    builder -> builder.accessPolicy(new AccessPolicy() {
                                @Override
                                public boolean permits(
                                        RequestContext context,
                                        Operation operation,
                                        ResourceType type,
                                        @Nullable String id) {
                                    return true;
                                }

                                @Override
                                public Set<String> hiddenAttributes(RequestContext context, ResourceType type) {
                                    return Set.of("externalId");
                                }
                            })
                            .limits(ServiceLimits.builder().maxEntriesRead(100).build()));
        }

        @Test
        void areCountedAlsoWhereTheVersionThatAClientSeesIsMadeOfThem() {
            InMemoryService service = serviceThatHides();
            String path = createGroup(service, 150);
            String faulty = operation("PATCH", path, patchBody("{'op':'replace','path':'nothing','value':'x'}"));

            Answer bulk = service.bulk(String.join(",", faulty, faulty, faulty));

            assertThat(statuses(bulk)).containsExactly(400, 413, 413);
        }

        @Test
        void areCountedForMembersThatAreAddedByAClientWhoseVersionIsMadeOfThem() {
            InMemoryService service = serviceThatHides();
            String path = createGroup(service, 150);
            String add = "{'op':'add','path':'members','value':[{'value':'%s'}]}";

            Answer bulk = service.bulk(IntStream.range(0, 3)
                    .mapToObj(i -> operation("PATCH", path, patchBody(String.format(add, "n" + i))))
                    .collect(Collectors.joining(",")));

            assertThat(statuses(bulk)).containsExactly(200, 413, 413);
            assertLastNames(bulk, Budget.Item.ENTRIES_READ);
        }

        @Test
        void areCountedForDeletionsUnderAVersionThatIsMadeOfThem() {
            InMemoryService service = serviceThatHides();
            String path = createGroup(service, 150);
            String delete = "{'method':'DELETE','path':'" + path + "','version':'W/\\\"other\\\"'}";

            Answer bulk = service.bulk(String.join(",", delete, delete));

            assertThat(statuses(bulk)).containsExactly(412, 413);
            assertLastNames(bulk, Budget.Item.ENTRIES_READ);
        }
    }

    @Nested
    class References {

        private InMemoryService serviceThatShowsSome(UnaryOperator<ScimService.Builder> more) {
            return InMemoryService.over(
                    users,
                    builder -> more.apply(builder.accessPolicy(new AccessPolicy() {
                                @Override
                                public boolean permits(
                                        RequestContext context,
                                        Operation operation,
                                        ResourceType type,
                                        @Nullable String id) {
                                    return true;
                                }

                                @Override
                                public Optional<BoundFilter> visibility(RequestContext context, ResourceType type) {
                                    return type.name().equals("User")
                                            ? Optional.of(type.filter("userName sw \"u\""))
                                            : Optional.empty();
                                }
                            })
                            .limits(ServiceLimits.builder()
                                    .maxComparisons(1_000)
                                    .build())));
        }

        private String entries(List<String> ids) {
            return ids.stream().map(id -> "{'value':'" + id + "'}").collect(Collectors.joining(",", "[", "]"));
        }

        @Test
        void areLookedForOneByOneWhereAPolicyHidesResources() {
            InMemoryService service = serviceThatShowsSome(builder -> builder);
            List<String> ids = IntStream.range(0, 60)
                    .mapToObj(i -> service.createUser("u" + i))
                    .toList();
            String path = "/Groups/"
                    + service.post("/Groups", groupWith("g", entries(ids.subList(0, 40))))
                            .is(201)
                            .id();
            assertThat(spentOnTheLast(service, Budget.Item.COMPARISONS)).isEqualTo(800);

            Answer refused =
                    service.post("/Groups", groupWith("h", entries(ids))).is(413);

            assertThat(refused.json().path("detail").asText()).contains("maxComparisons");
            service.patch(path, "{'op':'add','path':'members','value':" + entries(ids) + "}")
                    .is(413);
            assertThat(service.members(path.substring("/Groups/".length()))).hasSize(40);
            service.patch(path, "{'op':'add','path':'members','value':" + entries(ids.subList(30, 60)) + "}");
            assertThat(service.members(path.substring("/Groups/".length()))).hasSize(60);
        }

        @Test
        void areLookedForOnceMoreWithIntegrity() {
            InMemoryService service = serviceThatShowsSome(ScimService.Builder::referentialIntegrity);
            List<String> ids = IntStream.range(0, 40)
                    .mapToObj(i -> service.createUser("u" + i))
                    .toList();

            service.post("/Groups", groupWith("g", entries(ids.subList(0, 25)))).is(201);
            assertThat(spentOnTheLast(service, Budget.Item.COMPARISONS)).isEqualTo(1_000);
            service.post("/Groups", groupWith("h", entries(ids.subList(0, 26)))).is(413);

            assertThat(service.get("/Groups").json().path("totalResults").asInt())
                    .isEqualTo(1);
        }

        private String employees(InMemoryService service, String manager, int count) {
            String id = service.createUser(manager);
            for (int i = 0; i < count; i++) {
                service.createUser(
                        manager + i, "'" + InMemoryService.ENTERPRISE + "':{'manager':{'value':'" + id + "'}}");
            }
            return "/Users/" + id;
        }

        @Test
        void thatAreClearedAreWritten() {
            InMemoryService service = InMemoryService.over(
                    users,
                    builder -> builder.referentialIntegrity()
                            .limits(ServiceLimits.builder()
                                    .maxEntriesWritten(15)
                                    .build()));
            String many = employees(service, "many", 20);
            List<String> some =
                    List.of(employees(service, "a", 4), employees(service, "b", 4), employees(service, "c", 4));

            service.send("DELETE", many, "").is(204);
            Answer bulk = service.bulk(some.stream()
                    .map(path -> "{'method':'DELETE','path':'" + path + "'}")
                    .collect(Collectors.joining(",")));

            assertThat(statuses(bulk)).containsExactly(204, 204, 413);
            assertLastNames(bulk, Budget.Item.ENTRIES_WRITTEN);
            assertThat(service.found(InMemoryService.ENTERPRISE + ":manager pr"))
                    .containsExactlyInAnyOrder("c0", "c1", "c2", "c3");
        }
    }

    @Nested
    class Bytes {

        @Test
        void ofAnOperationAreBoundedAsThoseOfABody() {
            InMemoryService service = service(limits -> limits.maxBodyBytes(2_000));
            String path = "/Users/" + service.createUser("a");
            String large = user("b", "'title':'" + "x".repeat(1_950) + "'");
            service.post("/Users", large).is(413);

            Answer bulk = service.bulk(String.join(
                    ",",
                    operation("POST", "/Users", large),
                    operation("PUT", path, large),
                    operation("PATCH", path, patchBody("{'op':'add','value':{'title':'" + "x".repeat(1_950) + "'}}")),
                    operation("POST", "/Users", user("c", "'title':'" + "x".repeat(1_800) + "'"))));

            assertThat(statuses(bulk)).containsExactly(413, 413, 413, 201);
            assertThat(bulk.text()).contains("2000 bytes").contains("maxBodyBytes");
        }

        @Test
        void ofAResourceAreBoundedHoweverItGrows() {
            InMemoryService service = service(limits -> limits.maxResourceBytes(4_000));
            String half = "'" + "x".repeat(1_900) + "'";
            service.post("/Users", user("b", "'title':" + half + ",'nickName':" + half + ",'userType':" + half))
                    .is(413);
            String path = "/Users/" + service.createUser("a", "'title':" + half);

            Answer refused = service.put(
                            path, user("a", "'title':" + half + ",'nickName':" + half + ",'profileUrl':" + half))
                    .is(413);
            assertThat(refused.json().path("detail").asText()).contains("4000").contains("maxResourceBytes");
            service.patch(path, "{'op':'add','path':'nickName','value':" + half + "}")
                    .is(200);
            service.patch(path, "{'op':'add','path':'userType','value':" + half + "}")
                    .is(413);
            int steps = 0;
            while (service.patch(path, "{'op':'add','path':'emails','value':[{'value':'" + steps + "@x.example'}]}")
                                    .status()
                            == 200
                    && steps < 100) {
                steps++;
            }
            assertThat(steps).isBetween(1, 10);
        }

        @Test
        void ofMembersAreNotThoseOfAResource() {
            InMemoryService service = service(limits -> limits.maxResourceBytes(1_000));

            createGroup(service, 1_000);
        }

        @Test
        void ofAResourceThatIsTooLargeAlreadyDoNotKeepAnybodyEnabled() {
            InMemoryService service = service(limits -> limits.maxResourceBytes(1_000));
            String id = users.create(
                            RequestContext.of("host"),
                            users.type()
                                    .attributes()
                                    .set("userName", "a")
                                    .set("title", "x".repeat(2_000))
                                    .set("active", true)
                                    .build())
                    .id();

            service.patch("/Users/" + id, "{'op':'replace','path':'active','value':false}")
                    .is(200);
            service.patch("/Users/" + id, "{'op':'replace','path':'nickName','value':'x'}")
                    .is(413);
        }
    }

    /** Groups of which it costs something to find those of a user. */
    private static ResourceRepository dearGroups() {
        InMemoryRepository groups = InMemoryRepository.of(StandardTypes.group());
        return (ResourceRepository) Proxy.newProxyInstance(
                BudgetTest.class.getClassLoader(),
                new Class<?>[] {ResourceRepository.class, MembershipSource.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("membershipsOf")) {
                        ((RequestContext) arguments[0]).budget().spendDone(Budget.Item.COMPARISONS, 1);
                    }
                    return method.invoke(groups, arguments);
                });
    }

    @Test
    void whatIsStoredIsToldThoughNothingIsLeft() {
        ScimService service = ScimService.builder()
                .repositories(users, dearGroups())
                .authenticator(request -> new Authentication.Accepted("directory", null))
                .limits(ServiceLimits.builder().maxComparisons(2).build())
                .build();
        String id = users.create(
                        RequestContext.of("host"),
                        users.type()
                                .attributes()
                                .set("userName", "a")
                                .add("emails", Map.of("type", "work", "value", "a@x.example"))
                                .build())
                .id();
        String change = "{'op':'replace','path':'emails[type eq \\\"work\\\"].value','value':'b@x.example'}";

        ScimResponse response = service.handle(ScimRequest.builder("PATCH", "/Users/" + id)
                .header("Content-Type", "application/scim+json")
                .body(patchBody(change).replace('\'', '"'))
                .build());

        assertThat(response.status()).as(response.bodyText()).isEqualTo(200);
        assertThat(response.bodyText()).contains("b@x.example");
    }
}
