package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.filter.CompareOperator;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects attributes by path, in the host's code:
 *
 * <pre>{@code
 * type.attributes()
 *     .set("userName", "bjensen")
 *     .set("name.givenName", "Barbara")
 *     .set("emails[type eq \"work\"].value", "bjensen@example.com")
 *     .add("phoneNumbers", Map.of("type", "mobile", "value", "555-555-4444"))
 *     .build();
 * }</pre>
 *
 * A wrong path, or a value that does not fit its attribute, is an {@link IllegalArgumentException}. A value of {@code
 * null} unassigns.
 */
public final class AttributesBuilder {

    private Attributes attributes;

    AttributesBuilder(Attributes start) {
        this.attributes = start;
    }

    /**
     * Sets what is at a path. Brackets select the entries to change; if none matches, one is made from the comparisons
     * with {@code eq}.
     *
     * @param value a {@link String}, {@link Boolean}, number, {@link Instant}, {@link DateTime}, {@link Attributes},
     *     {@link Map} of sub-attributes, or a collection of these for a list
     */
    public AttributesBuilder set(String path, @Nullable Object value) {
        BoundPath bound = HostPath.of(attributes.definition(), path);
        return set(bound, value);
    }

    /** As {@link #set(String, Object)} with a path that is bound already. */
    public AttributesBuilder set(BoundPath path, @Nullable Object value) {
        attributes = path.withAttributeValue(attributes, changed(path, path.attributeValue(attributes), value));
        return this;
    }

    /** Adds an entry to a list. */
    public AttributesBuilder add(String path, Object entry) {
        BoundPath bound = HostPath.of(attributes.definition(), path);
        AttributeDefinition list = bound.target();
        if (!list.multiValued() || bound.subAttribute() != null) {
            throw new IllegalArgumentException("'" + path + "' is no list");
        }
        Object known = bound.attributeValue(attributes);
        Values values = known == null ? Values.empty(list) : (Values) known;
        attributes = bound.withAttributeValue(attributes, values.plus(entry(list, entry)));
        return this;
    }

    /** The attributes so far. */
    public Attributes build() {
        return attributes;
    }

    private static @Nullable Object changed(BoundPath path, @Nullable Object known, @Nullable Object value) {
        AttributeDefinition attribute = path.target() == path.subAttribute() ? path.attribute() : path.target();
        AttributeDefinition subAttribute = path.subAttribute();
        if (attribute == null) {
            throw new IllegalArgumentException("'" + path + "' names no attribute");
        }
        if (path.filter() == null && subAttribute == null) {
            return value == null ? null : convert(attribute, value);
        }
        if (!attribute.multiValued()) {
            boolean meant =
                    path.filter() == null || known != null && path.filter().matchesEntry(known);
            if (!meant) {
                return known;
            }
            if (subAttribute == null) {
                return convertOrNull(attribute, value);
            }
            Attributes complex = known == null ? Attributes.empty(attribute) : (Attributes) known;
            return complex.with(subAttribute, convertOrNull(subAttribute, value));
        }
        return changedEntries(
                attribute,
                path.filter(),
                subAttribute,
                known == null ? Values.empty(attribute) : (Values) known,
                value);
    }

    private static Values changedEntries(
            AttributeDefinition list,
            @Nullable BoundFilter filter,
            @Nullable AttributeDefinition subAttribute,
            Values known,
            @Nullable Object value) {
        Values changed = known;
        boolean found = false;
        for (Object entry : known) {
            if (filter == null || filter.matchesEntry(entry)) {
                found = true;
                Object next = changedEntry(list, subAttribute, entry, value);
                changed = next == null ? changed.minus(entry) : changed.replace(entry, next);
            }
        }
        if (found || value == null) {
            return changed;
        }
        Object created = Attributes.empty(list);
        if (filter != null) {
            created = entryOf(list, filter);
        }
        Object next = changedEntry(list, subAttribute, created, value);
        return next == null ? changed : changed.plus(next);
    }

    private static @Nullable Object changedEntry(
            AttributeDefinition list,
            @Nullable AttributeDefinition subAttribute,
            Object entry,
            @Nullable Object value) {
        if (subAttribute == null) {
            return value == null ? null : entry(list, value);
        }
        Attributes next = ((Attributes) entry).with(subAttribute, convertOrNull(subAttribute, value));
        AttributeDefinition content = list.valueSubAttribute();
        boolean hollow = value == null && subAttribute == content || next.isEmpty();
        return hollow ? null : next;
    }

    /** The entry that a conjunction of equalities describes. */
    static Attributes entryOf(AttributeDefinition list, BoundFilter filter) {
        Attributes entry = Attributes.empty(list);
        for (BoundFilter operand : filter.conjuncts()) {
            boolean equality =
                    operand instanceof BoundFilter.Comparison comparison && comparison.operator() == CompareOperator.EQ;
            if (!equality) {
                throw new IllegalArgumentException(
                        "[" + filter.text() + "] describes no entry: only 'eq' and 'and' do");
            }
            BoundFilter.Comparison comparison = (BoundFilter.Comparison) operand;
            entry = entry.with(comparison.path().target(), comparison.value());
        }
        return entry;
    }

    private static @Nullable Object convertOrNull(AttributeDefinition definition, @Nullable Object value) {
        return value == null ? null : convert(definition, value);
    }

    private static Object convert(AttributeDefinition definition, Object value) {
        if (!definition.multiValued()) {
            return entry(definition, value);
        }
        if (value instanceof Values values) {
            return values;
        }
        if (!(value instanceof Collection<?> several)) {
            return Values.of(definition, List.of(entry(definition, value)));
        }
        List<Object> entries = new ArrayList<>(several.size());
        several.forEach(single -> entries.add(entry(definition, single)));
        return Values.of(definition, entries);
    }

    private static Object entry(AttributeDefinition definition, Object value) {
        AttributeType type = definition.type();
        if (type == AttributeType.COMPLEX) {
            if (value instanceof Map<?, ?> map) {
                return complex(definition, map);
            }
            if (value instanceof Attributes complex && complex.definition() == definition) {
                return complex;
            }
        } else if (type.isText() && value instanceof String) {
            return value;
        } else if (type == AttributeType.BOOLEAN && value instanceof Boolean) {
            return value;
        } else if (type == AttributeType.INTEGER
                && (value instanceof Long || value instanceof Integer || value instanceof Short)) {
            return ((Number) value).longValue();
        } else if (type == AttributeType.DECIMAL && value instanceof Number) {
            return value instanceof BigDecimal exact ? exact : new BigDecimal(value.toString());
        } else if (type == AttributeType.DATE_TIME) {
            Object time = dateTime(value);
            if (time != null) {
                return time;
            }
        }
        throw new IllegalArgumentException("'" + definition.name() + "' is " + type.keyword() + " and takes no "
                + value.getClass().getSimpleName());
    }

    private static @Nullable Object dateTime(Object value) {
        if (value instanceof Instant instant) {
            return DateTime.of(instant);
        }
        return value instanceof String text
                ? DateTime.parse(text).orElse(null)
                : value instanceof DateTime ? value : null;
    }

    private static Attributes complex(AttributeDefinition definition, Map<?, ?> map) {
        Attributes complex = Attributes.empty(definition);
        for (Map.Entry<?, ?> member : map.entrySet()) {
            AttributeDefinition part = definition.find(String.valueOf(member.getKey()));
            if (part == null) {
                throw new IllegalArgumentException(
                        "'" + definition.name() + "' has no sub-attribute '" + member.getKey() + "'");
            }
            complex = complex.with(part, convertOrNull(part, member.getValue()));
        }
        return complex;
    }
}
