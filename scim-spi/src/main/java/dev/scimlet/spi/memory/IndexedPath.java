package dev.scimlet.spi.memory;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Uniqueness;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An attribute by whose values resources are found.
 *
 * @param path leads to simple values
 * @param unique whether two resources may not hold the same value
 */
record IndexedPath(BoundPath path, boolean unique) {

    private static final Set<String> KEPT_BY_THE_STORE = Set.of("id", "meta", "schemas");

    IndexedPath {
        AttributeDefinition target = path.target();
        boolean fits = !target.isComplex() && target.type() != AttributeType.BINARY && path.filter() == null;
        if (!fits
                || path.extension() == null
                        && KEPT_BY_THE_STORE.contains(path.topLevel().name())) {
            throw new IllegalArgumentException(
                    "'" + path + "' cannot be indexed: it names no attribute whose values are"
                            + " text, numbers, booleans or times");
        }
    }

    /** The attributes of a type that the schemas declare unique, in extensions and complex attributes too. */
    static List<IndexedPath> declaredUnique(ResourceType type) {
        List<IndexedPath> unique = new ArrayList<>();
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            if (attribute.isExtension()) {
                attribute.subAttributes().forEach(part -> addUnique(BoundPath.of(attribute, part), unique));
            } else if (!KEPT_BY_THE_STORE.contains(attribute.name())) {
                addUnique(BoundPath.of(attribute), unique);
            }
        }
        return unique;
    }

    private static void addUnique(BoundPath path, List<IndexedPath> unique) {
        if (path.target().uniqueness() != Uniqueness.NONE) {
            unique.add(new IndexedPath(path, true));
        }
        if (path.subAttribute() == null) {
            path.target().subAttributes().forEach(part -> addUnique(path.part(part), unique));
        }
    }

    /** The value that everything the path leads to is part of; the same object means the same keys. */
    @Nullable
    Object source(@Nullable Attributes attributes) {
        return attributes == null ? null : path.attributeValue(attributes);
    }

    /** The texts under which a resource with these attributes is found. */
    Set<String> keys(@Nullable Attributes attributes) {
        Object value = attributes == null ? null : path.value(attributes);
        if (value == null) {
            return Set.of();
        }
        if (value instanceof Values || value instanceof List) {
            Set<String> keys = new LinkedHashSet<>();
            ((Iterable<?>) value).forEach(single -> keys.add(key(single)));
            return keys;
        }
        return Set.of(key(value));
    }

    /** The same text for all values that compare equal, and for no others. */
    String key(Object value) {
        if (value instanceof String text) {
            return path.target().comparison().key(text);
        }
        if (value instanceof DateTime time) {
            return time.instant().toString();
        }
        if (value instanceof Long whole) {
            return key(BigDecimal.valueOf(whole));
        }
        return value instanceof BigDecimal number ? number.stripTrailingZeros().toString() : value.toString();
    }
}
