package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When two entries of a multi-valued attribute are the same one (RFC 7643 §2.4).
 *
 * <p>Entries with a {@code value} are identified by value and type, references to resources by value alone, entries
 * without {@code value} by all sub-attributes except {@code primary}, simple values by themselves.
 */
final class Identity {

    private Identity() {}

    static boolean same(AttributeDefinition definition, Object a, Object b) {
        if (a == b) {
            return true;
        }
        if (!definition.isComplex()) {
            return sameSimple(definition, a, b);
        }
        Attributes x = (Attributes) a;
        Attributes y = (Attributes) b;
        AttributeDefinition value = definition.valueSubAttribute();
        if (value == null) {
            return x.equalsBesidesPrimary(y);
        }
        if (!sameSimple(value, x.get(value), y.get(value))) {
            return false;
        }
        AttributeDefinition type = typeThatCounts(definition);
        return type == null || sameSimple(type, x.get(type), y.get(type));
    }

    private static @Nullable AttributeDefinition typeThatCounts(AttributeDefinition definition) {
        return definition.isReferenceList() ? null : definition.typeSubAttribute();
    }

    /** Whether entries with the same {@code value} are always one, so that its hash is the entry's. */
    static boolean isByValueAlone(AttributeDefinition definition) {
        return definition.valueSubAttribute() != null && typeThatCounts(definition) == null;
    }

    static int hash(AttributeDefinition definition, Object entry) {
        if (!definition.isComplex()) {
            return hashSimple(definition, entry);
        }
        Attributes attributes = (Attributes) entry;
        AttributeDefinition value = definition.valueSubAttribute();
        if (value == null) {
            return attributes.hashBesidesPrimary();
        }
        int hash = hashSimple(value, attributes.get(value));
        AttributeDefinition type = typeThatCounts(definition);
        return type == null ? hash : 31 * hash + hashSimple(type, attributes.get(type));
    }

    static int hashSimple(AttributeDefinition definition, @Nullable Object value) {
        if (value instanceof String text) {
            boolean binary = definition.type() == AttributeType.BINARY;
            return KeyedHash.of(
                    binary
                            ? Base64Text.canonical(text)
                            : definition.comparison().key(text));
        }
        return KeyedHash.of(value);
    }

    static boolean sameSimple(AttributeDefinition definition, @Nullable Object a, @Nullable Object b) {
        if (a instanceof String x && b instanceof String y) {
            return definition.type() == AttributeType.BINARY
                    ? Base64Text.sameBytes(x, y)
                    : definition.comparison().equal(x, y);
        }
        return Objects.equals(a, b);
    }
}
