package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.protocol.InMemoryService.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other libraries of this kind get wrong, each fault by its name. */
class FaultListTest {

    private static final String ENTERPRISE = InMemoryService.ENTERPRISE;
    private static final String BADGE = InMemoryService.BADGE;

    private final InMemoryService service = InMemoryService.start();

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    @Nested
    @DisplayName("RFC 7644 §3.5.2.2: removal of members")
    class RemovalOfMembers {

        private final String group = service.createGroup("Tour Guides", ids(0, 2_000));

        private Answer removeByValue(String values) {
            return service.patch("/Groups/" + group, "{'op':'remove','path':'members','value':" + values + "}")
                    .is(200);
        }

        @Test
        void withAListOfOneRemovesThatOne() {
            removeByValue("[{'value':'m7'}]");

            assertThat(service.members(group)).hasSize(1_999).doesNotContain("m7");
        }

        @Test
        void withAListOfFifteenHundredRemovesThose() {
            removeByValue(InMemoryService.values(ids(100, 1_600)));

            List<String> left = new ArrayList<>(ids(0, 100));
            left.addAll(ids(1_600, 2_000));
            assertThat(service.members(group)).containsExactlyInAnyOrderElementsOf(left);
        }

        @Test
        void withRefOfNullRemovesTheOneThatIsNamed() {
            removeByValue("[{'$ref':null,'value':'m7'}]");

            assertThat(service.members(group)).hasSize(1_999).doesNotContain("m7");
        }

        @ParameterizedTest
        @ValueSource(strings = {"[]", "[{'value':'stranger'}]"})
        void withAListThatNamesNoMemberRemovesNobody(String values) {
            String before = service.get("/Groups/" + group).tag();

            Answer answer = removeByValue(values);

            assertThat(service.members(group)).hasSize(2_000);
            assertThat(answer.tag()).isEqualTo(before);
        }

        @Test
        void byFilterRemovesTheOne() {
            service.patch("/Groups/" + group, "{'op':'remove','path':'members[value eq \\\"m7\\\"]'}")
                    .is(200);

            assertThat(service.members(group)).hasSize(1_999).doesNotContain("m7");
        }

        @Test
        void withoutValueRemovesAll() {
            service.patch("/Groups/" + group, "{'op':'remove','path':'members'}")
                    .is(200);

            assertThat(service.members(group)).isEmpty();
        }
    }

    @Nested
    class Members {

        private final String group = service.createGroup("Tour Guides", ids(0, 3));

        @Test
        @DisplayName("RFC 7644 §3.5.2.1: adding a member that there is changes nothing, version included")
        void addedAgainChangesNothing() {
            String before = service.get("/Groups/" + group).tag();

            Answer answer = service.patch("/Groups/" + group, "{'op':'add','path':'members','value':[{'value':'m1'}]}")
                    .is(200);

            assertThat(answer.tag()).isEqualTo(before);
            assertThat(service.members(group)).containsExactly("m0", "m1", "m2");
        }

        @Test
        @DisplayName("RFC 7644 §3.5.2.1: an add without path adds to the members that there are")
        void addedWithoutPathJoinTheOthers() {
            service.patch("/Groups/" + group, "{'op':'add','value':{'members':[{'value':'m3'},{'value':'m1'}]}}")
                    .is(200);

            assertThat(service.members(group)).containsExactly("m0", "m1", "m2", "m3");
        }

        @Test
        void replacedWithoutPathAreExactlyTheNewOnes() {
            service.patch("/Groups/" + group, "{'op':'replace','value':{'members':[{'value':'m9'}]}}")
                    .is(200);

            assertThat(service.members(group)).containsExactly("m9");
        }
    }

    @Nested
    class KeysOfAValueWithoutPath {

        private final String user = service.createUser("bjensen", "'emails':[{'value':'a@example.com','type':'work'}]");

        private JsonNode replaced(String value) {
            return service.patch("/Users/" + user, "{'op':'replace','value':{" + value + "}}")
                    .is(200)
                    .json();
        }

        @Test
        void mayBeDotted() {
            JsonNode changed = replaced("'name.familyName':'Jensen','name.givenName':'Barbara'");

            assertThat(changed.at("/name/familyName").asText()).isEqualTo("Jensen");
            assertThat(changed.at("/name/givenName").asText()).isEqualTo("Barbara");
        }

        @Test
        void mayStartWithAUrn() {
            JsonNode changed =
                    replaced("'" + ENTERPRISE + ":department':'Tours','" + InMemoryService.USER + ":title':'Guide'");

            assertThat(changed.path(ENTERPRISE).path("department").asText()).isEqualTo("Tours");
            assertThat(changed.path("title").asText()).isEqualTo("Guide");
            assertThat(changed.path("schemas").toString()).contains(ENTERPRISE);
        }

        @Test
        void mayBeTheUrnOfAnExtension() {
            JsonNode changed = replaced("'" + ENTERPRISE + "':{'department':'Tours'}");

            assertThat(changed.path(ENTERPRISE).path("department").asText()).isEqualTo("Tours");
        }

        @Test
        void mayHaveBrackets() {
            JsonNode changed = replaced("'emails[type eq \\\"work\\\"].value':'b@example.com'");

            assertThat(changed.at("/emails/0/value").asText()).isEqualTo("b@example.com");
            assertThat(changed.path("emails")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Replace", "ADD", "aDD", "replace"})
    @DisplayName("operations are known in any case")
    void operationsInAnyCase(String operation) {
        String user = service.createUser("bjensen");

        Answer answer = service.patch("/Users/" + user, "{'op':'" + operation + "','path':'title','value':'Guide'}")
                .is(200);

        assertThat(answer.json().path("title").asText()).isEqualTo("Guide");
    }

    @Test
    void filteredAddMakesTheEntryThatIsMissing() {
        String user = service.createUser("bjensen");

        JsonNode changed = service.patch(
                        "/Users/" + user,
                        "{'op':'add','path':'emails[type eq \\\"work\\\"].value','value':'b@example.com'}")
                .is(200)
                .json();

        assertThat(changed.at("/emails/0/type").asText()).isEqualTo("work");
        assertThat(changed.at("/emails/0/value").asText()).isEqualTo("b@example.com");
    }

    @Test
    @DisplayName("RFC 7644 §3.5.2: primary moves from one value to the other")
    void primaryMoves() {
        String user = service.createUser(
                "bjensen",
                "'emails':[{'value':'a@example.com','type':'work','primary':true},{'value':'b@example.com','type':'home'}]");

        JsonNode changed = service.patch(
                        "/Users/" + user, "{'op':'replace','path':'emails[type eq \\\"home\\\"].primary','value':true}")
                .is(200)
                .json();

        assertThat(changed.at("/emails/0/primary").asBoolean()).isFalse();
        assertThat(changed.at("/emails/1/primary").asBoolean()).isTrue();
    }

    @Nested
    @DisplayName("RFC 7643 §2.2: mutability")
    class MutabilityOfAttributes {

        private final String user = service.createUser("bjensen", "'" + BADGE + "':{'number':'7'}");

        @Test
        void immutableIsKeptAgainstPut() {
            service.put("/Users/" + user, InMemoryService.user("bjensen", "'" + BADGE + "':{'number':'8'}"))
                    .is(400, "mutability");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                quoteCharacter = '`',
                value = {"replace; ,'value':'8'", "add; ,'value':'8'", "remove; ''"})
        void immutableIsKeptAgainstPatch(String operation, String value) {
            String rest = value.equals("''") ? "" : value.strip();
            service.patch("/Users/" + user, "{'op':'" + operation + "','path':'" + BADGE + ":number'" + rest + "}")
                    .is(400, "mutability");

            assertThat(service.get("/Users/" + user)
                            .json()
                            .path(BADGE)
                            .path("number")
                            .asText())
                    .isEqualTo("7");
        }

        @Test
        void immutableIsRefusedInTheSameWordsWhereverItWouldChange() {
            String path = "/Users/" + user;
            List<String> details = new ArrayList<>();
            for (Answer answer : List.of(
                    service.put(path, InMemoryService.user("bjensen", "'" + BADGE + "':{'number':'8'}")),
                    service.put(path, InMemoryService.user("bjensen", "'" + BADGE + "':{'number':null}")),
                    service.patch(path, "{'op':'replace','path':'" + BADGE + ":number','value':'8'}"),
                    service.patch(path, "{'op':'remove','path':'" + BADGE + ":number'}"),
                    service.patch(path, "{'op':'remove','path':'" + BADGE + "'}"))) {
                details.add(answer.is(400, "mutability").json().path("detail").asText());
            }

            assertThat(details).containsOnly("'" + BADGE + ":number' is immutable and has a value already");
        }

        @Test
        void immutableMayBeGivenWithItsOwnValue() {
            service.patch("/Users/" + user, "{'op':'replace','path':'" + BADGE + ":number','value':'7'}")
                    .is(200);
        }

        @Test
        void immutableMayBeSetWhereItHasNoValue() {
            String bare = service.createUser("bare");

            service.patch("/Users/" + bare, "{'op':'add','path':'" + BADGE + ":number','value':'9'}")
                    .is(200);
        }

        @Test
        void requiredIsNotRemoved() {
            service.patch("/Users/" + user, "{'op':'remove','path':'userName'}").is(400, "mutability");
            service.patch("/Users/" + user, "{'op':'replace','path':'userName','value':null}")
                    .is(400, "mutability");
        }

        @ParameterizedTest
        @ValueSource(strings = {"id", "meta.created", "groups", "meta"})
        void readOnlyIsRefusedAsPath(String path) {
            service.patch("/Users/" + user, "{'op':'replace','path':'" + path + "','value':'x'}")
                    .is(400, "mutability");
            service.patch("/Users/" + user, "{'op':'remove','path':'" + path + "'}")
                    .is(400, "mutability");
        }

        @Test
        void readOnlyIsIgnoredInPut() {
            Answer answer = service.put(
                            "/Users/" + user,
                            InMemoryService.user(
                                    "bjensen",
                                    "'id':'other','groups':[{'value':'g'}],'" + BADGE
                                            + "':{'number':'7','printed':'x'}"))
                    .is(200);

            assertThat(answer.id()).isEqualTo(user);
            assertThat(answer.json().has("groups")).isFalse();
            assertThat(answer.json().path(BADGE).has("printed")).isFalse();
        }

        @Test
        void unknownPathIsRefused() {
            service.patch("/Users/" + user, "{'op':'replace','path':'nickname.first','value':'x'}")
                    .is(400, "invalidPath");
            service.patch("/Users/" + user, "{'op':'add','value':{'shoeSize':44}}")
                    .is(400, "invalidPath");
        }
    }

    @Test
    @DisplayName("RFC 7643 §2.5: null unassigns, in all methods")
    void nullUnassigns() {
        String user = service.createUser("bjensen", "'title':'Guide','nickName':null,'emails':null");
        assertThat(service.get("/Users/" + user).json().has("nickName")).isFalse();

        assertThat(service.patch("/Users/" + user, "{'op':'replace','path':'title','value':null}")
                        .is(200)
                        .json()
                        .has("title"))
                .isFalse();
    }

    @Test
    @DisplayName("RFC 7644 §3.5.2: a PATCH is applied as a whole or not at all")
    void patchIsAllOrNothing() {
        String user = service.createUser("bjensen");
        String before = service.get("/Users/" + user).text();

        service.patch(
                        "/Users/" + user,
                        "{'op':'add','path':'title','value':'Guide'},"
                                + "{'op':'replace','path':'emails[type eq \\\"x\\\" and value sw \\\"y\\\"].value','value':'z'}")
                .is(400, "noTarget");

        assertThat(service.get("/Users/" + user).text()).isEqualTo(before);
    }

    @Nested
    class Filters {

        {
            service.createUser(
                    "anna",
                    "'title':'a','active':true,'" + ENTERPRISE + "':{'department':'Tours'},"
                            + "'emails':[{'value':'anna@work.example','type':'work'},{'value':'anna@home.example','type':'home'}]");
            service.createUser(
                    "ben", "'title':'b','active':false,'emails':[{'value':'ben@home.example','type':'home'}]");
            service.createUser("carl", "'active':true,'displayName':'x and y or (z) not [pr]'");
            service.createUser("dora", "'displayName':'say \\\"eq\\\" \\\\ twice'");
        }

        @Test
        @DisplayName("RFC 7644 §3.4.2.2: and binds stronger than or")
        void andBeforeOr() {
            assertThat(service.found("title eq \"a\" or title eq \"b\" and active eq true"))
                    .containsExactly("anna");
            assertThat(service.found("(title eq \"a\" or title eq \"b\") and active eq false"))
                    .containsExactly("ben");
            assertThat(service.found("active eq false and title eq \"b\" or title eq \"a\""))
                    .containsExactly("anna", "ben");
        }

        @Test
        @DisplayName("RFC 7644 §3.4.2.2: conditions in brackets are met by one element")
        void conditionsOfOneElement() {
            assertThat(service.found("emails[type eq \"work\" and value co \"home\"]"))
                    .isEmpty();
            assertThat(service.found("emails[type eq \"home\" and value co \"home\"]"))
                    .containsExactly("anna", "ben");
            assertThat(service.found("emails.type eq \"work\" and emails.value co \"home\""))
                    .containsExactly("anna");
        }

        @Test
        void onAnExtensionThatSomeLack() {
            assertThat(service.found(ENTERPRISE + ":department eq \"tours\"")).containsExactly("anna");
            assertThat(service.found("not (" + ENTERPRISE + ":department eq \"tours\")"))
                    .containsExactly("ben", "carl", "dora");
            assertThat(service.found(ENTERPRISE + ":manager.value pr")).isEmpty();
        }

        @Test
        @DisplayName("A-35: pr and ne on what is absent")
        void presenceAndDifferenceOfTheAbsent() {
            assertThat(service.found("title pr")).containsExactly("anna", "ben");
            assertThat(service.found("title ne \"a\"")).containsExactly("ben", "carl", "dora");
            assertThat(service.found("title eq null")).containsExactly("carl", "dora");
            assertThat(service.found("emails pr")).containsExactly("anna", "ben");
            assertThat(service.found("title gt \"\"")).containsExactly("anna", "ben");
        }

        @Test
        void emailsMeansTheirValues() {
            assertThat(service.found("emails co \"work.example\"")).containsExactly("anna");
            assertThat(service.found("emails eq \"ben@home.example\"")).containsExactly("ben");
        }

        @Test
        void valuesMayHoldKeywordsQuotesAndParentheses() {
            assertThat(service.found("displayName eq \"x and y or (z) not [pr]\""))
                    .containsExactly("carl");
            assertThat(service.found("displayName co \"\\\"eq\\\" \\\\ tw\"")).containsExactly("dora");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "userName eq",
                    "nobody eq \"x\"",
                    "userName = \"x\"",
                    "userName eq \"x\" and",
                    "",
                    "userName eq \"x\" foo",
                    "active gt true",
                    "userName eq 7",
                    "meta.created gt \"yesterday\"",
                    "emails[type eq \"work\""
                })
        @DisplayName("a filter that is not understood is refused and lists nobody")
        void notUnderstoodIsRefused(String filter) {
            service.get("/Users?filter=" + InMemoryService.encoded(filter)).is(400, "invalidFilter");
        }

        @Test
        void aFilterWhoseParameterNameIsEncodedIsAFilter() {
            assertThat(service.get("/Users?%66ilter=" + InMemoryService.encoded("userName eq \"anna\""))
                            .is(200)
                            .texts("Resources", "userName"))
                    .containsExactly("anna");
        }

        @ParameterizedTest
        @ValueSource(strings = {"password", BADGE + ":pin"})
        @DisplayName("A-37: a filter on what is never returned would be an oracle")
        void onWhatIsNeverReturnedIsRefused(String secret) {
            service.search("/Users", "'filter':'" + secret + " sw \\\"a\\\"'").is(400, "invalidFilter");
            for (String condition : List.of(" eq \\\"x\\\"", " pr")) {
                service.search("/Users", "'filter':'" + secret + condition + "'")
                        .is(400, "invalidFilter");
                service.get("/Users?filter=" + InMemoryService.encoded(secret + condition.replace("\\", "")))
                        .is(403, "sensitive");
            }
            service.search("/Users", "'filter':'not (" + secret + " pr) or userName pr'")
                    .is(400, "invalidFilter");
            service.get("/Users?sortBy=" + secret).is(400, "invalidValue");
        }
    }

    @Nested
    class Pages {

        {
            for (String name : List.of("anna", "ben", "carl")) {
                service.createUser(name);
            }
        }

        @Test
        @DisplayName("RFC 7644 §3.4.2.4: count=0 gives the number and nobody")
        void countOfZero() {
            JsonNode list = service.get("/Users?count=0").is(200).json();

            assertThat(list.path("totalResults").asInt()).isEqualTo(3);
            assertThat(list.path("Resources").isArray()).isTrue();
            assertThat(list.path("Resources")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"4", "2147483647", "99999999999999999999"})
        void startPastTheEnd(String start) {
            JsonNode list = service.get("/Users?startIndex=" + start).is(200).json();

            assertThat(list.path("totalResults").asInt()).isEqualTo(3);
            assertThat(list.path("Resources")).isEmpty();
            assertThat(list.path("itemsPerPage").asInt()).isZero();
        }

        @Test
        void unknownNamesInAttributesAreIgnored() {
            JsonNode user = service.get(
                            "/Users?count=1&attributes=userName,shoeSize,urn:example:params:scim:schemas:2.0:Shoe:size")
                    .is(200)
                    .json()
                    .at("/Resources/0");
            assertThat(user.path("userName").asText()).isEqualTo("anna");
            assertThat(user.has("meta")).isFalse();

            assertThat(service.get("/Users?count=1&attributes=shoeSize")
                            .json()
                            .at("/Resources/0/id")
                            .asText())
                    .isNotBlank();
        }
    }
}
