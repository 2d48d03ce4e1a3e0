package dev.scimlet.core.patch;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A change of one list of references, such as {@code members}, that does not need the list: entries that shall be in it
 * afterwards, and entries that shall not. No value is in both.
 *
 * @param list the attribute
 * @param added entries by their {@code value}, in order
 * @param removed values whose entries go. One that is not there is no mistake
 * @param detailed those of the added values of which the client tells more than the value: an entry that is there already is
 *     {@link #merged} with what is added. Other entries that are there already stay as they are
 */
public record ValuesDelta(BoundPath list, Map<String, Attributes> added, Set<String> removed, Set<String> detailed) {

    /**
     * Copies; not by {@link Set#copyOf}, which is slow where clients choose ids with equal hashes.
     *
     * @throws IllegalArgumentException if a value is both added and removed, or detailed and not added
     */
    public ValuesDelta {
        added = Collections.unmodifiableMap(new LinkedHashMap<>(added));
        removed = Collections.unmodifiableSet(new LinkedHashSet<>(removed));
        detailed = Collections.unmodifiableSet(new LinkedHashSet<>(detailed));
        if (!Collections.disjoint(added.keySet(), removed)) {
            throw new IllegalArgumentException("a value is both added and removed");
        }
        if (!added.keySet().containsAll(detailed)) {
            throw new IllegalArgumentException("a value is detailed and not added");
        }
    }

    /** A delta in which entries that are there already stay as they are. */
    public static ValuesDelta of(BoundPath list, Map<String, Attributes> added, Set<String> removed) {
        return new ValuesDelta(list, added, removed, Set.of());
    }

    /** The same delta with other values detailed. */
    public ValuesDelta withDetailed(Set<String> values) {
        return new ValuesDelta(list, added, removed, values);
    }

    /**
     * What becomes of an entry of an added value that is there already: further details are taken over, immutable ones
     * that have a value stay.
     */
    public Attributes merged(String value, Attributes known) {
        Attributes given = added.get(value);
        return given == null || !detailed.contains(value) ? known : known.mergedWith(given);
    }
}
