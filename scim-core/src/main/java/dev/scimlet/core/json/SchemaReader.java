package dev.scimlet.core.json;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.schema.TextLimits;
import dev.scimlet.core.schema.Uniqueness;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads schema definitions in the form that {@code /Schemas} shows (RFC 7643 §7, §8.7). */
public final class SchemaReader {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";

    private static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

    /** A reader. */
    public SchemaReader() {}

    /**
     * A schema. Members that RFC 7643 §7 does not know are ignored.
     *
     * @throws IllegalArgumentException if the text is no JSON, or the definition is faulty, with the reason
     */
    public Schema read(InputStream json) {
        return schema(DefinitionNode.read(json, "the schema"));
    }

    /** As {@link #read(InputStream)}. */
    public Schema read(String json) {
        return schema(DefinitionNode.read(json, "the schema"));
    }

    private static Schema schema(DefinitionNode node) {
        String id = node.text("id");
        List<AttributeDefinition> attributes = new ArrayList<>();
        for (DefinitionNode attribute : node.requiredObjects("attributes", "an attribute of the schema")) {
            AttributeDefinition definition = attribute(attribute);
            boolean core = id.equalsIgnoreCase(USER) || id.equalsIgnoreCase(GROUP);
            attributes.add(core ? completed(definition) : definition);
        }
        return new Schema(id, node.text("name"), node.text("description", ""), attributes);
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

    private static AttributeDefinition attribute(DefinitionNode unnamed) {
        String name = unnamed.text("name");
        DefinitionNode node = unnamed.named("attribute '" + name + "'");
        AttributeType type =
                keyword(node, "type", AttributeType.STRING, AttributeType.values(), AttributeType::keyword);
        AttributeDefinition.Builder builder = AttributeDefinition.builder(name, type)
                .multiValued(node.flag("multiValued", false))
                .description(node.text("description", ""))
                .required(node.flag("required", false))
                .canonicalValues(node.texts("canonicalValues"))
                .mutability(
                        keyword(node, "mutability", Mutability.READ_WRITE, Mutability.values(), Mutability::keyword))
                .returned(keyword(node, "returned", Returned.DEFAULT, Returned.values(), Returned::keyword))
                .uniqueness(keyword(node, "uniqueness", Uniqueness.NONE, Uniqueness.values(), Uniqueness::keyword))
                .referenceTypes(node.texts("referenceTypes"));
        if (node.has("caseExact")) {
            builder.caseExact(node.flag("caseExact", false));
        }
        List<AttributeDefinition> subAttributes = new ArrayList<>();
        for (DefinitionNode subAttribute : node.objects("subAttributes", "a sub-attribute of '" + name + "'")) {
            subAttributes.add(attribute(subAttribute));
        }
        return builder.subAttributes(subAttributes).build();
    }

    private static <E> E keyword(
            DefinitionNode node, String member, E standard, E[] values, Function<E, String> keyword) {
        String text = node.text(member, "");
        for (E value : values) {
            if (keyword.apply(value).equalsIgnoreCase(text)) {
                return value;
            }
        }
        if (!text.isEmpty()) {
            throw new IllegalArgumentException(
                    node + " has " + member + " '" + text + "', which RFC 7643 §7 does not know");
        }
        return standard;
    }
}
