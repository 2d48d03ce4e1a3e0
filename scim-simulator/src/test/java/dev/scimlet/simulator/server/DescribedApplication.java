package dev.scimlet.simulator.server;

import dev.scimlet.simulator.mapping.TargetPath;
import dev.scimlet.simulator.transport.ScimAnswer;
import dev.scimlet.simulator.transport.ScimCall;
import dev.scimlet.testkit.json.PlainJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Stands before a {@link SmallScimServer}: describes what it has, and refuses whatever it has not, so that a client which
 * goes beyond the description fails.
 */
public final class DescribedApplication implements Function<ScimCall, Optional<ScimAnswer>> {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

    /** What every client may send: common attributes, and what Entra ID and Okta send in any case. */
    private static final Set<String> ALWAYS = Set.of("schemas", "id", "meta", "roles", "groups", "password");

    private final Map<String, List<Map<String, Object>>> schemas = new LinkedHashMap<>();
    private final Set<String> targets = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private boolean externalId;
    private boolean groups;
    private boolean patch = true;
    private boolean resourceTypes = true;

    /** An application whose users have a {@code userName}, and nothing else. */
    public DescribedApplication() {
        schemas.put(USER, new ArrayList<>());
        user("userName", "string", Map.of());
    }

    /** Users have a single-valued attribute, with some characteristics other than the usual ones. */
    public DescribedApplication user(String name, String type, Map<String, Object> characteristics) {
        return attribute(USER, name, type, characteristics);
    }

    /** Users, or an extension of theirs by its URN, have a single-valued attribute. */
    public DescribedApplication attribute(
            String schema, String name, String type, Map<String, Object> characteristics) {
        Map<String, Object> attribute = new LinkedHashMap<>(Map.of("name", name, "type", type, "multiValued", false));
        attribute.putAll(characteristics);
        schemas.computeIfAbsent(schema, urn -> new ArrayList<>()).add(attribute);
        if (!"readOnly".equals(characteristics.get("mutability"))) {
            targets.add((schema.equals(USER) || schema.equals(GROUP) ? "" : schema + ":") + name);
        }
        return this;
    }

    /** Users, or an extension of theirs by its URN, have a complex attribute; of a list, with entries of these types only. */
    public DescribedApplication complex(String schema, String name, List<String> parts, List<String> types) {
        List<Map<String, Object>> subAttributes = new ArrayList<>();
        for (String part : parts) {
            subAttributes.add(Map.of("name", part, "type", part.equals("primary") ? "boolean" : "string"));
        }
        if (!types.isEmpty()) {
            subAttributes.add(Map.of("name", "type", "type", "string", "canonicalValues", types));
        }
        attribute(schema, name, "complex", Map.of("subAttributes", subAttributes, "multiValued", !types.isEmpty()));
        return this;
    }

    /** Users and groups have an {@code externalId}, by which they can be searched. */
    public DescribedApplication withExternalId() {
        externalId = true;
        return this;
    }

    /** There are groups, with members. */
    public DescribedApplication withGroups() {
        groups = true;
        attribute(GROUP, "displayName", "string", Map.of("required", true));
        attribute(
                GROUP,
                "members",
                "complex",
                Map.of("multiValued", true, "subAttributes", List.of(Map.of("name", "value", "type", "string"))));
        return this;
    }

    public DescribedApplication withoutPatch() {
        patch = false;
        return this;
    }

    /** Nothing but {@code /Schemas} describes it. */
    public DescribedApplication withoutResourceTypes() {
        resourceTypes = false;
        return this;
    }

    @Override
    public Optional<ScimAnswer> apply(ScimCall call) {
        return switch (call.target()) {
            case "/Schemas" -> Optional.of(list(schemaDocuments()));
            case "/ResourceTypes" ->
                Optional.of(resourceTypes ? list(types()) : SmallScimServer.error(404, "no such endpoint"));
            case "/ServiceProviderConfig" -> Optional.of(json(200, Map.of("patch", Map.of("supported", patch))));
            default -> refusal(call).map(why -> SmallScimServer.error(status(call), why));
        };
    }

    private int status(ScimCall call) {
        if (call.target().startsWith("/Groups") && !groups) {
            return 404;
        }
        return call.method().equals("PATCH") && !patch ? 501 : 400;
    }

    private Optional<String> refusal(ScimCall call) {
        if (call.target().startsWith("/Groups") && !groups) {
            return Optional.of("there are no groups");
        }
        if (call.target().contains("externalId") && !externalId) {
            return Optional.of("there is no externalId");
        }
        if (call.method().equals("PATCH") && !patch) {
            return Optional.of("there is no PATCH");
        }
        if (call.body().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> body = PlainJson.object(call.body());
        return call.method().equals("PATCH")
                ? PlainJson.members(body, "Operations").stream()
                        .flatMap(operation -> unknown(operation).stream())
                        .findFirst()
                : unknownIn(body);
    }

    private Optional<String> unknown(Map<String, Object> operation) {
        Optional<String> path = PlainJson.text(operation, "path");
        return path.isPresent()
                ? unknown(path.get())
                : PlainJson.member(operation, "value").flatMap(this::unknownIn);
    }

    private Optional<String> unknownIn(Map<String, Object> body) {
        for (Map.Entry<String, Object> member : body.entrySet()) {
            boolean extension = member.getKey().startsWith("urn:") && member.getValue() instanceof Map;
            Optional<String> found = extension
                    ? PlainJson.asObject(member.getValue()).orElseThrow().keySet().stream()
                            .flatMap(name -> unknown(member.getKey() + ":" + name).stream())
                            .findFirst()
                    : unknown(member.getKey());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> unknown(String path) {
        TargetPath target = TargetPath.parse(path.replaceAll("\\[value eq .*]", ""));
        String attribute = (target.schema().isEmpty() ? "" : target.schema() + ":") + target.attribute();
        boolean known = targets.contains(attribute)
                || ALWAYS.contains(attribute)
                || (externalId && attribute.equals("externalId"));
        return known ? Optional.empty() : Optional.of("there is no " + attribute);
    }

    private List<Map<String, Object>> schemaDocuments() {
        List<Map<String, Object>> documents = new ArrayList<>();
        schemas.forEach((urn, attributes) -> documents.add(Map.of("id", urn, "attributes", attributes)));
        return documents;
    }

    private List<Map<String, Object>> types() {
        List<Map<String, Object>> extensions = schemas.keySet().stream()
                .filter(urn -> !urn.equals(USER) && !urn.equals(GROUP))
                .map(urn -> Map.<String, Object>of("schema", urn, "required", false))
                .toList();
        List<Map<String, Object>> types = new ArrayList<>();
        types.add(Map.of("id", "User", "endpoint", "/Users", "schema", USER, "schemaExtensions", extensions));
        if (groups) {
            types.add(Map.of("id", "Group", "endpoint", "/Groups", "schema", GROUP));
        }
        return types;
    }

    private static ScimAnswer list(List<Map<String, Object>> resources) {
        return json(
                200,
                Map.of(
                        "schemas",
                        List.of("urn:ietf:params:scim:api:messages:2.0:ListResponse"),
                        "totalResults",
                        resources.size(),
                        "Resources",
                        resources));
    }

    private static ScimAnswer json(int status, Map<String, Object> body) {
        return new ScimAnswer(status, Map.of("Content-Type", "application/scim+json"), PlainJson.write(body));
    }
}
