package dev.scimlet.protocol;

import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.Unit;
import java.util.List;

/**
 * Is told of each change inside the unit that stores it: what it writes with {@link Unit#sql()} is stored with the change or
 * not at all. It may refuse the change by throwing a {@link dev.scimlet.core.ScimException}, which the client is told; that
 * undoes the change only in a store with transactions.
 *
 * <p>A unit that met another one runs again, and the hook with it. So it touches nothing but the unit: no other
 * connection, no mail, no field of its own. What must happen once is given to {@link Unit#afterCommit}. The test kit has a
 * unit that fails every first commit, under which a hook that keeps to this does the same as ever.
 */
@FunctionalInterface
public interface ChangeHook {

    /**
     * Takes part in a change of a resource of any type; {@link ResourceEvent#type} says of which, and a path that this type
     * does not have is an {@link IllegalArgumentException}. The store has written the change already, and nobody else sees
     * it yet. What it throws besides a {@code ScimException} is logged and answered with status 500.
     *
     * <p>Where the repositories have no transactions ({@link Unit#isAtomic()} is false) what is refused is stored all the
     * same, and listeners are told of it. So it is with an {@link dev.scimlet.spi.mapping.EntityRepository} whose store takes part
     * in no units, and where repositories have no unit in common ({@link ScimService.Builder#unitOfWork}); the log
     * says so when the service starts.
     */
    void on(ResourceEvent event, Unit unit);

    /**
     * What the hook wants to see of a resource of the type in both states of {@link ResourceEvent.Changed}, also where the change does not touch it, such as what people
     * call it. Asked once for each type, when the service is built; by default nothing.
     */
    default List<BoundPath> wanted(ResourceType type) {
        return List.of();
    }
}
