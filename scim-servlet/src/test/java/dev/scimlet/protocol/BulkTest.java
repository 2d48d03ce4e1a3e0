package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.protocol.InMemoryService.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7644 §3.7. The time limit only ends what hangs. */
@Timeout(60)
class BulkTest {

    private final InMemoryService service = InMemoryService.start();

    private static String user(String bulkId, String members) {
        return "{'method':'POST','path':'/Users','bulkId':'" + bulkId + "','data':"
                + InMemoryService.user("user-" + bulkId, members) + "}";
    }

    private static String group(String bulkId, String... members) {
        return "{'method':'POST','path':'/Groups','bulkId':'" + bulkId + "','data':"
                + InMemoryService.group("group " + bulkId, List.of(members)) + "}";
    }

    private static String manager(String value) {
        return "'" + InMemoryService.ENTERPRISE + "':{'manager':{'value':'" + value + "'}}";
    }

    private static List<String> statuses(Answer answer) {
        return answer.is(200).texts("Operations", "status");
    }

    private static JsonNode operation(Answer answer, int index) {
        return answer.json().path("Operations").path(index);
    }

    /** The id of what an operation made, from its location. */
    private static String id(Answer answer, int index) {
        String location = operation(answer, index).path("location").asText();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private List<String> members(Answer answer, int index) {
        return service.members(id(answer, index));
    }

    @Nested
    @DisplayName("RFC 7644 §3.7.1: references between operations")
    class References {

        @Test
        void aReverseChainOfAThousandIsCreatedFromItsEnd() {
            List<String> operations = new ArrayList<>();
            for (int i = 0; i < 999; i++) {
                operations.add(group("g" + i, "bulkId:g" + (i + 1)));
            }
            operations.add(group("g999"));

            Answer answer = service.bulk(String.join(",", operations));

            assertThat(statuses(answer)).hasSize(1_000).containsOnly("201");
            assertThat(members(answer, 0)).containsExactly(id(answer, 1));
            assertThat(members(answer, 998)).containsExactly(id(answer, 999));
            assertThat(service.events()).hasSize(1_000);
        }

        @Test
        void aCircleOfTwoIsClosed() {
            Answer answer = service.bulk(group("a", "bulkId:b") + "," + group("b", "bulkId:a"));

            assertThat(statuses(answer)).containsExactly("201", "201");
            assertThat(members(answer, 0)).containsExactly(id(answer, 1));
            assertThat(members(answer, 1)).containsExactly(id(answer, 0));
        }

        @Test
        void aCircleOfAThousandIsClosed() {
            String operations = IntStream.range(0, 1_000)
                    .mapToObj(i -> group("g" + i, "bulkId:g" + (i + 1) % 1_000))
                    .collect(Collectors.joining(","));

            Answer answer = service.bulk(operations);

            assertThat(statuses(answer)).hasSize(1_000).containsOnly("201");
            for (int i = 0; i < 1_000; i += 111) {
                assertThat(members(answer, i)).containsExactly(id(answer, (i + 1) % 1_000));
            }
        }

        @Test
        void aCircleMayBeReachedFromOutside() {
            Answer answer = service.bulk(
                    group("out", "bulkId:a", "bulkId:b") + "," + group("a", "bulkId:b") + "," + group("b", "bulkId:a"));

            assertThat(statuses(answer)).containsExactly("201", "201", "201");
            assertThat(members(answer, 0)).containsExactlyInAnyOrder(id(answer, 1), id(answer, 2));
            assertThat(members(answer, 1)).containsExactly(id(answer, 2));
            assertThat(members(answer, 2)).containsExactly(id(answer, 1));
        }

        @Test
        void allMayReferToAll() {
            String[] everybody =
                    IntStream.range(0, 100).mapToObj(i -> "bulkId:g" + i).toArray(String[]::new);
            String operations = IntStream.range(0, 100)
                    .mapToObj(i -> group("g" + i, everybody))
                    .collect(Collectors.joining(","));

            Answer answer = service.bulk(operations);

            assertThat(statuses(answer)).hasSize(100).containsOnly("201");
            for (int i = 0; i < 100; i++) {
                assertThat(members(answer, i)).hasSize(100);
            }
        }

        @Test
        void toItselfIsClosed() {
            Answer answer = service.bulk(group("a", "bulkId:a"));

            assertThat(statuses(answer)).containsExactly("201");
            assertThat(members(answer, 0)).containsExactly(id(answer, 0));
        }

        @Test
        void areClosedBeforeWhatComesAfterACircle() {
            String emptied = "{'method':'PATCH','path':'/Groups/bulkId:a','data':"
                    + InMemoryService.patchBody("{'op':'remove','path':'members'}") + "}";
            String replaced = "{'method':'PUT','path':'/Groups/bulkId:b','data':"
                    + InMemoryService.group("replaced", List.of()) + "}";
            String deleted = "{'method':'DELETE','path':'/Groups/bulkId:c'}";

            Answer answer = service.bulk(String.join(
                    ",",
                    group("a", "bulkId:b"),
                    group("b", "bulkId:c"),
                    group("c", "bulkId:a"),
                    emptied,
                    replaced,
                    deleted));

            assertThat(statuses(answer)).containsExactly("201", "201", "201", "200", "200", "204");
            assertThat(members(answer, 0)).isEmpty();
            assertThat(members(answer, 1)).isEmpty();
            service.get("/Groups/" + id(answer, 2)).is(404);
            assertThat(service.get("/Groups/" + id(answer, 0)).tag())
                    .isEqualTo(operation(answer, 3).path("version").asText());
            assertThat(service.get("/Groups/" + id(answer, 1)).tag())
                    .isEqualTo(operation(answer, 4).path("version").asText());
        }

        @Test
        void areClosedBeforeWhatHadToWaitForACircle() {
            String emptied = "{'method':'PATCH','path':'/Groups/bulkId:a','data':"
                    + InMemoryService.patchBody("{'op':'remove','path':'members'}") + "}";

            Answer answer = service.bulk(emptied + "," + group("a", "bulkId:a"));

            assertThat(statuses(answer)).containsExactly("200", "201");
            assertThat(members(answer, 1)).isEmpty();
        }

        @Test
        void thatCannotBeClosedCountAsFailuresAtOnce() {
            String failing = "{'method':'POST','path':'/Groups','bulkId':'b','data':{'schemas':['"
                    + InMemoryService.GROUP + "'],'members':[{'value':'bulkId:a'}]}}";

            Answer answer =
                    service.bulk(failing + "," + group("a", "bulkId:b") + "," + user("never", ""), "'failOnErrors':2");

            assertThat(statuses(answer)).containsExactly("400", "409");
        }

        @Test
        void toAManagerStandInAnExtension() {
            Answer answer = service.bulk(user("employee", manager("bulkId:boss")) + "," + user("boss", ""));

            assertThat(statuses(answer)).containsExactly("201", "201");
            assertThat(managerOf(answer, 0)).isEqualTo(id(answer, 1));
        }

        @Test
        void betweenManagersMayBeACircle() {
            Answer answer = service.bulk(user("a", manager("bulkId:b")) + "," + user("b", manager("bulkId:a")) + ","
                    + user("c", manager("bulkId:c")));

            assertThat(statuses(answer)).containsExactly("201", "201", "201");
            assertThat(managerOf(answer, 0)).isEqualTo(id(answer, 1));
            assertThat(managerOf(answer, 1)).isEqualTo(id(answer, 0));
            assertThat(managerOf(answer, 2)).isEqualTo(id(answer, 2));
        }

        private String managerOf(Answer answer, int index) {
            return service.get("/Users/" + id(answer, index))
                    .json()
                    .path(InMemoryService.ENTERPRISE)
                    .path("manager")
                    .path("value")
                    .asText();
        }

        @ParameterizedTest
        @ValueSource(strings = {"/Users/bulkId:u/", "Users/bulkId:u", "/Users/bulkId%3Au", "/Users/bulkId:u"})
        void inAPathMayPrecedeTheCreation(String path) {
            Answer answer = service.bulk("{'method':'PATCH','path':'" + path + "','data':"
                    + "{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],"
                    + "'Operations':[{'op':'add','path':'title','value':'t'}]}}," + user("u", ""));

            assertThat(statuses(answer)).containsExactly("200", "201");
        }

        @Test
        void areTextsLikeOthersWhereNothingRefers() {
            Answer answer = service.bulk("{'method':'POST','path':'/Users','bulkId':'u','data':{'schemas':['"
                    + InMemoryService.USER + "'],'userName':'bulkId:u','displayName':'bulkId:u',"
                    + "'emails':[{'value':'a@example.com','display':'bulkId:u'}]}},"
                    + group("g", "bulkId:g"));

            assertThat(statuses(answer)).containsExactly("201", "201");
            JsonNode stored = service.get("/Users/" + id(answer, 0)).json();
            assertThat(stored.path("userName").asText()).isEqualTo("bulkId:u");
            assertThat(stored.path("displayName").asText()).isEqualTo("bulkId:u");
            assertThat(stored.at("/emails/0/display").asText()).isEqualTo("bulkId:u");
            assertThat(members(answer, 1)).containsExactly(id(answer, 1));
        }

        @Test
        void mayStandInPathsAndFiltersOfAPatch() {
            String patch = "{'method':'PATCH','path':'/Groups/bulkId:g','data':"
                    + InMemoryService.patchBody("{'op':'remove','path':'members[value eq \\\"bulkId:u\\\"]'},"
                            + "{'op':'add','path':'members','value':[{'value':'bulkId:v'}]}")
                    + "}";

            Answer answer = service.bulk(
                    patch + "," + group("g", "bulkId:u", "other") + "," + user("u", "") + "," + user("v", ""));

            assertThat(statuses(answer)).containsExactly("200", "201", "201", "201");
            assertThat(members(answer, 1)).containsExactly("other", id(answer, 3));
        }

        @ParameterizedTest
        @ValueSource(strings = {"/Users/bulkId:u", "Users/bulkId:u", "https://example.com/scim/v2/Users/bulkId:u"})
        void mayStandInPathsOfPutAndDelete(String path) {
            Answer answer = service.bulk(user("u", "") + ",{'method':'PUT','path':'" + path + "','data':"
                    + InMemoryService.user("renamed", "") + "},{'method':'DELETE','path':'" + path + "'}");

            assertThat(statuses(answer)).containsExactly("201", "200", "204");
            service.get("/Users/" + id(answer, 0)).is(404);
        }

        @ParameterizedTest
        @ValueSource(strings = {"bulkId:nobody", "bulkId:", "bulkId:failed"})
        @DisplayName("A-62: an unknown bulkId, or one whose creation failed, is 409")
        void toWhatWasNotCreatedIsAConflict(String reference) {
            String failing = "{'method':'POST','path':'/Users','bulkId':'failed','data':"
                    + InMemoryService.user("x", "'title':{}") + "}";
            String put = "{'method':'DELETE','path':'/Users/" + reference + "'}";
            String patch = "{'method':'PATCH','path':'/Groups/" + service.createGroup("known", List.of("m"))
                    + "','data':"
                    + InMemoryService.patchBody("{'op':'add','path':'members','value':[{'value':'" + reference + "'}]}")
                    + "}";

            Answer answer = service.bulk(failing + "," + group("g", reference) + "," + put + "," + patch);

            assertThat(statuses(answer)).containsExactly("400", "409", "409", "409");
            assertThat(operation(answer, 1).has("location")).isFalse();
            assertThat(service.get("/Groups").texts("Resources", "displayName")).containsExactly("known");
        }

        @Test
        void toAFailedPartOfACircleLeavesTheOthersAsTheyAre() {
            String failing =
                    "{'method':'POST','path':'/Groups','bulkId':'b','data':{'members':[{'value':'bulkId:a'}]}}";

            Answer answer = service.bulk(group("a", "bulkId:b") + "," + failing + "," + group("c", "bulkId:b"));

            assertThat(statuses(answer)).containsExactly("409", "400", "409");
        }
    }

    @Nested
    class Failures {

        private final String broken =
                "{'method':'POST','path':'/Users','bulkId':'x','data':" + InMemoryService.user("x", "'title':{}") + "}";

        @ParameterizedTest
        @CsvSource({"1, 2", "0, 2", "-5, 2", "2, 4", "3, 5"})
        @DisplayName("RFC 7644 §3.7: failOnErrors ends the processing; below 1 it counts as 1")
        void endTheProcessing(int failOnErrors, int tried) {
            String other = broken.replace("'x'", "'y'");

            Answer answer = service.bulk(
                    user("a", "") + "," + broken + "," + user("b", "") + "," + other + "," + user("c", ""),
                    "'failOnErrors':" + failOnErrors);

            assertThat(statuses(answer))
                    .isEqualTo(List.of("201", "400", "201", "400", "201").subList(0, tried));
            assertThat(service.get("/Users").json().path("totalResults").asInt())
                    .isEqualTo((tried + 1) / 2);
        }

        @Test
        void endNothingWithoutFailOnErrors() {
            Answer answer = service.bulk(user("a", "") + "," + broken + "," + user("b", ""));

            assertThat(statuses(answer)).containsExactly("201", "400", "201");
            assertThat(service.events()).hasSize(2);
        }

        @Test
        void tellWhatIsWrongAsScimErrors() {
            JsonNode failed = operation(service.bulk(broken), 0);

            assertThat(failed.path("method").asText()).isEqualTo("POST");
            assertThat(failed.path("bulkId").asText()).isEqualTo("x");
            assertThat(failed.path("status").isTextual()).isTrue();
            assertThat(failed.path("response").path("scimType").asText()).isEqualTo("invalidValue");
            assertThat(failed.has("location")).isFalse();
        }

        @Test
        void neverTouchWhatTheyDidNotCreate() {
            String taken = service.createUser("user-a", "'title':'Guide'");
            String before = service.get("/Users/" + taken).text();
            int events = service.events().size();

            Answer answer =
                    service.bulk(user("a", "'title':'Thief'") + ",{'method':'PATCH','path':'/Users/bulkId:a','data':"
                            + InMemoryService.patchBody("{'op':'remove','path':'title'}")
                            + "},{'method':'DELETE','path':'/Users/bulkId:a'}," + group("g", "bulkId:a"));

            assertThat(statuses(answer)).containsExactly("409", "409", "409", "409");
            assertThat(service.get("/Users/" + taken).text()).isEqualTo(before);
            assertThat(service.events()).hasSize(events);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/Bulk",
                    "/Me",
                    "/Users/.search",
                    "/.search",
                    "/Schemas",
                    "/Users/1/2",
                    "/Nowhere",
                    "/",
                    "",
                    "/Users/%",
                    "//",
                    "/Users/..",
                    "https://elsewhere.example/Users"
                })
        void ofPathsAreFailuresOfTheOperation(String path) {
            int count = 0;
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "GET", "", "post")) {
                Answer answer = service.bulk("{'method':'" + method + "','path':'" + path + "','bulkId':'b','data':{}},"
                        + user("u" + count++, ""));

                assertThat(statuses(answer)).first().isIn("400", "404");
                assertThat(statuses(answer)).last().isIn("201");
            }
        }

        @Test
        @DisplayName("A-62: a bulkId given twice is a mistake of the request")
        void ofBulkIdsGivenTwiceRefuseTheRequest() {
            service.bulk(user("a", "") + "," + user("a", "")).is(400, "invalidSyntax");

            assertThat(service.get("/Users").json().path("totalResults").asInt())
                    .isZero();
        }
    }

    /** Data is read while the message is, where method and path came before it; it must not show. */
    @Nested
    class Data {

        private static final List<Integer> METHOD_FIRST = List.of(0, 1, 2, 3);

        private final List<List<String>> operations = List.of(
                operation("POST", "/Users", "u1", InMemoryService.user("first", "'title':'Guide'")),
                operation(
                        "POST",
                        "/Users",
                        "u2",
                        InMemoryService.user("second", "'title':{'a':[{}]},'active':'perhaps'")),
                operation(
                        "POST",
                        "/Users",
                        "u3",
                        "{'schemas':['" + InMemoryService.USER + "'],'nickName':[[1,{'a':2}]]}"),
                operation("POST", "/Users", "u4", InMemoryService.user("fourth", manager("bulkId:u1"))),
                operation("POST", "/Users", "u5", InMemoryService.user("fifth", manager("bulkId:u3"))),
                operation(
                        "POST",
                        "/Users",
                        "u6",
                        InMemoryService.user("sixth", "'emails[type eq \\\"work\\\"].value':'s@x.y'")),
                operation("POST", "/Users", "u7", InMemoryService.user("seventh", "'id':'x','name.givenName':'S'")),
                operation("POST", "/Nowhere", "u8", InMemoryService.user("eighth", "")),
                operation("POST", "/Users/7", "u9", InMemoryService.user("ninth", "")),
                operation("POST", "/Groups", "g1", InMemoryService.group("g", List.of("bulkId:u1", "bulkId:u2"))),
                operation("POST", "/Groups", "g2", InMemoryService.group("h", List.of("bulkId:u1", "bulkId:g2"))),
                operation("PUT", "/Users/bulkId:u1", "", InMemoryService.user("first", "'title':'Head'")),
                operation(
                        "PATCH",
                        "/Users/bulkId:u1",
                        "",
                        InMemoryService.patchBody(
                                "{'value':'Dr','op':'add','path':'title'},{'op':'add','value':{'nickName':'F'}},"
                                        + "{'op':'add','path':'emails[type eq \\\"work\\\"].value','value':'f@example.com'}")),
                operation(
                        "PATCH",
                        "/Users/bulkId:u4",
                        "",
                        InMemoryService.patchBody(
                                "{'op':'add','path':'title','value':'Dr'},{'op':'add','path':'nothing[','value':[{'a':{}}]}")),
                operation("PATCH", "/Users/nobody", "", InMemoryService.patchBody("{'op':'whatever'}")),
                operation("PATCH", "/Users/bulkId:u4", "", "{'schemas':[],'Operations':{'a':[1]}}"),
                operation("PUT", "/Groups/bulkId:g2", "", InMemoryService.group("i", List.of("bulkId:u4"))),
                operation("DELETE", "/Users/bulkId:u6", "", "{'any':[{'thing':1}]}"),
                operation("GET", "/Users/bulkId:u1", "", "{}"));

        private static List<String> operation(String method, String path, String bulkId, String data) {
            return List.of(
                    "'method':'" + method + "'",
                    "'path':'" + path + "'",
                    "'bulkId':'" + bulkId + "'",
                    "'data':" + data);
        }

        private static String inOrder(List<String> operation, List<Integer> order) {
            return order.stream()
                    .map(operation::get)
                    .filter(member -> !member.equals("'bulkId':''"))
                    .collect(Collectors.joining(",", "{", "}"));
        }

        private static Stream<List<Integer>> orders() {
            return IntStream.range(0, 256)
                    .mapToObj(i -> List.of(i / 64, i / 16 % 4, i / 4 % 4, i % 4))
                    .filter(order -> Set.copyOf(order).size() == 4);
        }

        /** What an operation came to, without ids. */
        private List<String> outcomes(InMemoryService service, List<Integer> order) {
            Answer answer = service.bulk(
                    operations.stream().map(each -> inOrder(each, order)).collect(Collectors.joining(",")));
            List<String> outcomes = new ArrayList<>();
            answer.is(200)
                    .json()
                    .path("Operations")
                    .forEach(result -> outcomes.add(result.path("bulkId").asText() + " "
                            + result.path("status").asText() + " "
                            + result.path("response").path("scimType").asText() + " "
                            + result.path("response").path("detail").asText()));
            service.get("/Users?sortBy=userName")
                    .json()
                    .path("Resources")
                    .forEach(user -> outcomes.add(user.path("userName") + " " + user.path("title")
                            + user.path("nickName") + user.path("emails") + user.path("name")));
            service.get("/Groups?sortBy=displayName")
                    .json()
                    .path("Resources")
                    .forEach(group -> outcomes.add(group.path("displayName") + " "
                            + group.path("members").findValuesAsText("display")));
            return outcomes;
        }

        @ParameterizedTest
        @MethodSource("orders")
        void meansTheSameWhereverItStands(List<Integer> order) {
            List<String> methodFirst = outcomes(InMemoryService.start(), METHOD_FIRST);

            assertThat(outcomes(InMemoryService.start(), order)).isEqualTo(methodFirst);
            assertThat(methodFirst).hasSizeGreaterThan(operations.size());
            assertThat(methodFirst.get(0)).startsWith("u1 201");
            assertThat(methodFirst.get(1)).startsWith("u2 400 invalidValue");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{'title':}", "{'title':'a'", "{'title':tru}", "{'emails':[{'value':'a'}}", "{'n':01}"})
        void thatIsNoJsonRefusesTheRequestBeforeTheFirstOperation(String malformed) {
            List<String> last = operation("POST", "/Users", "z", malformed);

            orders().forEach(order ->
                    service.bulk(user("a", "") + "," + inOrder(last, order)).is(400, "invalidSyntax"));

            assertThat(service.events()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"1048576", "300"})
        void isReadInTimeHoweverMuchComesBefore(int maxBodyBytes) {
            InMemoryService small = InMemoryService.start(builder -> builder.limits(
                    ServiceLimits.builder().maxBodyBytes(maxBodyBytes).build()));
            String ten = IntStream.range(0, 10).mapToObj(i -> user("n" + i, "")).collect(Collectors.joining(","));
            String large = user("large", "'title':'" + "x".repeat(maxBodyBytes) + "'");

            Answer answer = small.bulk(ten + "," + large + "," + user("last", ""));

            assertThat(statuses(answer)).hasSize(12).endsWith("413", "201").startsWith("201");
        }

        @Test
        void thatCostsTooMuchLeavesWhatCameBefore() {
            InMemoryService frugal = InMemoryService.start(builder ->
                    builder.limits(ServiceLimits.builder().maxPaths(3).build()));
            String id = frugal.createUser("bjensen");
            List<String> patch = operation(
                    "PATCH",
                    "/Users/" + id,
                    "",
                    InMemoryService.patchBody(
                            "{'op':'add','path':'emails[type eq \\\"work\\\"].value','value':'a@example.com'},"
                                    + "{'op':'add','path':'emails[type eq \\\"home\\\"].value','value':'b@example.com'}"));

            for (List<Integer> order : orders().toList()) {
                String each = inOrder(patch, order);
                Answer answer = frugal.bulk(each + "," + each + "," + user("never", ""));

                assertThat(statuses(answer)).containsExactly("200", "413", "413");
                assertThat(BulkTest.operation(answer, 1)
                                .path("response")
                                .path("detail")
                                .asText())
                        .contains("maxPaths");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/v2/Users, 201, ''", "/v3/Users, 400, invalidVers", "/v1/Users, 400, invalidVers"})
    @DisplayName("RFC 7644 §3.13: another version of the protocol is refused in an operation as in a URI")
    void refusesOtherVersionsOfTheProtocol(String path, String status, String scimType) {
        Answer answer = service.bulk(user("u", "").replace("/Users", path));

        assertThat(statuses(answer)).containsExactly(status);
        assertThat(operation(answer, 0).path("response").path("scimType").asText())
                .isEqualTo(scimType);
    }

    @Test
    @DisplayName("RFC 7644 §3.7: the version of an operation acts as If-Match")
    void versionPerOperation() {
        String user = service.createUser("bjensen");
        String old = service.get("/Users/" + user).tag();
        service.patch("/Users/" + user, "{'op':'add','path':'title','value':'x'}");
        String patch = "{'method':'PATCH','path':'/Users/" + user + "','version':VERSION,'data':"
                + InMemoryService.patchBody("{'op':'add','path':'title','value':'y'}") + "}";
        String quotedOld = "'" + old.replace("\"", "\\\"") + "'";

        Answer stale = service.bulk(patch.replace("VERSION", quotedOld) + ",{'method':'DELETE','path':'/Users/" + user
                + "','version':" + quotedOld + "}");
        assertThat(statuses(stale)).containsExactly("412", "412");

        String current = service.get("/Users/" + user).tag();
        Answer fresh = service.bulk(patch.replace("VERSION", "'" + current.replace("\"", "\\\"") + "'"));
        assertThat(statuses(fresh)).containsExactly("200");
        assertThat(operation(fresh, 0).path("version").asText())
                .isEqualTo(service.get("/Users/" + user).tag());
    }

    @Test
    void oneEventPerChange() {
        String group = service.createGroup("known", List.of("m"));
        service.events().clear();

        service.bulk(user("a", "") + ",{'method':'PATCH','path':'/Groups/" + group + "','data':"
                + InMemoryService.patchBody("{'op':'add','path':'members','value':[{'value':'bulkId:a'}]}")
                + "},{'method':'PATCH','path':'/Groups/" + group + "','data':"
                + InMemoryService.patchBody("{'op':'add','path':'members','value':[{'value':'m'}]}")
                + "},{'method':'DELETE','path':'/Groups/" + group + "'}");

        assertThat(service.events())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Created", "Changed", "Deleted");
    }

    @Nested
    class Limits {

        private final InMemoryService small = InMemoryService.start(builder -> builder.limits(
                ServiceLimits.builder().maxBulkOperations(3).maxBulkBytes(2_000).build()));

        @Test
        @DisplayName("RFC 7644 §3.7.4: more operations than maxOperations are 413, and none is tried")
        void tooManyOperations() {
            String operations =
                    IntStream.range(0, 4).mapToObj(i -> user("u" + i, "")).collect(Collectors.joining(","));

            small.bulk(operations).is(413);

            assertThat(small.get("/Users").json().path("totalResults").asInt()).isZero();
        }

        @Test
        @DisplayName("RFC 7644 §3.7.4: a body larger than maxPayloadSize is 413")
        void tooLargeABody() {
            small.bulk(user("a", "'title':'" + "x".repeat(2_000) + "'")).is(413);
            assertThat(statuses(small.bulk(user("a", "'title':'" + "x".repeat(1_000) + "'"))))
                    .containsExactly("201");
        }

        @Test
        void areTold() {
            JsonNode bulk = small.get("/ServiceProviderConfig").json().path("bulk");

            assertThat(bulk.path("maxOperations").asInt()).isEqualTo(3);
            assertThat(bulk.path("maxPayloadSize").asInt()).isEqualTo(2_000);
        }

        @Test
        void manyReferencesOfOneOperationAreFollowedInOneWalk() {
            String unknown = IntStream.range(0, 40_000)
                    .mapToObj(i -> "'bulkId:none" + i + "'")
                    .collect(Collectors.joining(","));
            String known =
                    IntStream.range(0, 999).mapToObj(i -> "'bulkId:g" + i + "'").collect(Collectors.joining(","));
            String first = "{'method':'POST','path':'/Groups','bulkId':'first','data':{'schemas':['"
                    + InMemoryService.GROUP + "'],'displayName':'x','unknown':[" + unknown + "," + known + "]}}";
            String others =
                    IntStream.range(0, 999).mapToObj(i -> group("g" + i)).collect(Collectors.joining(","));

            assertThat(statuses(service.bulk(first + "," + others)))
                    .hasSize(1_000)
                    .containsOnly("201");
        }
    }
}
