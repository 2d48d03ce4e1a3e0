package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A path that has found its definitions: {@code [urn:]attribute[filter].subAttribute} (RFC 7644 §3.10, §3.5.2), or an
 * extension as a whole. Made by {@link PathBinder}; following it compares no names.
 */
public final class BoundPath {

    private final @Nullable AttributeDefinition extension;
    private final @Nullable AttributeDefinition attribute;
    private final @Nullable BoundFilter filter;
    private final @Nullable AttributeDefinition subAttribute;
    private final Start start;

    /** Composed when first asked for; composing it twice does no harm. */
    private @Nullable String text;

    /** What the path is relative to. */
    enum Start {
        RESOURCE,
        /** An entry of a list, of which the attribute is a sub-attribute. */
        ENTRY,
        /** An entry of a list of simple values, which the attribute is: the pseudo sub-attribute {@code value}. */
        SIMPLE_ENTRY
    }

    BoundPath(
            @Nullable AttributeDefinition extension,
            @Nullable AttributeDefinition attribute,
            @Nullable BoundFilter filter,
            @Nullable AttributeDefinition subAttribute) {
        this(extension, attribute, filter, subAttribute, Start.RESOURCE);
    }

    private BoundPath(
            @Nullable AttributeDefinition extension,
            @Nullable AttributeDefinition attribute,
            @Nullable BoundFilter filter,
            @Nullable AttributeDefinition subAttribute,
            Start start) {
        this.extension = extension;
        this.attribute = attribute;
        this.filter = filter;
        this.subAttribute = subAttribute;
        this.start = start;
    }

    /** The path of an attribute at the top of a resource, or of an extension as a whole. */
    public static BoundPath of(AttributeDefinition topLevel) {
        return topLevel.isExtension()
                ? new BoundPath(topLevel, null, null, null)
                : new BoundPath(null, topLevel, null, null);
    }

    /**
     * The path of an attribute of an extension.
     *
     * @throws IllegalArgumentException if the extension has no such attribute
     */
    public static BoundPath of(AttributeDefinition extension, AttributeDefinition attribute) {
        return new BoundPath(extension, requirePart(extension, attribute), null, null);
    }

    private static AttributeDefinition requirePart(AttributeDefinition container, AttributeDefinition part) {
        if (!has(container, part)) {
            throw new IllegalArgumentException("'" + container.name() + "' has no '" + part.name() + "' like this");
        }
        return part;
    }

    private static boolean has(AttributeDefinition container, AttributeDefinition part) {
        int position = part.position();
        return position < container.subAttributes().size()
                && container.subAttributes().get(position) == part;
    }

    /**
     * The path of a sub-attribute, relative to an entry of a list, for filters in brackets.
     *
     * @throws IllegalArgumentException if the list has no such sub-attribute
     */
    public static BoundPath inEntry(AttributeDefinition list, AttributeDefinition subAttribute) {
        return new BoundPath(null, requirePart(list, subAttribute), null, null, Start.ENTRY);
    }

    /** The path of the entries themselves of a list of simple values: the pseudo sub-attribute {@code value}. */
    public static BoundPath inEntry(AttributeDefinition list) {
        if (list.isComplex()) {
            throw new IllegalArgumentException("'" + list.name() + "' is complex: name a sub-attribute");
        }
        return new BoundPath(null, list, null, null, Start.SIMPLE_ENTRY);
    }

    /**
     * The path of a sub-attribute, relative to an entry of the list that this path leads to: {@code
     * type.path("emails").inEntry("type")}. Of a list of simple values, {@code value} means the entries themselves.
     *
     * @throws IllegalArgumentException if this path leads to no list, or the list has no such sub-attribute
     */
    public BoundPath inEntry(String subAttribute) {
        AttributeDefinition list = target();
        if (!list.multiValued() || filter != null || start != Start.RESOURCE) {
            throw new IllegalArgumentException("'" + text() + "' is no list");
        }
        if (!list.isComplex() && subAttribute.equalsIgnoreCase("value")) {
            return inEntry(list);
        }
        AttributeDefinition part = list.find(subAttribute);
        if (part == null) {
            throw new IllegalArgumentException("'" + text() + "' has no sub-attribute '" + subAttribute + "'");
        }
        return inEntry(list, part);
    }

    Start start() {
        return start;
    }

    /** Whether the path begins at a resource of the type with these attributes. */
    boolean isOf(AttributeDefinition root) {
        return start == Start.RESOURCE && has(root, topLevel());
    }

    /** Whether the path is relative to an entry of the list. */
    boolean isOfEntry(AttributeDefinition list) {
        return switch (start) {
            case RESOURCE -> false;
            case ENTRY -> has(list, Objects.requireNonNull(attribute));
            case SIMPLE_ENTRY -> attribute == list;
        };
    }

    /** {@code emails} stands for {@code emails.value}; null if a complex attribute has no {@code value}. */
    @Nullable
    BoundPath toValue() {
        AttributeDefinition target = target();
        if (!target.isComplex()) {
            return this;
        }
        AttributeDefinition value = target.valueSubAttribute();
        return value == null || attribute == null || start != Start.RESOURCE ? null : ofSelected(value);
    }

    /** The extension that the attribute belongs to, or null for core and common attributes. */
    public @Nullable AttributeDefinition extension() {
        return extension;
    }

    /** The attribute, or null if the path names an extension as a whole. */
    public @Nullable AttributeDefinition attribute() {
        return attribute;
    }

    /** The condition in brackets, or null. */
    public @Nullable BoundFilter filter() {
        return filter;
    }

    /** The sub-attribute, or null. */
    public @Nullable AttributeDefinition subAttribute() {
        return subAttribute;
    }

    /** What stands in the array of the resource: the extension if there is one, else the attribute. */
    public AttributeDefinition topLevel() {
        return extension != null ? extension : Objects.requireNonNull(attribute);
    }

    /** The definition that the path ends at. */
    public AttributeDefinition target() {
        return subAttribute != null ? subAttribute : attribute != null ? attribute : topLevel();
    }

    /**
     * Whether this is the core attribute {@code active} (RFC 7643 §4.1.1). Where it is false, nothing but an explicit
     * true makes it true: no default, of the host or of a mapping.
     */
    public boolean isActive() {
        return extension == null
                && attribute != null
                && filter == null
                && subAttribute == null
                && start == Start.RESOURCE
                && attribute.type() == AttributeType.BOOLEAN
                && !attribute.multiValued()
                && attribute.name().equals("active");
    }

    /** Whether the path may reach several values. */
    public boolean multiValued() {
        return attribute != null && attribute.multiValued() || subAttribute != null && subAttribute.multiValued();
    }

    /** This path without its brackets and its sub-attribute. */
    public BoundPath withoutSelection() {
        return filter == null && subAttribute == null ? this : new BoundPath(extension, attribute, null, null);
    }

    /**
     * The path of a sub-attribute of every value of the attribute.
     *
     * @throws IllegalArgumentException if the attribute has no such sub-attribute
     */
    public BoundPath part(AttributeDefinition part) {
        AttributeDefinition whole = Objects.requireNonNull(attribute);
        return new BoundPath(extension, whole, null, requirePart(whole, part));
    }

    /**
     * The path of a sub-attribute of the values that the brackets select.
     *
     * @throws IllegalArgumentException if the attribute has no such sub-attribute
     */
    public BoundPath ofSelected(AttributeDefinition part) {
        AttributeDefinition whole = Objects.requireNonNull(attribute);
        return new BoundPath(extension, whole, filter, requirePart(whole, part));
    }

    /**
     * This path with another condition in its brackets.
     *
     * @param ofEntry its paths are relative to an entry: {@link #inEntry}
     * @throws IllegalArgumentException if the condition is not on entries of the attribute
     */
    public BoundPath where(BoundFilter ofEntry) {
        BoundFilter.requireOnEntries(ofEntry, Objects.requireNonNull(attribute));
        return new BoundPath(extension, attribute, ofEntry, subAttribute, start);
    }

    /**
     * The same path in another type that names its attributes alike, such as one that is a part of this path's.
     *
     * @param root the other type's attributes: {@link ResourceType#definition()}
     * @throws IllegalArgumentException if the other type lacks one of them
     */
    public BoundPath in(AttributeDefinition root) {
        if (start != Start.RESOURCE) {
            throw new IllegalArgumentException("'" + text() + "' is relative to an entry of a list");
        }
        AttributeDefinition itsExtension = extension == null ? null : named(root, extension);
        if (attribute == null) {
            return new BoundPath(itsExtension, null, null, null);
        }
        AttributeDefinition its = named(itsExtension == null ? root : itsExtension, attribute);
        BoundFilter condition = filter == null ? null : filter.map(leaf -> leaf.inEntriesOf(its));
        return new BoundPath(itsExtension, its, condition, subAttribute == null ? null : named(its, subAttribute));
    }

    /** This path, relative to an entry of a list, for a list that names its sub-attributes alike. */
    BoundPath inEntriesOf(AttributeDefinition list) {
        return start == Start.SIMPLE_ENTRY
                ? inEntry(list)
                : inEntry(list, named(list, Objects.requireNonNull(attribute)));
    }

    private static AttributeDefinition named(AttributeDefinition container, AttributeDefinition alike) {
        AttributeDefinition found = container.find(alike.name());
        if (found == null) {
            throw new IllegalArgumentException("'" + container.name() + "' has no '" + alike.name() + "'");
        }
        return found;
    }

    /** Hands out each path that the condition in brackets looks at, from the resource on; none without brackets. */
    public void forEachPathInBrackets(Consumer<BoundPath> consumer) {
        if (filter != null) {
            filter.forEachPath(inside ->
                    consumer.accept(inside.start == Start.ENTRY ? part(inside.target()) : withoutSelection()));
        }
    }

    /** The attribute's value, before brackets and sub-attribute. */
    public @Nullable Object attributeValue(Attributes root) {
        Attributes level = root;
        if (extension != null) {
            Object data = root.get(extension);
            if (data == null || attribute == null) {
                return data;
            }
            level = (Attributes) data;
        }
        return attribute == null ? null : level.get(attribute);
    }

    /** {@code root} with another value for the attribute, before brackets and sub-attribute; null unassigns. */
    public Attributes withAttributeValue(Attributes root, @Nullable Object value) {
        if (extension == null) {
            return root.with(Objects.requireNonNull(attribute), value);
        }
        if (attribute == null) {
            return root.with(extension, value);
        }
        Object data = root.get(extension);
        Attributes level = data == null ? Attributes.empty(extension) : (Attributes) data;
        return root.with(extension, level.with(attribute, value));
    }

    /**
     * What the path leads to: a value, {@link Values} of the attribute, or for sub-attributes of several entries a list
     * of what they hold; null for nothing. Not for {@code id}, {@code meta} and {@code schemas}, which the resource
     * knows: see {@link Resource#value(BoundPath)}.
     */
    public @Nullable Object value(Attributes root) {
        return select(attributeValue(root));
    }

    @Nullable
    Object select(@Nullable Object value) {
        if (value == null || filter == null && subAttribute == null) {
            return value;
        }
        if (!(value instanceof Values entries)) {
            if (filter != null && !filter.matchesEntry(value)) {
                return null;
            }
            return subAttribute == null ? value : ((Attributes) value).get(subAttribute);
        }
        List<Object> selected = new ArrayList<>();
        for (Object entry : entries) {
            if (filter != null && !filter.matchesEntry(entry)) {
                continue;
            }
            Object part = subAttribute == null ? entry : ((Attributes) entry).get(subAttribute);
            if (part instanceof Values parts) {
                parts.forEach(selected::add);
            } else if (part != null) {
                selected.add(part);
            }
        }
        return selected.isEmpty()
                ? null
                : subAttribute == null ? Values.of(entries.definition(), selected) : List.copyOf(selected);
    }

    /** The path in canonical text, with the URN only for extensions. */
    public String text() {
        String known = text;
        if (known == null) {
            known = compose();
            text = known;
        }
        return known;
    }

    private String compose() {
        if (extension == null && filter == null && subAttribute == null && start != Start.SIMPLE_ENTRY) {
            return attribute == null ? "" : attribute.name();
        }
        StringBuilder path = new StringBuilder();
        if (extension != null) {
            path.append(extension.name());
            if (attribute != null) {
                path.append(':');
            }
        }
        if (attribute != null) {
            path.append(start == Start.SIMPLE_ENTRY ? "value" : attribute.name());
        }
        if (filter != null) {
            path.append('[').append(filter.text()).append(']');
        }
        if (subAttribute != null) {
            path.append('.').append(subAttribute.name());
        }
        return path.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BoundPath that
                && extension == that.extension
                && attribute == that.attribute
                && subAttribute == that.subAttribute
                && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
