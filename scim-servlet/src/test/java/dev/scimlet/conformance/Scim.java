package dev.scimlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.memory.InMemoryRepository;
import dev.scimlet.spi.memory.InMemoryStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A service with users and groups in memory, and short ways to talk to it. */
final class Scim {

    static final String BASE = "https://example.com/scim/v2";
    static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    static final String MESSAGES = "urn:ietf:params:scim:api:messages:2.0:";

    private final ScimService service;

    private Scim(ScimService service) {
        this.service = service;
    }

    /** Users and groups, nothing else set. */
    static Scim service() {
        return service(builder -> builder);
    }

    static Scim strict() {
        return service(builder -> builder.profile(ClientProfile.STRICT));
    }

    /** Users and groups, and what the test sets. */
    static Scim service(UnaryOperator<ScimService.Builder> settings) {
        return ofUsers(StandardTypes.user(), settings);
    }

    /** Users of the given type, and groups. */
    static Scim ofUsers(ResourceType userType, UnaryOperator<ScimService.Builder> settings) {
        InMemoryStore store = new InMemoryStore();
        InMemoryRepository users = store.repository(userType).build();
        InMemoryRepository groups =
                store.repository(StandardTypes.group()).memberships("members").build();
        return of(settings.apply(builder().repositories(users, groups)));
    }

    /** Resources of own types in memory. */
    static Scim ofTypes(ResourceType... types) {
        ScimService.Builder builder = builder();
        InMemoryStore store = new InMemoryStore();
        for (ResourceType type : types) {
            builder.repositories(store.repository(type).build());
        }
        return of(builder);
    }

    /** A builder that lets everybody in and hashes passwords in no time. */
    static ScimService.Builder builder() {
        return ScimService.builder()
                .authenticator(request -> new Authentication.Accepted("tester", null))
                .passwordEncoder(password -> "hash");
    }

    static Scim of(ScimService.Builder builder) {
        return new Scim(builder.build());
    }

    // ---- requests

    Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Answer put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    Answer patch(String path, String body, String... headers) {
        return send("PATCH", path, body, headers);
    }

    Answer delete(String path, String... headers) {
        return send("DELETE", path, "", headers);
    }

    /**
     * Any request.
     *
     * @param path with its query, percent-encoded
     * @param body written as {@link #json} reads it
     * @param headers names and values by turns
     */
    Answer send(String method, String path, String body, String... headers) {
        return handle(request(method, path, headers).body(json(body)).build());
    }

    Answer handle(ScimRequest request) {
        return new Answer(service.handle(request));
    }

    static ScimRequest.Builder request(String method, String path, String... headers) {
        int question = path.indexOf('?');
        ScimRequest.Builder request = ScimRequest.builder(method, question < 0 ? path : path.substring(0, question))
                .query(question < 0 ? null : path.substring(question + 1))
                .baseUrl(BASE);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    // ---- short forms

    /** The value at a JSON pointer of the resource at a path. */
    JsonNode at(String path, String pointer) {
        return get(path).expect(200).at(pointer);
    }

    /** Users that a filter finds, by {@code userName} in the order of the answer. */
    List<String> find(String filter) {
        return names(get("/Users?filter=" + encoded(filter)).expect(200), "userName");
    }

    Answer search(String filter) {
        return get("/Users?filter=" + encoded(filter));
    }

    static List<String> names(Answer list, String attribute) {
        List<String> names = new ArrayList<>();
        list.body()
                .path("Resources")
                .forEach(resource -> names.add(resource.path(attribute).asText()));
        return names;
    }

    /** Creates a user; the members after {@code userName} are written as {@link #json} reads them. */
    Answer user(String userName, String members) {
        return post(
                        "/Users",
                        user(
                                members.isEmpty()
                                        ? "'userName':'" + userName + "'"
                                        : "'userName':'" + userName + "'," + members))
                .expect(201);
    }

    String userId(String userName) {
        return user(userName, "").id();
    }

    /** Creates a group of the given members. */
    Answer group(String displayName, String... memberIds) {
        List<String> members = new ArrayList<>();
        for (String id : memberIds) {
            members.add("{'value':'" + id + "'}");
        }
        return post("/Groups", "{'schemas':['<G>'],'displayName':'" + displayName + "','members':" + members + "}")
                .expect(201);
    }

    /** A User with the base schema, and the given members. */
    static String user(String members) {
        return "{'schemas':['<U>']," + members + "}";
    }

    /** A PATCH message with the given operations. */
    static String patchOp(String... operations) {
        return "{'schemas':['<M>PatchOp'],'Operations':[" + String.join(",", operations) + "]}";
    }

    static String bulk(String... operations) {
        return "{'schemas':['<M>BulkRequest'],'Operations':[" + String.join(",", operations) + "]}";
    }

    Answer bulkOf(String... operations) {
        return post("/Bulk", bulk(operations)).expect(200);
    }

    /** JSON from a short form: single quotes for double ones, and {@code <U> <G> <E> <M>} for the URNs. */
    static String json(String text) {
        return text.replace('\'', '"')
                .replace("<U>", USER)
                .replace("<G>", GROUP)
                .replace("<E>", ENTERPRISE)
                .replace("<M>", MESSAGES);
    }

    static String encoded(String text) {
        return URLEncoder.encode(json(text), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
