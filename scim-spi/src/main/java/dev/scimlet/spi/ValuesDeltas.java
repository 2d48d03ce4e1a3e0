package dev.scimlet.spi;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * An ability of a {@link ResourceRepository}: it takes members in and out of a list without reading the list. A group of
 * 100,000 members then costs what a group of ten costs. Without it, such requests go through {@link
 * ResourceRepository#update}, which is right as well.
 */
public interface ValuesDeltas {

    /** Whether the ability covers this attribute. */
    boolean takesDeltas(BoundPath list);

    /**
     * Applies the delta in one atomic step. If nothing changes by it, {@code meta.lastModified} and {@code meta.version}
     * stay.
     *
     * @param wanted which attributes of the result will be looked at
     * @param precondition is checked in the same step
     * @return what happened, or empty if no resource has this {@code id}
     * @throws ScimException what the precondition throws; nothing is then stored
     */
    Optional<Applied> applyDelta(
            RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta);

    /**
     * What a delta did.
     *
     * @param resource the resource as stored, with what was wanted of it
     * @param added the values that were not there before
     * @param removed the values that were there before
     */
    record Applied(Resource resource, Set<String> added, Set<String> removed) {

        /** Copies the sets; not by {@link Set#copyOf}, which is slow where clients choose ids with equal hashes. */
        public Applied {
            added = Collections.unmodifiableSet(new LinkedHashSet<>(added));
            removed = Collections.unmodifiableSet(new LinkedHashSet<>(removed));
        }
    }
}
