package dev.scimlet.spi;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Resource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a {@link ValuesDelta} did to a resource.
 *
 * @param before the resource as it was, with what was wanted of it; the list itself may be missing
 * @param after the resource as stored, with what was wanted of it; the same as {@code before} if nothing changed
 * @param added values that were not in the list before
 * @param removed values that were in the list before
 * @param merged values that were in the list before and got other details
 */
public record AppliedDelta(
        Resource before, Resource after, Set<String> added, Set<String> removed, Set<String> merged) {

    /** Copies the sets; not by {@link Set#copyOf}, which is slow where clients choose ids with equal hashes. */
    public AppliedDelta {
        added = Collections.unmodifiableSet(new LinkedHashSet<>(added));
        removed = Collections.unmodifiableSet(new LinkedHashSet<>(removed));
        merged = Collections.unmodifiableSet(new LinkedHashSet<>(merged));
    }

    /** A delta that changed nothing. */
    public static AppliedDelta none(Resource unchanged) {
        return new AppliedDelta(unchanged, unchanged, Set.of(), Set.of(), Set.of());
    }

    /** Whether something is stored otherwise than before. */
    public boolean changed() {
        return !added.isEmpty() || !removed.isEmpty() || !merged.isEmpty();
    }
}
