package dev.scimlet.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Users and groups in memory, spoken to without HTTP. Of each answer it checks what holds for all: no status from 500 on
 * but the 501 of an absent ability, and errors as SCIM writes them. The principal is the value of the header Authorization.
 */
final class InMemoryService {

    static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    static final String BADGE = "urn:example:params:scim:schemas:2.0:Badge";

    private static final String MESSAGES = "urn:ietf:params:scim:api:messages:2.0:";
    private static final JsonMapper JSON = new JsonMapper();

    /** An extension with an immutable, a readOnly, an integer, a decimal and a never returned attribute. */
    private static final Schema BADGE_SCHEMA = Schema.of(
            BADGE,
            AttributeDefinition.builder("number", AttributeType.STRING)
                    .mutability(Mutability.IMMUTABLE)
                    .build(),
            AttributeDefinition.builder("printed", AttributeType.STRING)
                    .mutability(Mutability.READ_ONLY)
                    .build(),
            AttributeDefinition.builder("level", AttributeType.INTEGER).build(),
            AttributeDefinition.builder("weight", AttributeType.DECIMAL).build(),
            AttributeDefinition.builder("pin", AttributeType.STRING)
                    .mutability(Mutability.WRITE_ONLY)
                    .returned(Returned.NEVER)
                    .build());

    private static final ResourceType USER_TYPE = StandardTypes.userBuilder()
            .extension(StandardSchemas.ENTERPRISE_USER)
            .extension(BADGE_SCHEMA)
            .build();
    private static final ResourceType GROUP_TYPE = StandardTypes.group();

    private final List<ResourceEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final ScimService service;

    private InMemoryService(InMemoryRepository users, UnaryOperator<ScimService.Builder> options) {
        InMemoryStore store = (InMemoryStore) users.unitOfWork();
        InMemoryRepository groups =
                store.repository(GROUP_TYPE).memberships("members").build();
        service = options.apply(ScimService.builder()
                        .repositories(users, groups)
                        .authenticator(request -> new Authentication.Accepted(
                                request.header("Authorization").orElse("test"), null))
                        .passwordEncoder(password -> "hash of " + password.length() + " characters")
                        .onChange(events::add))
                .build();
    }

    /** The type of its users: core, enterprise extension and badge. */
    static ResourceType userType() {
        return USER_TYPE;
    }

    static InMemoryService start() {
        return start(builder -> builder);
    }

    static InMemoryService start(UnaryOperator<ScimService.Builder> options) {
        return over(InMemoryRepository.of(userType()), options);
    }

    /** A service over users that the test creates by itself too. */
    static InMemoryService over(InMemoryRepository users, UnaryOperator<ScimService.Builder> options) {
        return new InMemoryService(users, options);
    }

    /** An answer that was read to its end. */
    record Answer(int status, String text, ScimResponse response) {

        JsonNode json() {
            return read(text);
        }

        String id() {
            return json().path("id").asText();
        }

        String tag() {
            return response.header("ETag").orElse("");
        }

        String scimType() {
            return json().path("scimType").asText();
        }

        Answer is(int expected) {
            assertThat(status).as(text).isEqualTo(expected);
            return this;
        }

        Answer is(int expected, String scimType) {
            is(expected);
            assertThat(scimType()).as(text).isEqualTo(scimType);
            return this;
        }

        /** The texts at the members of a list, such as the values of {@code members}. */
        List<String> texts(String list, String name) {
            List<String> texts = new ArrayList<>();
            json().path(list).forEach(entry -> texts.add(entry.path(name).asText()));
            return texts;
        }
    }

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new UncheckedIOException(text, notJson);
        }
    }

    /** JSON written with single quotes. */
    static String json(String text) {
        return text.replace('\'', '"');
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    List<ResourceEvent> events() {
        return events;
    }

    /** A request to {@code /path?query}. */
    static ScimRequest.Builder request(String method, String target) {
        int query = target.indexOf('?');
        return ScimRequest.builder(method, query < 0 ? target : target.substring(0, query))
                .query(query < 0 ? null : target.substring(query + 1))
                .baseUrl("https://example.com/scim/v2");
    }

    Answer send(ScimRequest.Builder request) {
        ScimResponse response = service.handle(request.build());
        String text = response.bodyText();
        assertThat(response.status()).as(text).matches(status -> status >= 200 && status < 500 || status == 501);
        if (response.status() >= 400) {
            JsonNode error = read(text);
            assertThat(error.path("schemas").path(0).asText()).isEqualTo(MESSAGES + "Error");
            assertThat(error.path("status").asText()).isEqualTo(Integer.toString(response.status()));
            assertThat(error.path("detail").asText()).isNotBlank().hasSizeLessThan(10_000);
        }
        return new Answer(response.status(), text, response);
    }

    Answer send(String method, String target, String body) {
        return send(request(method, target).body(json(body)));
    }

    Answer get(String target) {
        return send(request("GET", target));
    }

    Answer post(String target, String body) {
        return send("POST", target, body);
    }

    Answer put(String target, String body) {
        return send("PUT", target, body);
    }

    Answer delete(String target) {
        return send(request("DELETE", target));
    }

    /** A PATCH with operations, written as {@code {'op':…},{'op':…}}. */
    Answer patch(String target, String operations) {
        return send("PATCH", target, patchBody(operations));
    }

    static String patchBody(String operations) {
        return "{'schemas':['" + MESSAGES + "PatchOp'],'Operations':[" + operations + "]}";
    }

    /** A Bulk request with operations and perhaps further members, such as {@code 'failOnErrors':1}. */
    Answer bulk(String operations, String... members) {
        return post("/Bulk", bulkBody(operations, members));
    }

    static String bulkBody(String operations, String... members) {
        String others = members.length == 0 ? "" : String.join(",", members) + ",";
        return "{'schemas':['" + MESSAGES + "BulkRequest']," + others + "'Operations':[" + operations + "]}";
    }

    /** A search by POST. */
    Answer search(String endpoint, String members) {
        return post(endpoint + "/.search", "{'schemas':['" + MESSAGES + "SearchRequest']," + members + "}");
    }

    /** The user names that a filter finds, in their order, by GET. */
    List<String> found(String filter) {
        return get("/Users?count=1000&filter=" + encoded(filter)).is(200).texts("Resources", "userName");
    }

    String createUser(String userName) {
        return createUser(userName, "");
    }

    /** Creates a user with more members, such as {@code 'active':true}, and tells its id. */
    String createUser(String userName, String members) {
        return post("/Users", user(userName, members)).is(201).id();
    }

    static String user(String userName, String members) {
        return "{'schemas':['" + USER + "'],'userName':'" + userName + "'" + (members.isEmpty() ? "" : "," + members)
                + "}";
    }

    String createGroup(String displayName, List<String> members) {
        return post("/Groups", group(displayName, members)).is(201).id();
    }

    static String group(String displayName, List<String> members) {
        return "{'schemas':['" + GROUP + "'],'displayName':'" + displayName + "','members':" + values(members) + "}";
    }

    /** {@code [{'value':…},…]}. */
    static String values(List<String> values) {
        StringBuilder text = new StringBuilder("[");
        for (String value : values) {
            text.append(text.length() > 1 ? "," : "")
                    .append("{'value':'")
                    .append(value)
                    .append("'}");
        }
        return text.append(']').toString();
    }

    List<String> members(String groupId) {
        return get("/Groups/" + groupId).is(200).texts("members", "value");
    }
}
