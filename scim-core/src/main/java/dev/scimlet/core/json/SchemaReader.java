package dev.scimlet.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.TextLimits;
import dev.scimlet.core.schema.Uniqueness;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads schema definitions in the form that {@code /Schemas} shows (RFC 7643 §7, §8.7). */
public final class SchemaReader {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";

    private static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

    private final JsonMapper mapper = new JsonMapper();

    /** A reader. */
    public SchemaReader() {}

    /**
     * A schema.
     *
     * @throws IllegalArgumentException if the text is no JSON, or the definition is faulty, with the reason
     */
    public Schema read(InputStream json) {
        try {
            return schema(mapper.readTree(json));
        } catch (IOException malformed) {
            throw new IllegalArgumentException("the schema is not JSON: " + malformed.getMessage(), malformed);
        }
    }

    /** As {@link #read(InputStream)}. */
    public Schema read(String json) {
        try {
            return schema(mapper.readTree(json));
        } catch (IOException malformed) {
            throw new IllegalArgumentException("the schema is not JSON: " + malformed.getMessage(), malformed);
        }
    }

    private static Schema schema(JsonNode node) {
        String id = text(node, "id");
        List<AttributeDefinition> attributes = new ArrayList<>();
        for (JsonNode attribute : required(node, "attributes")) {
            AttributeDefinition definition = attribute(attribute);
            attributes.add(id.equals(USER) || id.equals(GROUP) ? completed(definition) : definition);
        }
        return new Schema(id, text(node, "name"), node.path("description").asText(""), attributes);
    }

    /** What no characteristic tells of core attributes: how they compare, and how long they may be. */
    private static AttributeDefinition completed(AttributeDefinition definition) {
        return switch (definition.name()) {
            case "userName" -> definition.toBuilder().comparedAsUserName().build();
            case "displayName" ->
                definition.toBuilder().maxLength(TextLimits.KEY).build();
            case "photos" -> withPictures(definition);
            default -> definition;
        };
    }

    /** Pictures come as data URIs too. */
    private static AttributeDefinition withPictures(AttributeDefinition photos) {
        return photos.toBuilder()
                .subAttributes(photos.subAttributes().stream()
                        .map(part -> part == photos.valueSubAttribute()
                                ? part.toBuilder().maxLength(TextLimits.BINARY).build()
                                : part)
                        .toList())
                .build();
    }

    private static AttributeDefinition attribute(JsonNode node) {
        AttributeType type =
                keyword(node, "type", AttributeType.STRING, AttributeType.values(), AttributeType::keyword);
        AttributeDefinition.Builder builder = AttributeDefinition.builder(text(node, "name"), type)
                .multiValued(node.path("multiValued").asBoolean(false))
                .description(node.path("description").asText(""))
                .required(node.path("required").asBoolean(false))
                .canonicalValues(texts(node, "canonicalValues"))
                .mutability(
                        keyword(node, "mutability", Mutability.READ_WRITE, Mutability.values(), Mutability::keyword))
                .returned(keyword(node, "returned", Returned.DEFAULT, Returned.values(), Returned::keyword))
                .uniqueness(keyword(node, "uniqueness", Uniqueness.NONE, Uniqueness.values(), Uniqueness::keyword))
                .referenceTypes(texts(node, "referenceTypes"));
        if (node.has("caseExact")) {
            builder.caseExact(node.path("caseExact").asBoolean());
        }
        List<AttributeDefinition> subAttributes = new ArrayList<>();
        for (JsonNode subAttribute : node.path("subAttributes")) {
            subAttributes.add(attribute(subAttribute));
        }
        return builder.subAttributes(subAttributes).build();
    }

    private static <E> E keyword(JsonNode node, String member, E standard, E[] values, Function<E, String> keyword) {
        String text = node.path(member).asText("");
        for (E value : values) {
            if (keyword.apply(value).equalsIgnoreCase(text)) {
                return value;
            }
        }
        if (!text.isEmpty()) {
            throw new IllegalArgumentException("attribute '" + node.path("name").asText("?") + "' has " + member + " '"
                    + text + "', which RFC 7643 §7 does not know");
        }
        return standard;
    }

    private static List<String> texts(JsonNode node, String member) {
        List<String> texts = new ArrayList<>();
        node.path(member).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static String text(JsonNode node, String member) {
        return required(node, member).asText();
    }

    private static JsonNode required(JsonNode node, String member) {
        JsonNode value = node.get(member);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("a schema definition lacks '" + member + "' (RFC 7643 §7)");
        }
        return value;
    }
}
