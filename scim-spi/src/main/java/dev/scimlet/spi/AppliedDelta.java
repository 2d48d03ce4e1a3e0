package dev.scimlet.spi;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Resource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a {@link ValuesDelta} did to a resource. */
public final class AppliedDelta {

    private final Resource before;
    private final Resource after;
    private final Set<String> added;
    private final Set<String> removed;
    private final Set<String> merged;

    private AppliedDelta(Resource before, Resource after, Set<String> added, Set<String> removed, Set<String> merged) {
        this.before = Objects.requireNonNull(before);
        this.after = Objects.requireNonNull(after);
        this.added = copy(added);
        this.removed = copy(removed);
        this.merged = copy(merged);
    }

    /** Not by {@link Set#copyOf}, which is slow where clients choose ids with equal hashes. */
    private static Set<String> copy(Set<String> ids) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(ids));
    }

    /**
     * A delta that was applied.
     *
     * @param before the resource as it was, with what was wanted of it; the list itself may be missing
     * @param after the resource as stored, with what was wanted of it; the same as {@code before} if nothing changed
     * @param added values that were not in the list before
     * @param removed values that were in the list before
     * @param merged values that were in the list before and got other details
     */
    public static AppliedDelta of(
            Resource before, Resource after, Set<String> added, Set<String> removed, Set<String> merged) {
        return new AppliedDelta(before, after, added, removed, merged);
    }

    /** A delta that changed nothing. */
    public static AppliedDelta none(Resource unchanged) {
        return of(unchanged, unchanged, Set.of(), Set.of(), Set.of());
    }

    /** The resource as it was, with what was wanted of it; the list itself may be missing. */
    public Resource before() {
        return before;
    }

    /** The resource as stored, with what was wanted of it; the same as {@link #before} if nothing changed. */
    public Resource after() {
        return after;
    }

    /** Values that were not in the list before. */
    public Set<String> added() {
        return added;
    }

    /** Values that were in the list before and are not any more. */
    public Set<String> removed() {
        return removed;
    }

    /** Values that were in the list before and got other details. */
    public Set<String> merged() {
        return merged;
    }

    /** Whether something is stored otherwise than before. */
    public boolean changed() {
        return !added.isEmpty() || !removed.isEmpty() || !merged.isEmpty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AppliedDelta that
                && before.equals(that.before)
                && after.equals(that.after)
                && added.equals(that.added)
                && removed.equals(that.removed)
                && merged.equals(that.merged);
    }

    @Override
    public int hashCode() {
        return Objects.hash(before, after, added, removed, merged);
    }

    @Override
    public String toString() {
        return "AppliedDelta[after=" + after + ", added=" + added + ", removed=" + removed + ", merged=" + merged + "]";
    }
}
