package dev.scimlet.spi.mapping;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a list that a mapping binds by the condition in brackets, such as {@code emails[type eq "work"]}: it is
 * there when one of its bound values is.
 */
public final class MappedEntry {

    private final BoundPath list;
    private final BoundFilter filter;
    private final Attributes fixed;
    private final List<MappedPath> paths;
    private final List<MappedPath> deciding;

    MappedEntry(BoundPath list, BoundFilter filter, Attributes fixed, List<MappedPath> paths) {
        this.list = list;
        this.filter = filter;
        this.fixed = fixed;
        this.paths = List.copyOf(paths);
        List<MappedPath> writable =
                paths.stream().filter(path -> !path.readOnly()).toList();
        this.deciding = writable.isEmpty() ? this.paths : writable;
        paths.forEach(path -> path.belongsTo(this));
    }

    /** The list, without brackets. */
    public BoundPath list() {
        return list;
    }

    /** The condition in the brackets. */
    public BoundFilter filter() {
        return filter;
    }

    /** What the condition says of the entry: {@code type} is {@code work}. */
    public Attributes fixed() {
        return fixed;
    }

    /** The bound sub-attributes. */
    public List<MappedPath> paths() {
        return paths;
    }

    /** The entry is there when one of these has a value: the ones that can be written, if there are any. */
    public List<MappedPath> deciding() {
        return deciding;
    }

    /** The bound path of a sub-attribute, or null. */
    public @Nullable MappedPath path(AttributeDefinition subAttribute) {
        for (MappedPath path : paths) {
            if (path.path().subAttribute() == subAttribute) {
                return path;
            }
        }
        return null;
    }

    /** The entry in a resource, or null. */
    @Nullable
    Attributes find(Attributes attributes) {
        Object known = list.attributeValue(attributes);
        if (known instanceof Values entries) {
            for (Object entry : entries) {
                if (filter.matchesEntry(entry)) {
                    return (Attributes) entry;
                }
            }
        }
        return null;
    }

    /** The entry made of bound values, or null if there is none. */
    @Nullable
    Attributes assemble(@Nullable Object[] values) {
        boolean there = false;
        for (MappedPath path : deciding) {
            there |= values[path.index()] != null;
        }
        if (!there) {
            return null;
        }
        Attributes entry = fixed;
        for (MappedPath path : paths) {
            entry = entry.with(Objects.requireNonNull(path.path().subAttribute()), values[path.index()]);
        }
        return entry;
    }

    @Override
    public String toString() {
        return list.text() + "[" + filter.text() + "]";
    }
}
