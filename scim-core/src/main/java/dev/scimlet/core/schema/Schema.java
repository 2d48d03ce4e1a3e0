package dev.scimlet.core.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A schema: attribute definitions under a URI (RFC 7643 §7).
 *
 * @param id the URN, as clients name it
 * @param name a short name for people
 * @param description what resources of the schema are
 * @param attributes the attribute definitions, without the common attributes
 */
public record Schema(String id, String name, String description, List<AttributeDefinition> attributes) {

    /**
     * Checks the definitions.
     *
     * @throws IllegalArgumentException if the URI is no URN, or a definition breaks a rule of RFC 7643
     */
    public Schema {
        if (!id.toLowerCase(Locale.ROOT).startsWith("urn:")
                || id.length() < 7
                || id.endsWith(":")
                || !id.chars().allMatch(c -> c > ' ' && c < 0x7f && "[]\"()".indexOf(c) < 0)) {
            throw new IllegalArgumentException(
                    "'" + id + "' is not a URN, as the id of a schema must be (RFC 7643 §7)");
        }
        List<AttributeDefinition> positioned = new ArrayList<>();
        for (AttributeDefinition attribute : attributes) {
            positioned.add(attribute.at(positioned.size()));
        }
        attributes = List.copyOf(positioned);
        AttributeDefinition.builder(id, AttributeType.COMPLEX)
                .subAttributes(attributes)
                .buildContainer();
    }

    /** A schema with the given attributes and its last URN segment as name. */
    public static Schema of(String id, AttributeDefinition... attributes) {
        return new Schema(id, id.substring(id.lastIndexOf(':') + 1), "", Arrays.asList(attributes));
    }

    /** The attribute of this name, in any case. */
    public Optional<AttributeDefinition> attribute(String attributeName) {
        return attributes.stream()
                .filter(attribute -> attribute.name().equalsIgnoreCase(attributeName))
                .findFirst();
    }

    /**
     * This schema with one more sub-attribute in one of its complex attributes, as applications such as MediusFlow
     * need it ({@code name.displayName}).
     *
     * @throws IllegalArgumentException if there is no such complex attribute, or the name is taken
     */
    public Schema withSubAttribute(String attributeName, AttributeDefinition subAttribute) {
        AttributeDefinition parent = attribute(attributeName)
                .filter(AttributeDefinition::isComplex)
                .orElseThrow(() -> new IllegalArgumentException(
                        "schema " + id + " has no complex attribute '" + attributeName + "' to extend"));
        List<AttributeDefinition> extended = new ArrayList<>(parent.subAttributes());
        extended.add(subAttribute);
        return withAttribute(parent.toBuilder().subAttributes(extended).build());
    }

    /** This schema with the given definition in the place of the attribute of the same name, or at the end. */
    public Schema withAttribute(AttributeDefinition attribute) {
        List<AttributeDefinition> changed = new ArrayList<>(attributes);
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).name().equalsIgnoreCase(attribute.name())) {
                changed.set(i, attribute);
                return new Schema(id, name, description, changed);
            }
        }
        changed.add(attribute);
        return new Schema(id, name, description, changed);
    }
}
