package dev.scimlet.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.protocol.ResourceEvent;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.testkit.json.Json;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Speaks to a service without HTTP, in the name of a tenant, and keeps the events that the service tells. */
final class ServiceClient {

    private static final String TENANT = "Tenant";

    private final ScimService service;
    private final String tenant;
    private final Queue<ResourceEvent> events;

    private ServiceClient(ScimService service, String tenant, Queue<ResourceEvent> events) {
        this.service = service;
        this.tenant = tenant;
        this.events = events;
    }

    /** @param builder a service with its repositories, without authenticator */
    static ServiceClient of(ScimService.Builder builder) {
        Queue<ResourceEvent> events = new ConcurrentLinkedQueue<>();
        ScimService service = builder.tenants(TenantResolver.byToken())
                .authenticator(request -> new Authentication.Accepted(
                        "tests", request.header(TENANT).orElseThrow()))
                .onChange(events::add)
                .build();
        return new ServiceClient(service, "acme", events);
    }

    /** A client of another tenant of the same service. */
    ServiceClient in(String other) {
        return new ServiceClient(service, other, events);
    }

    /** An answer. */
    record Answer(int status, String body, String version) {

        Json json() {
            return Json.parse(body);
        }

        String text(String pointer) {
            return json().at(pointer).flatMap(Json::asString).orElse("");
        }

        String id() {
            return text("/id");
        }

        Answer is(int expected) {
            assertThat(status).as(body).isEqualTo(expected);
            return this;
        }
    }

    /** @param headers names and values in turns */
    Answer send(String method, String target, String body, String... headers) {
        String[] parts = target.split("\\?", 2);
        ScimRequest.Builder request = ScimRequest.builder(method, parts[0])
                .query(parts.length > 1 ? parts[1] : null)
                .header(TENANT, tenant)
                .body(body);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/scim+json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        ScimResponse response = service.handle(request.build());
        return new Answer(
                response.status(), response.bodyText(), response.header("ETag").orElse(""));
    }

    Answer get(String target) {
        return send("GET", target, "");
    }

    Answer delete(String target) {
        return send("DELETE", target, "");
    }

    Answer patch(String target, String operations, String... headers) {
        return send("PATCH", target, patchBody(operations), headers);
    }

    static String patchBody(String operations) {
        return """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[%s]}""".formatted(operations);
    }

    Answer bulk(String operations) {
        return send("POST", "/Bulk", """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":1,"Operations":[%s]}""".formatted(operations));
    }

    Answer post(String endpoint, String body) {
        return send("POST", endpoint, body);
    }

    /** @param members further members, each with a comma before it */
    static String user(String userName, String members) {
        return """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%s"%s}""".formatted(userName, members);
    }

    /** @param ids the members */
    static String group(String displayName, String... ids) {
        return """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"%s","members":%s}""".formatted(displayName, values(ids));
    }

    static String values(String... ids) {
        return Json.array(List.of(ids).stream()
                        .map(id -> Json.parse("{\"value\":\"" + id + "\"}"))
                        .toList())
                .text();
    }

    /** The values of the members of a group, in their order. */
    List<String> members(String group) {
        return get("/Groups/" + group)
                .is(200)
                .json()
                .at("/members")
                .map(list -> ((Json.JsonArray) list)
                        .elements().stream()
                                .map(entry -> entry.at("/value")
                                        .flatMap(Json::asString)
                                        .orElseThrow())
                                .toList())
                .orElse(List.of());
    }

    String createUser(String userName) {
        return post("/Users", user(userName, "")).is(201).id();
    }

    String createGroup(String displayName, String... ids) {
        return post("/Groups", group(displayName, ids)).is(201).id();
    }

    /** What was told so far, of all tenants, in its order. */
    List<ResourceEvent> events() {
        return List.copyOf(events);
    }
}
