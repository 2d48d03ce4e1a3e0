package dev.scimlet.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Schemas in the form of RFC 7643 §7: each characteristic where it applies, no nulls. */
final class SchemaNodes {

    private SchemaNodes() {}

    /** Which attributes and sub-attributes are told of. */
    interface Known {
        boolean test(AttributeDefinition attribute, @Nullable AttributeDefinition part);
    }

    static ObjectNode of(Schema schema) {
        return of(schema, (attribute, part) -> true);
    }

    static ObjectNode of(Schema schema, Known known) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putArray("schemas").add(StandardSchemas.SCHEMA.id());
        node.put("id", schema.id());
        node.put("name", schema.name());
        node.put("description", schema.description());
        ArrayNode attributes = node.putArray("attributes");
        for (AttributeDefinition attribute : schema.attributes()) {
            if (known.test(attribute, null)) {
                attributes.add(of(attribute, part -> known.test(attribute, part)));
            }
        }
        return node;
    }

    private static ObjectNode of(AttributeDefinition attribute, Predicate<AttributeDefinition> known) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        AttributeType type = attribute.type();
        node.put("name", attribute.name());
        node.put("type", type.keyword());
        node.put("multiValued", attribute.multiValued());
        node.put("description", attribute.description());
        node.put("required", attribute.required());
        if (!attribute.canonicalValues().isEmpty()) {
            ArrayNode values = node.putArray("canonicalValues");
            attribute.canonicalValues().forEach(values::add);
        }
        if (type.isText()) {
            node.put("caseExact", attribute.caseExact());
        }
        node.put("mutability", attribute.mutability().keyword());
        node.put("returned", attribute.returned().keyword());
        if (type != AttributeType.COMPLEX && type != AttributeType.BOOLEAN) {
            node.put("uniqueness", attribute.uniqueness().keyword());
        }
        if (!attribute.referenceTypes().isEmpty()) {
            ArrayNode types = node.putArray("referenceTypes");
            attribute.referenceTypes().forEach(types::add);
        }
        if (attribute.isComplex()) {
            ArrayNode parts = node.putArray("subAttributes");
            attribute.subAttributes().stream().filter(known).forEach(part -> parts.add(of(part, inside -> true)));
        }
        return node;
    }
}
