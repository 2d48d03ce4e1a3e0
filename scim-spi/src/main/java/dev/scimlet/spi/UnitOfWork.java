package dev.scimlet.spi;

import java.util.function.Function;

/**
 * Makes one step of what a write operation does: the write itself, the tidying of references and memberships, checks of
 * integrity and hooks. All of it is stored, or nothing. The service performs each write operation, and each operation of
 * a Bulk request, in a unit of its own.
 *
 * <p>A store brings the unit of its own transactions ({@link Participant}); a host brings one where transactions begin
 * and end with its framework. A store without transactions is served by {@link #ordered()}.
 */
public interface UnitOfWork {

    /**
     * Runs the work in one unit. Until it uses the unit, nothing is held: no connection, no lock.
     *
     * <p>If the work ends with a {@link ConflictException}, nothing is stored, and the work runs again in a fresh unit, a
     * bounded number of times and for a bounded time, after a random pause. Whatever else it throws ends it: nothing is
     * stored, and the exception passes through. A commit whose answer was lost is not repeated, because it may have
     * happened.
     *
     * <p>If the context is in a unit of this kind already, the work becomes a part of that one.
     *
     * @throws dev.scimlet.core.ScimException 503 with {@code Retry-After} if others were in the way each time
     */
    <T> T perform(RequestContext context, Function<Unit, T> work);

    /**
     * As {@link #perform}, but a {@link ConflictException} of the work passes through: for a store that is called in no unit
     * and finds that what it was given is overtaken, where the same work would fail again.
     */
    default <T> T performOnce(RequestContext context, Function<Unit, T> work) {
        try {
            return perform(context, unit -> {
                try {
                    return work.apply(unit);
                } catch (ConflictException conflict) {
                    throw new PassedThrough(conflict);
                }
            });
        } catch (PassedThrough thrown) {
            throw thrown.conflict();
        }
    }

    /**
     * A unit for stores without transactions: each write is final at once. The service orders the steps of an operation so
     * that repeating it mends what a crash left (references to a resource go before the resource itself), and that is all
     * that it promises. Hooks that refuse then refuse what is stored already, and a change that others overtook is
     * begun again only by the store itself.
     */
    static UnitOfWork ordered() {
        return OrderedUnits.INSTANCE;
    }

    /** A repository whose writes can be part of a unit. */
    interface Participant {

        /** The units that this repository takes part in. Repositories of one unit say equal ones. */
        UnitOfWork unitOfWork();

        /**
         * Whether nothing is written in the unit of a call but what the call asks for, before it returns. A repository of a host
         * that writes rows of its own beside those of another one does not say so.
         */
        default boolean writesNothingBeside() {
            return false;
        }
    }
}
