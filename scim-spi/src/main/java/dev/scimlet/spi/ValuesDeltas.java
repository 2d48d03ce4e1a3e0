package dev.scimlet.spi;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.BoundPath;
import java.util.List;
import java.util.Optional;

/**
 * An ability of a {@link ResourceRepository}: it takes members in and out of a list without reading the list. A group of
 * 100,000 members then costs what a group of ten costs. Without it, such requests go through {@link
 * ResourceRepository#update}, which is right as well.
 */
public interface ValuesDeltas {

    /** Whether the ability covers this attribute. */
    boolean takesDeltas(BoundPath list);

    /**
     * Applies the delta in one atomic step. An entry whose value is in the list already is merged with it: the details that
     * the delta gives replace those that are there, others stay. If nothing changes by it, {@code meta.lastModified} and
     * {@code meta.version} stay.
     *
     * @param wanted which attributes of the result will be looked at
     * @param precondition is checked in the same step
     * @return what happened, or empty if no resource has this {@code id}
     * @throws ScimException what the precondition throws; nothing is then stored
     */
    Optional<AppliedDelta> applyDelta(
            RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta);

    /**
     * The same deltas, of one list, where the store itself looks at who is added: an entry that leads to a resource of one of the
     * repositories, of the first that has it, gets the name of its type and its {@link DisplayName}, if it has one, in place of what
     * the delta says. An entry that leads to none of them stays as the delta has it. What is returned says for which lists nobody
     * has to ask any longer ({@link #looksAtDetails}).
     *
     * @param targets of the types that the list may refer to, in their order
     * @return empty if the targets lie elsewhere, or the store cannot
     */
    default Optional<ValuesDeltas> lookingAt(BoundPath list, List<ResourceRepository> targets) {
        return Optional.empty();
    }

    /**
     * Whether the store looks at more of what a delta adds than its value: at the type and the display name, which the service looks
     * up for it. Where a list keeps ids alone, nobody has to.
     */
    default boolean looksAtDetails(BoundPath list) {
        return true;
    }

    /**
     * Whether the store itself refuses what the delta brings into the list and leads to no resource, and keeps what it leads to from
     * being deleted before the unit ends. Nobody has to ask for it then ({@link ReferenceSource#hold}).
     */
    default boolean holdsAdded(ValuesDelta delta) {
        return false;
    }
}
