package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a resource type that a client may not know of (RFC 7644 §7.7). To such a client they are unknown:
 * {@link #find} does not find them, {@link #shown} is a resource without them, and what the client makes of that, {@link
 * #restored} turns into what is stored.
 *
 * <p>Immutable; equal if they hide the same paths.
 */
public final class HiddenAttributes {

    /** Nothing is hidden. */
    public static final HiddenAttributes NONE = new HiddenAttributes(Set.of());

    private final Set<BoundPath> paths;

    /** By container, which of its sub-attributes are hidden, by position. */
    private final IdentityHashMap<AttributeDefinition, boolean[]> hidden = new IdentityHashMap<>();

    private HiddenAttributes(Set<BoundPath> paths) {
        this.paths = paths;
    }

    /**
     * Hides what the paths name: an attribute, a sub-attribute or an extension as a whole, with all that is below.
     *
     * @param root what the paths start at, {@link ResourceType#definition()}
     * @param paths without brackets
     */
    public static HiddenAttributes of(AttributeDefinition root, Collection<BoundPath> paths) {
        if (paths.isEmpty()) {
            return NONE;
        }
        HiddenAttributes made = new HiddenAttributes(Set.copyOf(paths));
        for (BoundPath path : paths) {
            AttributeDefinition extension = path.extension();
            AttributeDefinition attribute = path.attribute();
            AttributeDefinition container = root;
            if (path.subAttribute() != null && attribute != null) {
                container = attribute;
            } else if (extension != null && attribute != null) {
                container = extension;
            }
            made.hidden
                    .computeIfAbsent(
                            container, key -> new boolean[key.subAttributes().size()])[
                    path.target().position()] = true;
        }
        return made;
    }

    /** The paths that are hidden. */
    public Set<BoundPath> paths() {
        return paths;
    }

    /** Whether nothing is hidden. */
    public boolean isEmpty() {
        return paths.isEmpty();
    }

    /** Whether a sub-attribute of the container is hidden. */
    public boolean hides(AttributeDefinition container, AttributeDefinition attribute) {
        boolean[] positions = paths.isEmpty() ? null : hidden.get(container);
        return positions != null && positions[attribute.position()];
    }

    /** Whether something directly inside the container is hidden. */
    public boolean hidesPartOf(AttributeDefinition container) {
        return hidden.containsKey(container);
    }

    /** As {@link AttributeDefinition#find}; null for what is hidden. */
    public @Nullable AttributeDefinition find(AttributeDefinition container, String name) {
        AttributeDefinition found = container.find(name);
        return found == null || hides(container, found) ? null : found;
    }

    // ---- what is shown

    /** The attributes without what is hidden. An entry of which nothing is left is none. */
    public Attributes shown(Attributes attributes) {
        if (paths.isEmpty()) {
            return attributes;
        }
        AttributeDefinition container = attributes.definition();
        @Nullable Object[] shown = new Object[container.subAttributes().size()];
        boolean same = true;
        for (AttributeDefinition attribute : container.subAttributes()) {
            Object value = attributes.get(attribute);
            Object rest = value == null || hides(container, attribute) ? null : shownValue(attribute, value);
            shown[attribute.position()] = rest;
            same &= rest == value;
        }
        return same ? attributes : Attributes.ofPositions(container, shown);
    }

    private @Nullable Object shownValue(AttributeDefinition attribute, Object value) {
        if (value instanceof Attributes complex) {
            Attributes rest = shown(complex);
            return rest.isEmpty() ? null : rest;
        }
        if (!(value instanceof Values list) || !hidesPartOf(attribute)) {
            return value;
        }
        List<Object> entries = new ArrayList<>(list.size());
        for (Object entry : list) {
            Attributes rest = shown((Attributes) entry);
            if (!rest.isEmpty()) {
                entries.add(rest);
            }
        }
        return entries.isEmpty() ? null : Values.of(attribute, entries);
    }

    // ---- what is stored

    /**
     * What is stored when a client makes {@code next} of the {@code shown} of {@code stored}: what is hidden stays as it
     * was. An entry of a list keeps its hidden parts as long as it can be recognised: by its identity, by its
     * {@code value}, or, where as many entries are there as before, by its place. A new entry has the hidden parts that
     * {@code next} gives it, which only the service can.
     */
    public Attributes restored(Attributes stored, Attributes shown, Attributes next) {
        if (paths.isEmpty()) {
            return next;
        }
        if (next == shown) {
            return stored;
        }
        AttributeDefinition container = next.definition();
        @Nullable Object[] values = new Object[container.subAttributes().size()];
        for (AttributeDefinition attribute : container.subAttributes()) {
            Object before = stored.get(attribute);
            values[attribute.position()] = hides(container, attribute)
                    ? before
                    : restoredValue(attribute, before, shown.get(attribute), next.get(attribute));
        }
        return Attributes.ofPositions(container, values);
    }

    private @Nullable Object restoredValue(
            AttributeDefinition attribute, @Nullable Object before, @Nullable Object shown, @Nullable Object next) {
        if (next == shown) {
            return before;
        }
        if (!attribute.isComplex()) {
            return next;
        }
        if (attribute.multiValued()) {
            return hidesPartOf(attribute) ? restoredList(attribute, before, shown, next) : next;
        }
        Attributes nothing = Attributes.empty(attribute);
        Attributes restored = restored(
                before == null ? nothing : (Attributes) before,
                shown == null ? nothing : (Attributes) shown,
                next == null ? Attributes.empty(attribute) : (Attributes) next);
        return restored.isEmpty() ? null : restored;
    }

    private @Nullable Object restoredList(
            AttributeDefinition list, @Nullable Object before, @Nullable Object shown, @Nullable Object next) {
        if (before == null) {
            return next;
        }
        Values known = shown == null ? Values.empty(list) : (Values) shown;
        Values given = next == null ? Values.empty(list) : (Values) next;
        IdentityHashMap<Object, Object> origins = origins(list, known, given);
        IdentityHashMap<Object, List<Attributes>> sources = new IdentityHashMap<>();
        List<Object> entries = new ArrayList<>();
        List<Object> unseen = new ArrayList<>(0);
        for (Object entry : (Values) before) {
            Attributes rest = shown((Attributes) entry);
            Object seen = rest.isEmpty() ? null : known.find(rest);
            if (seen == null) {
                unseen.add(entry);
            } else {
                sources.computeIfAbsent(seen, key -> new ArrayList<>(1)).add((Attributes) entry);
            }
        }
        for (Object entry : given) {
            Object origin = origins.get(entry);
            if (origin == null) {
                entries.add(entry);
            } else {
                for (Attributes source : sources.getOrDefault(origin, List.of())) {
                    entries.add(withHiddenParts(source, (Attributes) entry));
                }
            }
        }
        entries.addAll(unseen);
        return entries.isEmpty() ? null : Values.of(list, entries);
    }

    private Attributes withHiddenParts(Attributes source, Attributes entry) {
        Attributes complete = entry;
        for (AttributeDefinition part : entry.definition().subAttributes()) {
            if (hides(entry.definition(), part)) {
                complete = complete.with(part, source.get(part));
            }
        }
        return complete;
    }

    /** Which of the known entries each of the given ones was, as far as it can be recognised. */
    private static IdentityHashMap<Object, Object> origins(AttributeDefinition list, Values known, Values given) {
        IdentityHashMap<Object, Object> origins = new IdentityHashMap<>();
        Set<Object> used = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object entry : given) {
            Object same = known.find(entry);
            if (same != null) {
                origins.put(entry, same);
                used.add(same);
            }
        }
        AttributeDefinition value = list.valueSubAttribute();
        boolean byPlace = known.size() == given.size();
        Object[] places =
                byPlace && origins.size() < given.size() ? known.toList().toArray() : new Object[0];
        int place = 0;
        for (Object entry : given) {
            Object there = place < places.length ? places[place++] : null;
            if (origins.containsKey(entry)) {
                continue;
            }
            Object named = value != null && ((Attributes) entry).get(value) instanceof String id
                    ? known.findByValue(id)
                    : null;
            Object origin = named != null && !used.contains(named) ? named : there;
            if (origin != null && used.add(origin)) {
                origins.put(entry, origin);
            }
        }
        return origins;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HiddenAttributes that && paths.equals(that.paths);
    }

    @Override
    public int hashCode() {
        return paths.hashCode();
    }

    /** The paths, in order; the same for equal ones. */
    @Override
    public String toString() {
        Set<String> texts = new LinkedHashSet<>();
        paths.stream().map(BoundPath::text).sorted().forEach(texts::add);
        return texts.toString();
    }
}
