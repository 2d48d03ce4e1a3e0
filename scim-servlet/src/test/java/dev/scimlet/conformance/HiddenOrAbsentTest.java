package dev.scimlet.conformance;

import static dev.scimlet.conformance.Scim.bulk;
import static dev.scimlet.conformance.Scim.encoded;
import static dev.scimlet.conformance.Scim.patchOp;
import static dev.scimlet.conformance.Scim.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.Uniqueness;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.memory.InMemoryRepository;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Two services with the same users. In one of them the policy hides attributes from the client, in the other they are no
 * part of the type. Whatever the client asks, it gets the same answers, and what is hidden stays as it was.
 */
@DisplayName("RFC 7644 §7.7: a client cannot tell what is hidden from what there is not")
class HiddenOrAbsentTest {

    private static final String VAULT = "urn:example:params:scim:schemas:extension:vault:2.0:User";
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

    private static final Set<String> HIDDEN = Set.of(
            "title",
            "name.givenName",
            "emails.display",
            "entitlements",
            "groups",
            "badge",
            "level",
            Scim.ENTERPRISE + ":department",
            Scim.ENTERPRISE + ":manager",
            VAULT);

    private static final Schema VAULT_SCHEMA = Schema.of(
            VAULT,
            AttributeDefinition.builder("code", AttributeType.STRING)
                    .required(true)
                    .build(),
            AttributeDefinition.builder("seal", AttributeType.STRING)
                    .mutability(Mutability.IMMUTABLE)
                    .build());

    /** Has everything. */
    private static ResourceType whole() {
        Schema schema = StandardTypes.user()
                .schema()
                .withAttribute(AttributeDefinition.builder("badge", AttributeType.STRING)
                        .mutability(Mutability.IMMUTABLE)
                        .uniqueness(Uniqueness.SERVER)
                        .build())
                .withAttribute(AttributeDefinition.builder("level", AttributeType.STRING)
                        .required(true)
                        .build());
        return ResourceType.builder("User", schema)
                .extension(StandardSchemas.ENTERPRISE_USER)
                .extension(VAULT_SCHEMA)
                .build();
    }

    /** Lacks what is hidden. */
    private static ResourceType part() {
        return ResourceType.builder("User", without(StandardTypes.user().schema(), ""))
                .extension(without(StandardSchemas.ENTERPRISE_USER, Scim.ENTERPRISE + ":"))
                .build();
    }

    private static Schema without(Schema schema, String prefix) {
        List<AttributeDefinition> known = new ArrayList<>();
        for (AttributeDefinition attribute : schema.attributes()) {
            String path = prefix + attribute.name();
            if (HIDDEN.contains(path)) {
                continue;
            }
            List<AttributeDefinition> parts = attribute.subAttributes().stream()
                    .filter(part -> !HIDDEN.contains(path + "." + part.name()))
                    .toList();
            known.add(
                    parts.size() == attribute.subAttributes().size()
                            ? attribute
                            : attribute.toBuilder().subAttributes(parts).build());
        }
        return new Schema(schema.id(), schema.name(), schema.description(), known);
    }

    private static final class Hiding implements AccessPolicy {

        @Override
        public boolean permits(RequestContext context, Operation operation, ResourceType type, @Nullable String id) {
            return true;
        }

        @Override
        public Set<String> hiddenAttributes(RequestContext context, ResourceType type) {
            return type.name().equals("User") ? HIDDEN : Set.of();
        }
    }

    private static final String SEEN = "'nickName':'n','name':{'familyName':'f'},'userName':'a'";

    /** What the client sees of the users. */
    private static final List<String> SHOWN = List.of(
            user(SEEN + ",'emails':[{'value':'a@x','type':'work','primary':true},{'value':'b@x','type':'home'}],"
                    + "'<E>':{'costCenter':'c'}"),
            user("'userName':'b','active':false"),
            user("'userName':'c','title':null,'emails':[{'value':'c@x','primary':true}]"));

    /** The same users with what is hidden. */
    private static final List<String> STORED = List.of(
            user("'nickName':'n','name':{'familyName':'f','givenName':'secret'},'userName':'a','title':'secret',"
                    + "'badge':'secret','level':'secret','entitlements':[{'value':'secret'}],"
                    + "'emails':[{'value':'a@x','type':'work','primary':true,'display':'secret'},{'display':'secret'},"
                    + "{'value':'b@x','type':'home','display':'secret'}],"
                    + "'<E>':{'costCenter':'c','department':'secret','manager':{'value':'u2'}},"
                    + "'" + VAULT + "':{'code':'secret','seal':'secret'}"),
            user("'userName':'b','active':false,'level':'secret','name':{'givenName':'secret'},"
                    + "'emails':[{'display':'secret'}],'<E>':{'department':'secret'},'" + VAULT
                    + "':{'code':'secret'}"),
            user("'userName':'c','level':'secret','emails':[{'value':'c@x','primary':true},{'display':'secret'}]"));

    /** One of the two services, fresh. */
    private static final class Side {

        private final Scim client;
        private final Scim everything;

        Side(ResourceType type, ClientProfile profile, List<String> users, boolean hiding) {
            InMemoryRepository store = InMemoryRepository.builder(type)
                    .ids(counter("u"))
                    .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                    .build();
            InMemoryRepository groups = InMemoryRepository.builder(StandardTypes.group())
                    .memberships("members")
                    .ids(counter("g"))
                    .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                    .build();
            everything = Scim.of(Scim.builder().repositories(store, groups));
            var builder = Scim.builder()
                    .repositories(store, groups)
                    .referentialIntegrity()
                    .profile(profile);
            if (hiding) {
                builder.accessPolicy(new Hiding()).defaultValue("User", "level", "standard");
            }
            client = Scim.of(builder);
            users.forEach(body -> everything.post("/Users", body).expect(201));
            everything.group("staff", "u1");
        }

        private static Supplier<String> counter(String prefix) {
            int[] last = new int[1];
            return () -> prefix + ++last[0];
        }

        String version(String path) {
            return client.get(path).header("ETag");
        }
    }

    /** A request, and the user it is about. */
    private record Request(String method, String path, String body) {

        String name() {
            return method + " " + path + " " + body;
        }

        Answer of(Side side) {
            return side.client.send(method, path, body);
        }
    }

    @TestFactory
    Stream<DynamicNode> answersAreTheSame() {
        Map<String, ClientProfile> profiles = new LinkedHashMap<>();
        profiles.put("INTEROPERABLE", ClientProfile.INTEROPERABLE);
        profiles.put("STRICT", ClientProfile.STRICT);
        profiles.put(
                "INTEROPERABLE, complex values as wholes",
                ClientProfile.INTEROPERABLE.with(Tolerance.REPLACE_COMPLEX_AS_WHOLE));
        return profiles.entrySet().stream()
                .map(profile -> dynamicContainer(
                        profile.getKey(),
                        requests(profile.getValue())
                                .map(request ->
                                        dynamicTest(request.name(), () -> compare(request, profile.getValue())))));
    }

    /** How complex values are replaced makes a difference to PATCH alone. */
    private static Stream<Request> requests(ClientProfile profile) {
        return profile.tolerates(Tolerance.REPLACE_COMPLEX_AS_WHOLE)
                ? patches().stream()
                : Stream.of(patches(), bodies(), queries(), discovery()).flatMap(List::stream);
    }

    private static void compare(Request request, ClientProfile profile) {
        Side hiding = new Side(whole(), profile, STORED, true);
        Side lacking = new Side(part(), profile, SHOWN, false);
        Map<String, String> before = hiddenOf(hiding);
        String hidingVersion = hiding.version("/Users/u1");
        String lackingVersion = lacking.version("/Users/u1");

        Answer hidden = request.of(hiding);
        Answer absent = request.of(lacking);

        assertThat(told(hidden)).isEqualTo(told(absent));
        assertThat(told(hiding.client.get("/Users"))).isEqualTo(told(lacking.client.get("/Users")));
        assertThat(hiding.version("/Users/u1").equals(hidingVersion))
                .as("whether the version stays")
                .isEqualTo(lacking.version("/Users/u1").equals(lackingVersion));
        if (absent.header("ETag").isEmpty()) {
            assertThat(hidden.header("ETag")).isEmpty();
        } else if (!absent.header("Location").isEmpty()) {
            String path = absent.header("Location").substring(Scim.BASE.length());
            assertThat(hidden.header("ETag")).isEqualTo(hiding.version(path));
        }
        Map<String, String> after = hiddenOf(hiding);
        assertThat(after).containsAllEntriesOf(before);
        after.keySet().removeAll(before.keySet());
        after.forEach((id, values) -> assertThat(values).as(id).isEqualTo("standard"));
    }

    private static String told(Answer answer) {
        return answer.status() + " " + answer.header("Location") + " " + cleaned(answer.body()) + " "
                + answer.text().contains("secret");
    }

    /** Without what differs by its nature: versions, and the time that is not shown beside hidden attributes. */
    private static JsonNode cleaned(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.get("meta") instanceof ObjectNode meta) {
                meta.remove(List.of("version", "lastModified"));
            }
            if (object.has("method")) {
                object.remove("version");
            }
        }
        node.forEach(HiddenOrAbsentTest::cleaned);
        return node;
    }

    /** What no request of the client may change, by user. Entries that a request takes out take theirs with them. */
    private static Map<String, String> hiddenOf(Side side) {
        Map<String, String> hidden = new LinkedHashMap<>();
        side.everything
                .get("/Users")
                .expect(200)
                .body()
                .path("Resources")
                .forEach(user -> hidden.put(
                        user.path("id").asText(),
                        Stream.of(
                                        "/title",
                                        "/name/givenName",
                                        "/badge",
                                        "/level",
                                        "/entitlements",
                                        "/" + Scim.ENTERPRISE + "/department",
                                        "/" + Scim.ENTERPRISE + "/manager/value",
                                        "/" + VAULT)
                                .map(pointer -> user.at(pointer).isMissingNode()
                                        ? ""
                                        : user.at(pointer).toString())
                                .map(text -> text.replace("\"", ""))
                                .reduce("", String::concat)));
        return hidden;
    }

    // ---- requests

    private static final List<String> PATHS = List.of(
            "title",
            "<U>:title",
            "nickName",
            "name",
            "name.givenName",
            "name.familyName",
            "emails",
            "emails.display",
            "emails.value",
            "emails[type eq \\'work\\']",
            "emails[type eq \\'work\\'].display",
            "emails[type eq \\'work\\'].value",
            "emails[type eq \\'work\\'].type",
            "emails[display eq \\'secret\\']",
            "emails[display pr].value",
            "emails[not (value pr)]",
            "emails[value ne \\'a@x\\']",
            "emails[primary eq false].value",
            "entitlements",
            "entitlements[value eq \\'secret\\']",
            "groups",
            "badge",
            "level",
            "department",
            "manager",
            "manager.value",
            "<E>",
            "<E>:department",
            "<E>:costCenter",
            "<E>:manager",
            "<E>:manager.value",
            VAULT,
            VAULT + ":code",
            VAULT + ":seal",
            "schemas",
            "schemas[value eq \\'<E>\\']",
            "schemas[value eq \\'" + VAULT + "\\']",
            "nothing");

    private static final List<String> VALUES = List.of(
            "'secret'",
            "'x'",
            "null",
            "{'value':'secret'}",
            "[{'value':'a@x','type':'work','display':'x'}]",
            "{'value':'n@x','display':'x','type':'work'}",
            "{'familyName':'g','givenName':'x'}",
            "{'code':'x','department':'x','costCenter':'d'}");

    private static final List<String> MEMBERS = List.of(
            "'title':'x'",
            "'title':null",
            "'badge':'secret'",
            "'level':''",
            "'name':{'givenName':'x'}",
            "'name':{'givenName':'x','familyName':'g'}",
            "'name.givenName':'x'",
            "'emails':[{'display':'secret'}]",
            "'emails':[{'value':'b@x','type':'home','display':'x'}]",
            "'emails':[{'value':'a@x','type':'other'}]",
            "'emails':[{'value':'new@x'},{'value':'b@x','type':'home'}]",
            "'emails':[]",
            "'entitlements':[{'value':'secret'}]",
            "'groups':[{'value':'g1'}]",
            "'manager':{'value':'u2'}",
            "'manager':'u2'",
            "'<E>':{'department':'x'}",
            "'<E>':{'manager':{'value':'u3'},'costCenter':'d'}",
            "'<E>':{}",
            "'<E>':null",
            "'<E>:department':'x'",
            "'" + VAULT + "':{'code':'x'}",
            "'" + VAULT + "':{'seal':'x'}",
            "'" + VAULT + ":code':'x'",
            "'meta':{'lastModified':'2020-01-01T00:00:00Z'}",
            "'nothing':'x'");

    private static List<Request> patches() {
        List<String> operations = new ArrayList<>();
        for (String path : PATHS) {
            operations.add("{'op':'remove','path':'" + path + "'}");
            operations.add("{'op':'remove','path':'" + path + "','value':[{'display':'secret'},{'value':'secret'}]}");
            for (String value : VALUES) {
                operations.add("{'op':'add','path':'" + path + "','value':" + value + "}");
                operations.add("{'op':'replace','path':'" + path + "','value':" + value + "}");
            }
        }
        for (String member : MEMBERS) {
            operations.add("{'op':'add','value':{" + member + "}}");
            operations.add("{'op':'replace','value':{" + member + ",'nickName':'m'}}");
        }
        List<Request> requests = new ArrayList<>();
        for (String operation : operations) {
            requests.add(new Request("PATCH", "/Users/u1", patchOp(operation)));
        }
        for (int i = 0; i < operations.size(); i += 3) {
            requests.add(new Request("PATCH", "/Users/u2", patchOp(operations.get(i))));
        }
        for (int i = 0; i < operations.size(); i += 7) {
            String data = patchOp(operations.get(i));
            requests.add(
                    new Request("POST", "/Bulk", bulk("{'method':'PATCH','path':'/Users/u1','data':" + data + "}")));
        }
        return requests;
    }

    private static List<Request> bodies() {
        List<Request> requests = new ArrayList<>();
        for (String member : MEMBERS) {
            String body = user("'userName':'z'," + member);
            requests.add(new Request("POST", "/Users", body));
            requests.add(new Request("POST", "/Users?attributes=title,entitlements,name", body));
            requests.add(new Request("PUT", "/Users/u1", body));
            requests.add(new Request("PUT", "/Users/u2", body));
            requests.add(new Request(
                    "POST",
                    "/Bulk",
                    bulk(
                            "{'method':'POST','path':'/Users','bulkId':'q','data':" + body + "}",
                            "{'method':'PUT','path':'/Users/u3','data':" + user("'userName':'y'," + member) + "}",
                            "{'method':'DELETE','path':'/Users/u9'}")));
        }
        for (String urn : List.of("<E>", VAULT, "urn:example:nothing")) {
            String schemas = "{'schemas':['<U>','" + urn + "'],'userName':'z'}";
            requests.add(new Request("POST", "/Users", schemas));
            requests.add(new Request("PUT", "/Users/u1", schemas));
            requests.add(new Request("POST", "/Groups", "{'schemas':['<G>','" + urn + "'],'displayName':'z'}"));
            requests.add(new Request(
                    "PATCH", "/Users/u1", patchOp("{'op':'replace','path':'schemas','value':['<U>','" + urn + "']}")));
            requests.add(new Request(
                    "PATCH", "/Users/u1", patchOp("{'op':'add','value':{'schemas':['<U>','" + urn + "']}}")));
        }
        requests.add(new Request("POST", "/Users", user("'userName':'A'")));
        requests.add(new Request("PUT", "/Users/u1", SHOWN.get(0)));
        return requests;
    }

    private static List<Request> queries() {
        List<String> conditions = new ArrayList<>();
        for (String path : PATHS) {
            boolean selection = path.indexOf('[') >= 0;
            String text = path.replace("\\'", "'");
            if (selection) {
                conditions.add(text);
            } else {
                for (String condition : List.of("pr", "eq 'secret'", "ne 'secret'", "sw 's'", "eq null", "gt 'a'")) {
                    conditions.add(text + " " + condition);
                }
            }
        }
        conditions.addAll(List.of(
                "schemas eq '<E>'",
                "schemas ne '<U>'",
                "schemas eq '" + VAULT + "'",
                "schemas co 'vault'",
                "schemas[not (value eq '<U>')]",
                "emails.primary eq false",
                "emails.primary ne true",
                "emails.value ne 'c@x'",
                "emails[primary eq false]",
                "emails[not (type eq 'work')]",
                "emails[value eq null]",
                "emails[type ne 'work']",
                "meta pr",
                "meta.created pr",
                "userName eq 'a' and title eq 'secret'",
                "userName eq 'a' or not (title pr)"));
        List<Request> requests = new ArrayList<>();
        for (String condition : conditions) {
            requests.add(new Request("GET", "/Users?filter=" + encoded(condition), ""));
            requests.add(new Request("GET", "/Users?filter=" + encoded("not (" + condition + ")"), ""));
            requests.add(new Request("GET", "/?filter=" + encoded(condition), ""));
            requests.add(new Request("GET", "/Users/u2?filter=" + encoded(condition), ""));
            requests.add(new Request(
                    "POST",
                    "/Users/.search",
                    "{'schemas':['<M>SearchRequest'],'filter':'" + condition.replace("'", "\\'") + "'}"));
        }
        for (String path : PATHS) {
            String parameter = encoded(path.replace("\\'", "'"));
            for (String name : List.of("sortBy", "attributes", "excludedAttributes")) {
                requests.add(new Request("GET", "/Users?" + name + "=" + parameter, ""));
                requests.add(new Request("GET", "/?" + name + "=" + parameter, ""));
                requests.add(new Request("GET", "/Users/u1?" + name + "=" + parameter, ""));
            }
        }
        return requests;
    }

    private static List<Request> discovery() {
        return Stream.of(
                        "/Schemas",
                        "/Schemas/" + Scim.USER,
                        "/Schemas/" + Scim.ENTERPRISE,
                        "/Schemas/" + VAULT,
                        "/ResourceTypes",
                        "/ResourceTypes/User",
                        "/Users/u1")
                .map(path -> new Request("GET", path, ""))
                .toList();
    }
}
