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
 * @param added entries by their {@code value}, in order. One that is there already is merged with what it says ({@link
 *     Attributes#mergedWith})
 * @param removed values whose entries go. One that is not there is no mistake
 */
public record ValuesDelta(BoundPath list, Map<String, Attributes> added, Set<String> removed) {

    /** @throws IllegalArgumentException if a value is both added and removed */
    public ValuesDelta {
        added = Collections.unmodifiableMap(new LinkedHashMap<>(added));
        removed = Collections.unmodifiableSet(new LinkedHashSet<>(removed));
        if (!Collections.disjoint(added.keySet(), removed)) {
            throw new IllegalArgumentException("a value is both added and removed");
        }
    }
}
