package dev.scimlet.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Schema;
import dev.scimlet.core.standard.StandardSchemas;

/** Schemas in the form of RFC 7643 §7: each characteristic where it applies, no nulls. */
final class SchemaNodes {

    private SchemaNodes() {}

    static ObjectNode of(Schema schema) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putArray("schemas").add(StandardSchemas.SCHEMA.id());
        node.put("id", schema.id());
        node.put("name", schema.name());
        node.put("description", schema.description());
        ArrayNode attributes = node.putArray("attributes");
        schema.attributes().forEach(attribute -> attributes.add(of(attribute)));
        return node;
    }

    private static ObjectNode of(AttributeDefinition attribute) {
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
            attribute.subAttributes().forEach(part -> parts.add(of(part)));
        }
        return node;
    }
}
