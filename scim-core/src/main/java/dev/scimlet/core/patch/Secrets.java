package dev.scimlet.core.patch;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The secrets inside what a client gives: the texts of writeOnly attributes. */
final class Secrets {

    private Secrets() {}

    /** The value of an attribute with every secret replaced; the same object if there is none. */
    static @Nullable Object mapped(
            AttributeDefinition attribute, @Nullable Object value, UnaryOperator<String> mapping) {
        if (value == null || !attribute.holdsSecrets()) {
            return value;
        }
        if (value instanceof Values entries) {
            List<Object> mapped = new ArrayList<>(entries.size());
            entries.forEach(entry -> mapped.add(mappedEntry(attribute, entry, mapping)));
            return Values.of(entries.definition(), mapped);
        }
        return value instanceof Partial partial
                ? new Partial(mapped(partial.given(), mapping), partial.cleared())
                : mappedEntry(attribute, value, mapping);
    }

    private static Object mappedEntry(AttributeDefinition attribute, Object entry, UnaryOperator<String> mapping) {
        if (entry instanceof Attributes complex) {
            return mapped(complex, mapping);
        }
        boolean secret = attribute.mutability() == Mutability.WRITE_ONLY && attribute.type() == AttributeType.STRING;
        return secret && entry instanceof String text ? mapping.apply(text) : entry;
    }

    static Attributes mapped(Attributes attributes, UnaryOperator<String> mapping) {
        Attributes mapped = attributes;
        for (AttributeDefinition attribute : attributes.definition().subAttributes()) {
            Object value = attributes.get(attribute);
            Object next = mapped(attribute, value, mapping);
            if (next != value) {
                mapped = mapped.with(attribute, next);
            }
        }
        return mapped;
    }
}
