package dev.scimlet.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.ResourceReader;
import dev.scimlet.core.json.message.Message;
import dev.scimlet.core.profile.PasswordHandling;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.SchemaExtension;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;
import dev.scimlet.protocol.access.AuthenticationScheme;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /ServiceProviderConfig}, {@code /ResourceTypes} and {@code /Schemas} (RFC 7643 §5 to §7, RFC 7644 §4), derived
 * from what is registered, so that they cannot say anything else than what the service does.
 */
final class DiscoveryEndpoint {

    private static final String CONFIG = "ServiceProviderConfig";
    private static final String TYPES = "ResourceTypes";
    private static final String SCHEMAS = "Schemas";
    private static final String METHODS = "GET, HEAD, OPTIONS";

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> DOCUMENT = new TypeReference<>() {};

    private final ServiceSettings settings;
    private final AuthenticationScheme scheme;
    private final List<ResourceType> types;
    private final List<DiscoveryView> views;
    private final Map<String, Schema> schemas = new LinkedHashMap<>();

    DiscoveryEndpoint(
            ServiceSettings settings,
            AuthenticationScheme scheme,
            List<ResourceType> types,
            List<DiscoveryView> views) {
        this.views = List.copyOf(views);
        this.settings = settings;
        this.scheme = scheme;
        this.types = types;
        for (ResourceType type : types) {
            register(type.schema());
            type.extensions().forEach(extension -> register(extension.schema()));
        }
        register(StandardSchemas.SERVICE_PROVIDER_CONFIG);
        register(StandardSchemas.RESOURCE_TYPE);
        register(StandardSchemas.SCHEMA);
    }

    private void register(Schema schema) {
        schemas.putIfAbsent(schema.id().toLowerCase(Locale.ROOT), schema);
    }

    boolean serves(String segment) {
        return segment.equals(CONFIG) || segment.equals(TYPES) || segment.equals(SCHEMAS);
    }

    ScimResponse handle(Exchange exchange, List<String> segments) {
        boolean config = segments.get(0).equals(CONFIG);
        if (segments.size() > (config ? 1 : 2)) {
            throw Route.unknown(exchange.request().path());
        }
        String method = exchange.request().method();
        if (method.equals("OPTIONS")) {
            return Route.options(METHODS);
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Route.notAllowed(METHODS);
        }
        Parameters parameters = Parameters.of(exchange);
        if (parameters.has("filter")) {
            throw ScimException.withStatus(403, "discovery endpoints do not filter");
        }
        Shown shown = Shown.of(parameters);
        if (config) {
            return answer(shown.of(seen(exchange, config(exchange), DiscoveryView::serviceProviderConfig)));
        }
        boolean ofTypes = segments.get(0).equals(TYPES);
        if (segments.size() == 1) {
            List<ObjectNode> all = new ArrayList<>();
            if (ofTypes) {
                types.forEach(type -> all.add(shown.of(type(exchange, type))));
            } else {
                schemas.values().stream()
                        .filter(schema -> isKnown(exchange, schema))
                        .forEach(schema -> all.add(shown.of(schema(exchange, schema))));
            }
            return answer(list(all));
        }
        String id = segments.get(1);
        Optional<ObjectNode> found = ofTypes
                ? types.stream()
                        .filter(type -> type.name().equals(id))
                        .findFirst()
                        .map(type -> type(exchange, type))
                : Optional.ofNullable(schemas.get(id.toLowerCase(Locale.ROOT)))
                        .filter(schema -> isKnown(exchange, schema))
                        .map(schema -> schema(exchange, schema));
        return answer(
                shown.of(found.orElseThrow(() -> ScimException.notFound(ofTypes ? "ResourceType" : "Schema", id))));
    }

    // ---- what the client may know of

    /** Whether some type that has the schema shows something of it; the schemas of discovery itself are nobody's. */
    private boolean isKnown(Exchange exchange, Schema schema) {
        return usersOf(schema).isEmpty() || !containers(exchange, schema).isEmpty();
    }

    private List<ResourceType> usersOf(Schema schema) {
        return types.stream()
                .filter(type -> type.schema().id().equalsIgnoreCase(schema.id())
                        || type.extension(schema.id()).isPresent())
                .toList();
    }

    /** What holds the attributes of a schema in a type, and what of it the client may not know of. */
    private record Container(AttributeDefinition definition, HiddenAttributes hidden) {

        boolean knows(AttributeDefinition attribute, @Nullable AttributeDefinition part) {
            AttributeDefinition known = hidden.find(definition, attribute.name());
            return known != null && (part == null || hidden.find(known, part.name()) != null);
        }
    }

    /** A password that nobody takes is none of the schema, either. */
    private static HiddenAttributes hidden(Exchange exchange, ResourceType type) {
        HiddenAttributes hidden = exchange.view().of(type).hidden();
        return exchange.passwords() == PasswordHandling.ACCEPT ? hidden : ResourceReader.withoutPassword(type, hidden);
    }

    private List<Container> containers(Exchange exchange, Schema schema) {
        List<Container> containers = new ArrayList<>();
        for (ResourceType type : usersOf(schema)) {
            HiddenAttributes hidden = hidden(exchange, type);
            AttributeDefinition root = type.definition();
            AttributeDefinition definition =
                    type.schema().id().equalsIgnoreCase(schema.id()) ? root : hidden.find(root, schema.id());
            if (definition != null) {
                containers.add(new Container(definition, hidden));
            }
        }
        return containers;
    }

    /** One kind of document, as a view changes it. */
    private interface Change {
        Map<String, Object> of(DiscoveryView view, RequestContext context, Map<String, Object> document);
    }

    private ObjectNode seen(Exchange exchange, ObjectNode document, Change change) {
        if (views.isEmpty()) {
            return document;
        }
        Map<String, Object> changed = JSON.convertValue(document, DOCUMENT);
        for (DiscoveryView view : views) {
            changed = change.of(view, exchange.context(), changed);
        }
        return JSON.valueToTree(changed);
    }

    private static ScimResponse answer(ObjectNode body) {
        try {
            return ScimResponse.builder(200)
                    .body(JSON.writeValueAsBytes(body))
                    .header("Cache-Control", "private, max-age=60")
                    .build();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** {@code attributes} and {@code excludedAttributes}, by the names of members at the top; id and schemas stay. */
    private record Shown(List<String> only, List<String> without) {

        private static final List<String> ALWAYS = List.of("schemas", "id");

        static Shown of(Parameters parameters) {
            List<String> only = parameters.names("attributes");
            List<String> without = parameters.names("excludedAttributes");
            if (!only.isEmpty() && !without.isEmpty()) {
                throw ScimException.of(
                        ErrorType.INVALID_VALUE, "'attributes' and 'excludedAttributes' exclude each other");
            }
            return new Shown(only, without);
        }

        ObjectNode of(ObjectNode resource) {
            List<String> dropped = new ArrayList<>();
            resource.fieldNames().forEachRemaining(name -> {
                boolean named = !only.isEmpty() && only.stream().noneMatch(path -> starts(path, name));
                boolean excluded = without.stream().anyMatch(name::equalsIgnoreCase);
                if (!ALWAYS.contains(name) && (named || excluded)) {
                    dropped.add(name);
                }
            });
            resource.remove(dropped);
            return resource;
        }

        private static boolean starts(String path, String name) {
            return path.equalsIgnoreCase(name)
                    || path.length() > name.length()
                            && path.charAt(name.length()) == '.'
                            && path.regionMatches(true, 0, name, 0, name.length());
        }
    }

    private static ObjectNode list(List<ObjectNode> resources) {
        ObjectNode list = JSON.createObjectNode();
        list.putArray("schemas").add(Message.LIST_RESPONSE.urn());
        list.put("totalResults", resources.size());
        list.put("itemsPerPage", resources.size());
        list.put("startIndex", 1);
        list.putArray("Resources").addAll(resources);
        return list;
    }

    private static void meta(ObjectNode resource, String resourceType, String location) {
        resource.putObject("meta").put("resourceType", resourceType).put("location", location);
    }

    private ObjectNode config(Exchange exchange) {
        ServiceLimits limits = settings.limits();
        ObjectNode config = JSON.createObjectNode();
        config.putArray("schemas").add(StandardSchemas.SERVICE_PROVIDER_CONFIG.id());
        config.putObject("patch").put("supported", settings.offers(Feature.PATCH));
        config.putObject("bulk")
                .put("supported", settings.offers(Feature.BULK))
                .put("maxOperations", limits.maxBulkOperations())
                .put("maxPayloadSize", limits.maxBulkBytes());
        config.putObject("filter")
                .put("supported", settings.offers(Feature.FILTER))
                .put("maxResults", limits.maxResults());
        config.putObject("changePassword")
                .put("supported", settings.changesPasswords() && exchange.passwords() == PasswordHandling.ACCEPT);
        config.putObject("sort").put("supported", settings.offers(Feature.SORT));
        config.putObject("etag").put("supported", settings.offers(Feature.ETAG));
        boolean cursor = settings.offers(Feature.CURSOR_PAGINATION);
        boolean index = settings.offers(Feature.INDEX_PAGINATION);
        ObjectNode pagination =
                config.putObject("pagination").put("cursor", cursor).put("index", index);
        pagination.put("defaultPaginationMethod", settings.pagesByCursorByDefault() ? "cursor" : "index");
        pagination.put("defaultPageSize", limits.defaultPageSize()).put("maxPageSize", limits.maxResults());
        if (cursor) {
            pagination.put("cursorTimeout", limits.cursorLifetime().toSeconds());
        }
        ObjectNode authentication = config.putArray("authenticationSchemes")
                .addObject()
                .put("type", scheme.type())
                .put("name", scheme.name())
                .put("description", scheme.description());
        scheme.specUri().ifPresent(uri -> authentication.put("specUri", uri));
        authentication.put("primary", true);
        meta(config, CONFIG, exchange.locations().baseUrl() + "/" + CONFIG);
        return config;
    }

    private ObjectNode type(Exchange exchange, ResourceType type) {
        HiddenAttributes hidden = exchange.view().of(type).hidden();
        ObjectNode node = JSON.createObjectNode();
        node.putArray("schemas").add(StandardSchemas.RESOURCE_TYPE.id());
        node.put("id", type.name());
        node.put("name", type.name());
        node.put("endpoint", type.endpoint());
        node.put("description", type.description());
        node.put("schema", type.schema().id());
        ArrayNode extensions = node.putArray("schemaExtensions");
        for (SchemaExtension extension : type.extensions()) {
            if (hidden.find(type.definition(), extension.schema().id()) == null) {
                continue;
            }
            extensions.addObject().put("schema", extension.schema().id()).put("required", extension.required());
        }
        meta(node, "ResourceType", exchange.locations().baseUrl() + "/" + TYPES + "/" + type.name());
        return seen(exchange, node, DiscoveryView::resourceType);
    }

    private ObjectNode schema(Exchange exchange, Schema schema) {
        List<Container> containers = containers(exchange, schema);
        ObjectNode node = containers.isEmpty()
                ? SchemaNodes.of(schema)
                : SchemaNodes.of(
                        schema,
                        (attribute, part) ->
                                containers.stream().anyMatch(container -> container.knows(attribute, part)));
        meta(node, "Schema", exchange.locations().baseUrl() + "/" + SCHEMAS + "/" + schema.id());
        return seen(exchange, node, DiscoveryView::schema);
    }
}
