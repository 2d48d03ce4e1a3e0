package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.testkit.json.PlainJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application that keeps a part of what a directory sends: by its choice the rest is ignored and told, or it is refused
 * by name; and what is kept in two places is one value.
 */
final class PartialMappingsTest {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static final String TABLE = """
            CREATE TABLE people (
                id         varchar(40) PRIMARY KEY,
                login      varchar(200) NOT NULL,
                email      varchar(200),
                first_name varchar(200),
                street     varchar(200),
                department varchar(200),
                enabled    boolean,
                other      varchar,
                created_at timestamp with time zone NOT NULL,
                updated_at timestamp with time zone NOT NULL)""";

    private static ScimService service(UnaryOperator<JdbcRepository.Builder> more) {
        JdbcRepository people = more.apply(JdbcRepository.of(StandardTypes.user(), TestDatabase.H2.with(TABLE))
                        .table("people")
                        .id("id")
                        .created("created_at")
                        .lastModified("updated_at")
                        .column("userName", "login")
                        .column("active", "enabled")
                        .column("emails[type eq \"work\"].value", "email")
                        .column("name.givenName", "first_name")
                        .column("addresses[type eq \"work\"].streetAddress", "street")
                        .column(ENTERPRISE + ":department", "department"))
                .build();
        return ScimService.builder()
                .repositories(people)
                .authenticator(request -> new Authentication.Accepted("directory", null))
                .build();
    }

    private abstract static class Client {

        private ScimService service;

        abstract ScimService start();

        ScimResponse find(String filter) {
            return service.handle(ScimRequest.builder("GET", "/Users")
                    .query("filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8))
                    .build());
        }

        @BeforeEach
        void startService() {
            service = start();
        }

        ScimResponse send(String method, String path, String body) {
            return service.handle(ScimRequest.builder(method, path)
                    .header("Content-Type", "application/scim+json")
                    .body(body.replace('\'', '"'))
                    .build());
        }

        ScimResponse post(String members) {
            return send(
                    "POST",
                    "/Users",
                    "{'schemas': ['" + USER + "'], 'userName': 'ada', 'active': true, " + members + "}");
        }

        ScimResponse put(String id, String members) {
            return send(
                    "PUT",
                    "/Users/" + id,
                    "{'schemas': ['" + USER + "'], 'userName': 'ada', 'active': false, " + members + "}");
        }

        ScimResponse patch(String id, String... operations) {
            return send(
                    "PATCH",
                    "/Users/" + id,
                    "{'schemas': ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], 'Operations': ["
                            + String.join(", ", operations) + "]}");
        }

        String created(String members) {
            ScimResponse response = post(members);
            assertThat(response.status()).as(response.bodyText()).isEqualTo(201);
            return PlainJson.text(PlainJson.object(response.bodyText()), "id").orElseThrow();
        }

        Map<String, Object> get(String id) {
            return PlainJson.object(send("GET", "/Users/" + id, "").bodyText());
        }

        void assertDone(ScimResponse response, int status, String... ignored) {
            assertThat(response.status()).as(response.bodyText()).isEqualTo(status);
            assertThat(response.ignored()).containsExactlyInAnyOrder(ignored);
        }

        void assertRefused(ScimResponse response, String name) {
            String body = response.bodyText();
            assertThat(response.status()).as(body).isEqualTo(400);
            assertThat(String.valueOf(PlainJson.object(body).get("detail"))).contains("'" + name + "'");
        }
    }

    /** People sign in with their address: one column under two paths, of which one follows. */
    @Nested
    class OneValueUnderTwoPaths extends Client {

        private static final String WORK = "emails[type eq \"work\"].value";

        @Override
        ScimService start() {
            JdbcRepository people = JdbcRepository.of(StandardTypes.user(), TestDatabase.H2.with(TABLE))
                    .table("people")
                    .id("id")
                    .created("created_at")
                    .lastModified("updated_at")
                    .column(WORK, "login", ColumnOptions::derived)
                    .column("userName", "login")
                    .column("active", "enabled")
                    .column("name.givenName", "first_name")
                    .ignoreUnmapped()
                    .build();
            return ScimService.builder()
                    .repositories(people)
                    .authenticator(request -> new Authentication.Accepted("directory", null))
                    .build();
        }

        private void assertMail(String id, String address) {
            assertThat(get(id))
                    .containsEntry("userName", address)
                    .containsEntry("emails", List.of(Map.of("type", "work", "value", address)));
        }

        @Test
        void followsAndTellsOnlyWhatIsDropped() {
            String id = created("'emails': [{'type': 'work', 'value': 'ada'}]");
            assertMail(id, "ada");
            assertDone(put(id, "'emails': [{'type': 'work', 'value': 'ada'}]"), 200);
            assertDone(put(id, "'emails': [{'type': 'work', 'value': 'other@x.example'}]"), 200, WORK);
            assertDone(put(id, "'emails': []"), 200);
            assertMail(id, "ada");
        }

        @Test
        void letsARenameThrough() {
            String id = created("'name': {'givenName': 'Ada'}");
            ScimResponse renamed = patch(
                    id,
                    "{'op': 'Replace', 'path': 'emails[type eq \\\"work\\\"].value', 'value': 'mail@x.example'}",
                    "{'op': 'Replace', 'path': 'userName', 'value': 'new@x.example'}",
                    LEAVER);
            assertThat(renamed.status()).as(renamed.bodyText()).isEqualTo(200);
            assertMail(id, "new@x.example");
            assertThat(get(id)).containsEntry("active", false);
            assertThat(patch(id, "{'op': 'remove', 'path': 'emails'}").status()).isEqualTo(200);
            assertMail(id, "new@x.example");
        }

        @Test
        void isFoundByBoth() {
            String id = created("'name': {'givenName': 'Ada'}");
            for (String filter : List.of("userName eq \"ada\"", WORK + " eq \"ada\"", "emails.value pr")) {
                ScimResponse found = find(filter);
                assertThat(found.bodyText()).as(filter).contains(id);
            }
        }
    }

    private static final String LEAVER = "{'op': 'Replace', 'path': 'active', 'value': 'False'}";

    @Nested
    class ByChoice extends Client {

        @Override
        ScimService start() {
            return service(JdbcRepository.Builder::ignoreUnmapped);
        }

        @Test
        void ignoresAndTellsInPostAndPut() {
            String members = "'nickName': 'A', 'title': null, 'externalId': '7', 'shoeSize': 44,"
                    + " 'name': {'givenName': 'Ada', 'familyName': 'L'},"
                    + " 'emails': [{'type': 'work', 'value': 'a@x.example', 'primary': true},"
                    + " {'type': 'other', 'value': 'b@x.example'}, {'value': 'c@x.example'}],"
                    + " '" + ENTERPRISE + "': {'department': 'D', 'costCenter': '9', 'organization': ''}";
            String[] ignored = {
                "nickName",
                "externalId",
                "name.familyName",
                "emails.primary",
                "emails[type eq \"other\"]",
                "emails",
                ENTERPRISE + ":costCenter"
            };
            ScimResponse created = post(members);
            assertDone(created, 201, ignored);
            String id =
                    PlainJson.text(PlainJson.object(created.bodyText()), "id").orElseThrow();
            assertDone(put(id, members), 200, ignored);
            assertThat(get(id))
                    .containsEntry("active", false)
                    .containsEntry("name", Map.of("givenName", "Ada"))
                    .containsEntry("emails", List.of(Map.of("type", "work", "value", "a@x.example")))
                    .containsEntry(ENTERPRISE, Map.of("department", "D"))
                    .doesNotContainKeys("nickName", "externalId");
        }

        @Test
        void ignoresAndTellsInPatch() {
            String id = created("'name': {'givenName': 'Ada'}");
            assertDone(
                    patch(
                            id,
                            "{'op': 'add', 'path': 'nickName', 'value': 'A'}",
                            "{'op': 'replace', 'path': 'name.familyName', 'value': 'L'}",
                            "{'value': 'T', 'path': 'title', 'op': 'add'}",
                            "{'op': 'remove', 'path': 'roles[value eq \\\"x\\\"]'}",
                            "{'op': 'add', 'path': 'emails', 'value': [{'type': 'other', 'value': 'b@x.example'}]}",
                            "{'op': 'add', 'path': 'emails[type eq \\\"home\\\"].value', 'value': 'h@x.example'}",
                            "{'op': 'replace', 'path': '" + ENTERPRISE + ":costCenter', 'value': '9'}",
                            "{'op': 'replace', 'value': {'displayName': 'Ada L', 'locale': null, '" + ENTERPRISE
                                    + ":division': 'N', 'name.middleName': 'K', '" + ENTERPRISE
                                    + "': {'organization': 'O'}}}",
                            LEAVER),
                    200,
                    "nickName",
                    "name.familyName",
                    "title",
                    "roles[value eq \"x\"]",
                    "emails[type eq \"other\"]",
                    "emails[type eq \"home\"]",
                    ENTERPRISE + ":costCenter",
                    "displayName",
                    ENTERPRISE + ":division",
                    "name.middleName",
                    ENTERPRISE + ":organization");
            assertThat(get(id)).containsEntry("active", false).doesNotContainKeys("emails", "nickName");
        }

        @Test
        void ignoresAndTellsInBulk() {
            ScimResponse response = send(
                    "POST",
                    "/Bulk",
                    "{'schemas': ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], 'Operations': [{'method': 'POST',"
                            + " 'path': '/Users', 'bulkId': 'a', 'data': {'schemas': ['" + USER
                            + "'], 'userName': 'ada', 'nickName': 'A'}}, {'method': 'PATCH', 'path': '/Users/bulkId:a',"
                            + " 'data': {'schemas': ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], 'Operations':"
                            + " [{'op': 'add', 'path': 'title', 'value': 'T'}, " + LEAVER + "]}}]}");
            assertDone(response, 200, "nickName", "title");
            assertThat(response.bodyText()).contains("\"201\"", "\"200\"").doesNotContain("\"400\"");
        }

        @Test
        void stillRefusesInPatchWhatNoSchemaKnows() {
            String id = created("'name': {'givenName': 'Ada'}");
            ScimResponse response = patch(id, "{'op': 'add', 'path': 'shoeSize', 'value': 44}", LEAVER);
            assertRefused(response, "shoeSize");
            assertThat(response.bodyText()).contains("invalidPath");
        }

        @Test
        void stillRefusesToWriteWhatIsReadOnly() {
            String id = created("'name': {'givenName': 'Ada'}");
            assertThat(patch(id, "{'op': 'remove', 'path': 'groups'}").bodyText())
                    .contains("mutability");
        }
    }

    @Nested
    class WithoutChoice extends Client {

        @Override
        ScimService start() {
            return service(plain -> plain);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "'nickName': 'A'|nickName",
                    "'externalId': '7'|externalId",
                    "'name': {'familyName': 'L'}|name.familyName",
                    "'emails': [{'type': 'other', 'value': 'b@x.example'}]|emails[type eq \"other\"]",
                    "'emails': [{'value': 'b@x.example'}]|emails",
                    "'phoneNumbers': [{'value': '+1'}]|phoneNumbers",
                    "'addresses': [{'type': 'work', 'locality': 'L'}]|addresses.locality",
                    "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {'costCenter': '9'}|"
                            + "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter"
                })
        void refusesByNameInPostPutAndPatch(String example) {
            String[] membersAndName = example.split("\\|");
            String id = created("'name': {'givenName': 'Ada'}");
            Map<String, Object> before = get(id);
            assertRefused(post(membersAndName[0]), membersAndName[1]);
            assertRefused(put(id, membersAndName[0]), membersAndName[1]);
            assertRefused(patch(id, LEAVER, "{'op': 'add', 'value': {" + membersAndName[0] + "}}"), membersAndName[1]);
            assertThat(get(id)).isEqualTo(before);
        }

        @Test
        void refusesPathsByName() {
            String id = created("'name': {'givenName': 'Ada'}");
            assertRefused(patch(id, "{'op': 'add', 'path': 'nickName', 'value': 'A'}", LEAVER), "nickName");
            assertRefused(
                    patch(id, "{'op': 'add', 'path': 'emails[type eq \\\"home\\\"].value', 'value': 'h@x.example'}"),
                    "emails[type eq \"home\"]");
        }

        /** RFC 7643 §2.4: it says which of several addresses, and there is but one. */
        @Test
        void takesWhatOnlyDescribesAnEntry() {
            ScimResponse response = post("'emails': [{'type': 'work', 'value': 'a@x.example', 'primary': true}]");
            assertDone(response, 201, "emails.primary");
        }

        @Test
        void takesNullsOfWhatItDoesNotKeep() {
            assertDone(
                    post("'nickName': null, 'phoneNumbers': [], 'name': {'givenName': 'Ada', 'familyName': ''}"), 201);
        }
    }

    @Nested
    class WithoutTheAttribute extends Client {

        @Override
        ScimService start() {
            return service(people -> people.without("externalId"));
        }

        @Test
        void tellsOfIt() {
            assertDone(post("'externalId': '7'"), 201, "externalId");
        }
    }

    @Nested
    class WithARest extends Client {

        @Override
        ScimService start() {
            return service(people -> people.rest("other"));
        }

        @Test
        void losesNoLeaverOverAnEmptiedAddress() {
            String id = created("'emails': [{'type': 'work', 'value': 'a@x.example', 'primary': true}]");
            assertDone(patch(id, "{'op': 'Remove', 'path': 'emails[type eq \\\"work\\\"].value'}", LEAVER), 200);
            assertThat(get(id)).containsEntry("active", false).doesNotContainKey("emails");
        }

        @Test
        void losesNoUserOverABlankAddress() {
            String id = created("'emails': [{'type': 'work', 'value': '', 'primary': true}]");
            assertThat(get(id)).doesNotContainKey("emails");
        }

        @Test
        void keepsWhatIsLeftOfAnEntry() {
            String id =
                    created("'addresses': [{'type': 'work', 'streetAddress': 'S', 'locality': 'L', 'primary': true}]");
            assertDone(patch(id, "{'op': 'remove', 'path': 'addresses[type eq \\\"work\\\"].streetAddress'}"), 200);
            assertThat(get(id))
                    .containsEntry("addresses", List.of(Map.of("type", "work", "locality", "L", "primary", true)));
            assertDone(
                    patch(
                            id,
                            "{'op': 'add', 'path': 'addresses[type eq \\\"work\\\"].streetAddress', 'value': 'T'}",
                            "{'op': 'remove', 'path': 'addresses[type eq \\\"work\\\"].locality'}"),
                    200);
            assertThat(get(id))
                    .containsEntry("addresses", List.of(Map.of("type", "work", "streetAddress", "T", "primary", true)));
        }

        /** An entry of which only JSON is left is not found by its type: it must not be missed either. */
        @Test
        void searchesOnlyWhatTheColumnsTell() {
            created("'addresses': [{'type': 'work', 'streetAddress': 'S', 'locality': 'L'}]");
            assertThat(search("addresses[type eq 'work' and streetAddress eq 's']"))
                    .contains("\"totalResults\":1");
            assertThat(search("addresses[type eq 'work']")).contains("invalidFilter");
            assertThat(search("addresses[type eq 'work' and not (streetAddress eq 's')]"))
                    .contains("invalidFilter");
        }

        private String search(String filter) {
            return send(
                            "POST",
                            "/Users/.search",
                            "{'schemas': ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], 'filter': '"
                                    + filter.replace("'", "\\'") + "'}")
                    .bodyText();
        }
    }
}
