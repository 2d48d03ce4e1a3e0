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
 * One entry of a list that a mapping binds by the condition in brackets, such as {@code emails[type eq "work"]}.
 *
 * <p>What {@code type} and {@code primary} say, and what the brackets say, describes an entry and is none by itself: an
 * entry is there when something else of it is.
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
        this.deciding = deciding(this.paths);
        paths.forEach(path -> path.belongsTo(this));
    }

    private static List<MappedPath> deciding(List<MappedPath> paths) {
        List<MappedPath> writable = paths.stream()
                .filter(path -> !path.readOnly() && !path.isDerived())
                .toList();
        List<MappedPath> candidates = writable.isEmpty() ? paths : writable;
        List<MappedPath> telling = candidates.stream()
                .filter(path -> !isDescription(path.target()))
                .toList();
        return telling.isEmpty() ? candidates : telling;
    }

    private static boolean isDescription(AttributeDefinition part) {
        return part.name().equals("type") || part.name().equals("primary");
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

    /**
     * The bound part of the entry is there when one of these has a value: the ones that can be written and that more than
     * describe the entry, if there are any.
     */
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

    /**
     * Whether an entry says nothing but what kind of entry it would be.
     *
     * @param fixed what the condition says that it meets
     */
    static boolean isHollow(Attributes entry, Attributes fixed) {
        for (AttributeDefinition part : entry.definition().subAttributes()) {
            if (entry.get(part) != null && fixed.get(part) == null && !isDescription(part)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the bound values alone tell if the entry is there, in a store that keeps beside them what no line takes:
     * nothing else of an entry has a place of its own.
     */
    public boolean isDecidedByLines() {
        for (AttributeDefinition part : fixed.definition().subAttributes()) {
            if (fixed.get(part) == null && !isDescription(part) && path(part) == null) {
                return false;
            }
        }
        return true;
    }

    /** The entry in a resource, or null. */
    @Nullable
    Attributes find(Attributes attributes) {
        Object known = list.attributeValue(attributes);
        if (known instanceof Values entries) {
            for (Object entry : entries) {
                if (filter.matchesEntry(entry) && !isHollow((Attributes) entry, fixed)) {
                    return (Attributes) entry;
                }
            }
        }
        return null;
    }

    /** Whether the bound part of an entry is there. */
    boolean isBoundPartOf(Attributes entry) {
        return deciding.stream().anyMatch(path -> entry.get(path.target()) != null);
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
