package dev.scimlet.examples.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Fills a store with users and groups, the same at each start: what is usual of what a type has, and whatever it demands.
 * They go through a service of their own with the limits and tolerances that one has by itself.
 */
final class SampleData {

    /** A body of this many stays far under every limit. */
    private static final int MEMBERS_IN_A_REQUEST = 1_000;

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";

    private static final List<String> GIVEN =
            List.of("Barbara", "Paul", "Zoe", "Kenji", "Amina", "Jonas", "Priya", "Lucía", "Omar", "Hanna");
    private static final List<String> FAMILY = List.of(
            "Jensen", "Arnaud", "Novak", "Sato", "Diallo", "Lindqvist", "Raman", "García", "Haddad", "Weiss", "Okafor");
    private static final List<String> TITLES = List.of("Accountant", "Engineer", "Tour Guide", "Buyer", "Analyst");
    private static final List<String> DEPARTMENTS = List.of("Finance", "Engineering", "Sales", "Operations");

    private final ScimService service;
    private final Types types;
    private final JsonMapper json = new JsonMapper();

    SampleData(Store store, Types types) {
        ScimService.Builder builder =
                ScimService.builder().authenticator(request -> new Authentication.Accepted("sample data", null));
        store.addTo(builder);
        this.service = builder.build();
        this.types = types;
    }

    /**
     * Adds users, and groups among which they are dealt out; none of a type of which the store holds some.
     *
     * @throws UsageException if a resource is refused
     */
    void fill(int users, int groups) {
        List<String> ids = isEmpty(types.user()) ? create(types.user(), users) : List.of();
        if (!isEmpty(types.group())) {
            return;
        }
        List<String> groupIds = create(types.group(), groups);
        if (types.group().definition().find("members") == null) {
            return;
        }
        for (int group = 0; group < groups; group++) {
            List<String> members = new ArrayList<>();
            for (int user = group; user < ids.size(); user += groups) {
                members.add(ids.get(user));
            }
            for (int from = 0; from < members.size(); from += MEMBERS_IN_A_REQUEST) {
                add(groupIds.get(group), members.subList(from, Math.min(members.size(), from + MEMBERS_IN_A_REQUEST)));
            }
        }
    }

    private boolean isEmpty(ResourceType type) {
        return send("GET", type.endpoint(), "count=0", null, 200)
                        .path("totalResults")
                        .asInt()
                == 0;
    }

    private List<String> create(ResourceType type, int count) {
        List<String> ids = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            ids.add(send("POST", type.endpoint(), null, resource(type, number), 201)
                    .path("id")
                    .asText());
        }
        return ids;
    }

    private void add(String group, List<String> members) {
        ObjectNode patch = json.createObjectNode();
        patch.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:PatchOp");
        ObjectNode operation =
                patch.putArray("Operations").addObject().put("op", "add").put("path", "members");
        ArrayNode values = operation.putArray("value");
        members.forEach(member -> values.addObject().put("value", member));
        send("PATCH", types.group().endpoint() + "/" + group, "attributes=id", patch, 200);
    }

    private JsonNode send(String method, String path, @Nullable String query, @Nullable JsonNode body, int expected) {
        ScimRequest.Builder request =
                ScimRequest.builder(method, path).query(query).header("Content-Type", "application/scim+json");
        if (body != null) {
            request.body(body.toString());
        }
        ScimResponse response = service.handle(request.build());
        JsonNode answer = read(response.bodyText());
        if (response.status() != expected) {
            throw new UsageException(
                    "the sample data are refused: " + answer.path("detail").asText("status " + response.status()));
        }
        return answer;
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("the service answers what is no JSON", broken);
        }
    }

    /** What is usual and what is demanded of a type's attributes. */
    private ObjectNode resource(ResourceType type, int number) {
        ObjectNode resource = json.createObjectNode();
        ArrayNode schemas = resource.putArray("schemas").add(type.schema().id());
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            if (attribute.isExtension()) {
                ObjectNode extension = object(attribute.name() + ":", attribute, number);
                if (!extension.isEmpty()) {
                    schemas.add(attribute.name());
                    resource.set(attribute.name(), extension);
                }
            } else if (!attribute.name().equals("schemas")) {
                put(resource, "", attribute, number);
            }
        }
        return resource;
    }

    private ObjectNode object(String prefix, AttributeDefinition container, int number) {
        ObjectNode object = json.createObjectNode();
        container.subAttributes().forEach(part -> put(object, prefix, part, number));
        return object;
    }

    private void put(ObjectNode into, String prefix, AttributeDefinition attribute, int number) {
        if (attribute.mutability() == Mutability.READ_ONLY) {
            return;
        }
        JsonNode value = value(prefix + attribute.name(), attribute, number);
        if (value != null) {
            into.set(
                    attribute.name(),
                    attribute.multiValued() ? json.createArrayNode().add(value) : value);
        }
    }

    private @Nullable JsonNode value(String path, AttributeDefinition attribute, int number) {
        if (attribute.isComplex()) {
            ObjectNode parts = object(path + ".", attribute, number);
            boolean demanded = attribute.required() && parts.isEmpty();
            if (demanded) {
                AttributeDefinition first = attribute.subAttributes().get(0);
                parts.set(first.name(), demanded(first, number));
            }
            // An entry that says no more than what kind it is, is none
            boolean says = parts.properties().stream()
                    .anyMatch(part ->
                            !part.getKey().equals("type") && !part.getKey().equals("primary"));
            return says ? parts : null;
        }
        JsonNode usual = usual(path, number);
        if (usual == null) {
            return attribute.required() ? demanded(attribute, number) : null;
        }
        boolean fits = usual.isTextual() == attribute.type().isText() && usual.isBoolean() == isBoolean(attribute);
        List<String> canonical = attribute.canonicalValues();
        return fits && (canonical.isEmpty() || canonical.contains(usual.asText()))
                ? usual
                : demanded(attribute, number);
    }

    private static boolean isBoolean(AttributeDefinition attribute) {
        return attribute.type().keyword().equals("boolean");
    }

    private static JsonNode demanded(AttributeDefinition attribute, int number) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (!attribute.canonicalValues().isEmpty()) {
            return nodes.textNode(attribute.canonicalValues().get(0));
        }
        return switch (attribute.type()) {
            case STRING -> nodes.textNode(attribute.name() + " " + number);
            case BOOLEAN -> nodes.booleanNode(true);
            case INTEGER -> nodes.numberNode(number);
            case DECIMAL -> nodes.numberNode(number + 0.5);
            case DATE_TIME -> nodes.textNode("2026-01-01T00:00:00Z");
            case REFERENCE -> nodes.textNode("https://example.com/" + number);
            case BINARY -> nodes.textNode("c2FtcGxl");
            case COMPLEX -> nodes.objectNode();
        };
    }

    /** What everyday resources have at a path, of the number-th of them; null for what they have not. */
    private static @Nullable JsonNode usual(String path, int number) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        String given = pick(GIVEN, number - 1);
        String family = pick(FAMILY, number - 1);
        String address = mailbox(given) + "." + mailbox(family) + "." + number + "@example.com";
        String text = switch (path) {
            case "userName", "emails.value" -> address;
            case "externalId" -> "sample-" + number;
            case "name.givenName" -> given;
            case "name.familyName" -> family;
            case "name.formatted" -> given + " " + family;
            case "displayName" -> given + " " + family + " " + number;
            case "title" -> pick(TITLES, number - 1);
            case "emails.type" -> "work";
            case ENTERPRISE + "employeeNumber" -> Integer.toString(100_000 + number);
            case ENTERPRISE + "department" -> pick(DEPARTMENTS, number - 1);
            default -> null;
        };
        return text != null
                ? nodes.textNode(text)
                : path.equals("active") || path.equals("emails.primary") ? nodes.booleanNode(true) : null;
    }

    private static String pick(List<String> values, int number) {
        return values.get(number % values.size());
    }

    private static String mailbox(String name) {
        return name.toLowerCase(Locale.ROOT).replace('í', 'i');
    }
}
