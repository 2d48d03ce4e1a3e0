package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a resource, of an extension, or of one complex value (RFC 7643 §2): for each attribute definition
 * its value or none.
 *
 * <p>Immutable; {@link #with} copies only this level. Values are {@link String} (string, reference, binary), {@link
 * Boolean}, {@link Long} (integer), {@link BigDecimal} (decimal), {@link DateTime}, {@link Attributes} (complex) and
 * {@link Values} (multi-valued). Null, an empty list and an empty complex value are all "unassigned" (§2.5) and never
 * stored.
 *
 * <p>Typed access takes paths in the notation of RFC 7644 §3.10 and §3.5.2, relative to this level:
 *
 * <pre>{@code
 * attributes.string("name.givenName");
 * attributes.string("emails[type eq \"work\"].value");
 * attributes.string("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value");
 * }</pre>
 *
 * A path that names nothing known is an {@link IllegalArgumentException}. Code that runs often binds its {@link
 * BoundPath} once and uses {@link BoundPath#value(Attributes)}.
 */
public final class Attributes {

    private final AttributeDefinition definition;
    private final @Nullable Object[] values;

    private Attributes(AttributeDefinition definition, @Nullable Object[] values) {
        this.definition = definition;
        this.values = values;
    }

    /** No attribute has a value. */
    public static Attributes empty(AttributeDefinition definition) {
        return new Attributes(definition, new Object[definition.subAttributes().size()]);
    }

    /** Takes over the array, whose places are the positions of the sub-attributes. For readers of stored forms. */
    public static Attributes ofPositions(AttributeDefinition definition, @Nullable Object[] values) {
        if (values.length != definition.subAttributes().size()) {
            throw new IllegalArgumentException(
                    definition + " has " + definition.subAttributes().size() + " sub-attributes, not " + values.length);
        }
        return new Attributes(definition, values);
    }

    /** Starts a new set of attributes of the same definition with these values. */
    public AttributesBuilder toBuilder() {
        return new AttributesBuilder(this);
    }

    /** What these are attributes of: a complex attribute, an extension (named by its URN) or a resource. */
    public AttributeDefinition definition() {
        return definition;
    }

    /** The value of one of the definition's sub-attributes, or null. */
    public @Nullable Object get(AttributeDefinition attribute) {
        return values[attribute.position()];
    }

    /** The value at a position, or null. */
    public @Nullable Object at(int position) {
        return values[position];
    }

    /** These attributes with another value at one place; null, empty lists and empty complex values unassign. */
    public Attributes with(AttributeDefinition attribute, @Nullable Object value) {
        Object assigned = isUnassigned(value) ? null : value;
        if (values[attribute.position()] == assigned) {
            return this;
        }
        @Nullable Object[] copy = values.clone();
        copy[attribute.position()] = assigned;
        return new Attributes(definition, copy);
    }

    /**
     * This entry of a list with what a later one of the same identity tells: its sub-attributes are taken over,
     * but immutable and readOnly ones that have a value stay, and so does the spelling of what identifies the entry. It
     * is primary if either is.
     */
    public Attributes mergedWith(Attributes later) {
        Attributes merged = this;
        for (AttributeDefinition part : definition.subAttributes()) {
            Object old = get(part);
            Object next = later.get(part);
            if (next != null && (old == null || takesOver(part, old, next))) {
                merged = merged.with(part, next);
            }
        }
        return merged;
    }

    private boolean takesOver(AttributeDefinition part, Object old, Object next) {
        if (part.mutability() == Mutability.IMMUTABLE || part.mutability() == Mutability.READ_ONLY) {
            return false;
        }
        if (part == definition.primarySubAttribute()) {
            return Boolean.TRUE.equals(next);
        }
        boolean identifies = part == definition.valueSubAttribute() || part == definition.typeSubAttribute();
        return !identifies || !Identity.sameSimple(part, old, next);
    }

    static boolean isUnassigned(@Nullable Object value) {
        return value == null
                || value instanceof Attributes attributes && attributes.isEmpty()
                || value instanceof Values list && list.isEmpty();
    }

    /** Whether nothing has a value. */
    public boolean isEmpty() {
        for (Object value : values) {
            if (value != null) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether this entry of a list says more than what it is: has a value besides {@code type} and {@code primary},
     * where its definition knows others.
     */
    public boolean hasContent() {
        boolean others = false;
        for (AttributeDefinition part : definition.subAttributes()) {
            if (part != definition.typeSubAttribute() && part != definition.primarySubAttribute()) {
                if (get(part) != null) {
                    return true;
                }
                others = true;
            }
        }
        return !others && !isEmpty();
    }

    /** The value at a path, of whatever kind; of several, {@link Values}. */
    public Optional<Object> value(String path) {
        return Optional.ofNullable(HostPath.of(definition, path).value(this));
    }

    /** The text at a path; of several values the primary or first one. */
    public Optional<String> string(String path) {
        return single(path).map(value -> value instanceof DateTime time ? time.text() : as(String.class, path, value));
    }

    /** The boolean at a path. */
    public Optional<Boolean> bool(String path) {
        return single(path).map(value -> as(Boolean.class, path, value));
    }

    /** The integer at a path. */
    public Optional<Long> integer(String path) {
        return single(path).map(value -> as(Long.class, path, value));
    }

    /** The number at a path. */
    public Optional<BigDecimal> decimal(String path) {
        return single(path)
                .map(value ->
                        value instanceof Long whole ? BigDecimal.valueOf(whole) : as(BigDecimal.class, path, value));
    }

    /** The instant at a path. */
    public Optional<Instant> instant(String path) {
        return single(path).map(value -> as(DateTime.class, path, value).instant());
    }

    /** The complex value at a path; of several the primary or first one. */
    public Optional<Attributes> complex(String path) {
        return single(path).map(value -> as(Attributes.class, path, value));
    }

    /** All complex values at a path, in their order. */
    public List<Attributes> list(String path) {
        return all(path).stream()
                .map(value -> as(Attributes.class, path, value))
                .toList();
    }

    /** All texts at a path, in their order. */
    public List<String> strings(String path) {
        return all(path).stream().map(value -> as(String.class, path, value)).toList();
    }

    private List<Object> all(String path) {
        Object value = value(path).orElse(null);
        if (value == null) {
            return List.of();
        }
        if (value instanceof Values several) {
            return several.toList();
        }
        return value instanceof List<?> selected ? List.copyOf(selected) : List.of(value);
    }

    private Optional<Object> single(String path) {
        return value(path)
                .map(value -> value instanceof Values several
                        ? several.primary()
                        : value instanceof List<?> selected ? selected.get(0) : value);
    }

    private static <T> T as(Class<T> type, String path, Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("'" + path + "' does not hold " + type.getSimpleName() + " values");
        }
        return type.cast(value);
    }

    /** How many entries its lists have, those inside extensions and complex values included. */
    public long entryCount() {
        return Extent.entries(this);
    }

    /**
     * How large it is, in bytes: about as large as its JSON in UTF-8, without lists of references, such as {@code
     * members}, which may have any length.
     */
    public long sizeBesidesReferences() {
        return Extent.bytes(this);
    }

    /** Whether {@link #sizeBesidesReferences} is more than so many bytes; where it is far less, that is found out more cheaply. */
    public boolean exceeds(long bytes) {
        return Extent.mostBytes(this) > bytes && sizeBesidesReferences() > bytes;
    }

    /** Whether all attributes are the same; the order inside lists and {@code primary: false} do not count. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Attributes that && definition == that.definition && equals(that, true);
    }

    boolean equalsBesidesPrimary(Attributes other) {
        return equals(other, false);
    }

    private boolean equals(Attributes other, boolean comparePrimary) {
        AttributeDefinition primary = definition.primarySubAttribute();
        for (int i = 0; i < values.length; i++) {
            Object a = values[i];
            Object b = other.values[i];
            if (a == b) {
                continue;
            }
            if (primary != null && primary.position() == i) {
                boolean same = Boolean.TRUE.equals(a) == Boolean.TRUE.equals(b);
                if (comparePrimary && !same) {
                    return false;
                }
            } else if (!Objects.equals(a, b)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hashBesidesPrimary();
    }

    int hashBesidesPrimary() {
        AttributeDefinition primary = definition.primarySubAttribute();
        int hash = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null && (primary == null || primary.position() != i)) {
                hash += KeyedHash.of(values[i]);
            }
            hash *= 31;
        }
        return hash;
    }

    /** Names and values, secrets left out; for debugging. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (AttributeDefinition attribute : definition.subAttributes()) {
            Object value = values[attribute.position()];
            if (value != null) {
                boolean secret = attribute.returned() == dev.scimlet.core.schema.Returned.NEVER;
                text.append(text.length() > 1 ? ", " : "")
                        .append(attribute.name())
                        .append(": ");
                text.append(
                        secret
                                ? "(hidden)"
                                : value instanceof String s && attribute.type() != AttributeType.BINARY
                                        ? '"' + s + '"'
                                        : value);
            }
        }
        return text.append('}').toString();
    }
}
