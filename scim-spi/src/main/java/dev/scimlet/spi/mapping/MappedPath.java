package dev.scimlet.spi.mapping;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of a mapping: the path of a single value ({@code name.givenName}), of a value of one entry of a list ({@code
 * emails[type eq "work"].value}), or of a list as a whole ({@code phoneNumbers}).
 */
public final class MappedPath {

    private final int index;
    private final BoundPath path;
    private final boolean readOnly;
    private final boolean derived;
    private final List<AttributeDefinition> parts;
    private @Nullable MappedEntry entry;
    private @Nullable MappedPath source;

    MappedPath(int index, BoundPath path, boolean readOnly, boolean derived, List<AttributeDefinition> parts) {
        this.index = index;
        this.path = path;
        this.readOnly = readOnly;
        this.derived = derived;
        this.parts = List.copyOf(parts);
    }

    void belongsTo(MappedEntry group) {
        this.entry = group;
    }

    void follows(MappedPath other) {
        this.source = other;
    }

    /** The line from which a derived one follows, if that is known. */
    @Nullable
    MappedPath source() {
        return source;
    }

    /** The place of its value in the arrays of {@link MappedType}, from 0 in the order of the lines. */
    public int index() {
        return index;
    }

    /** The path, bound to the pruned type, with the sub-attribute that it stands for: {@code manager} with its value. */
    public BoundPath path() {
        return path;
    }

    /** The definition of the value; of a list, that of the list. */
    public AttributeDefinition target() {
        return path.target();
    }

    /** What stands at the top of the resource: the extension if there is one, else the attribute. */
    public AttributeDefinition topLevel() {
        return path.topLevel();
    }

    /** Whether clients cannot write it. */
    public boolean readOnly() {
        return readOnly;
    }

    /** Whether its value follows from others: clients may write it, and what they write is dropped. */
    public boolean isDerived() {
        return derived;
    }

    /** Whether it is a list as a whole. */
    public boolean isList() {
        return entry == null && path.attribute() != null && target().multiValued();
    }

    /** The sub-attributes of a list of complex values that the line takes; else empty. */
    public List<AttributeDefinition> parts() {
        return parts;
    }

    /** The entry of a list that it belongs to, or null. */
    public @Nullable MappedEntry entry() {
        return entry;
    }

    /** The value in the given attributes; of a list {@link Values}; null for none. */
    public @Nullable Object value(Attributes attributes) {
        if (entry != null) {
            Attributes found = entry.find(attributes);
            return found == null || !entry.isBoundPartOf(found)
                    ? null
                    : found.get(Objects.requireNonNull(path.subAttribute()));
        }
        return path.value(attributes);
    }

    @Override
    public String toString() {
        return path.text();
    }
}
