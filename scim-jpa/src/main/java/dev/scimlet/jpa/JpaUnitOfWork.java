package dev.scimlet.jpa;

import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Retries;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.sql.HostTransactions;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Units that are transactions of an {@link EntityManager}: of their own, begun and ended here, or of a host's framework ({@link
 * EntityManagers#transactions()}).
 *
 * <p>The transaction begins with the first use of the unit's entity manager; a unit that is not used costs nothing. Units over
 * equal sources are equal.
 */
public final class JpaUnitOfWork implements UnitOfWork {

    private final EntityManagers source;

    private JpaUnitOfWork(EntityManagers source) {
        this.source = source;
    }

    /** Units over the entity managers of a source. */
    public static JpaUnitOfWork over(EntityManagers source) {
        return new JpaUnitOfWork(source);
    }

    /** Where the entity managers come from. */
    public EntityManagers entityManagers() {
        return source;
    }

    /** The unit of these that the context is in; null if it is in none, or in one of another kind or source. */
    public @Nullable JpaUnit present(RequestContext context) {
        return context.unit()
                .flatMap(unit -> unit.handle(JpaUnit.class))
                .filter(unit -> unit.source().equals(source))
                .orElse(null);
    }

    /**
     * Does the work of a store in the unit that the context is in, or else in one of its own.
     *
     * @param refusal what is thrown where persisting failed for another reason than a conflict or a database that is not there;
     *     it is told the unit that ends so
     */
    <T> T write(
            RequestContext context,
            Function<EntityManager, T> work,
            BiFunction<JpaUnit, RuntimeException, RuntimeException> refusal) {
        return perform(context, unit -> {
            JpaUnit of = (JpaUnit) unit;
            try {
                return of.run(work);
            } catch (RuntimeException failure) {
                throw Failures.isOurs(failure) ? failure : refusal.apply(of, failure);
            }
        });
    }

    @Override
    public <T> T perform(RequestContext context, Function<Unit, T> work) {
        JpaUnit present = present(context);
        if (present != null) {
            return partOf(present, work);
        }
        String id = UUID.randomUUID().toString();
        if (wouldJoin()) {
            try {
                return once(new JpaUnit(source, context, id, 1, false), work);
            } catch (ConflictException conflict) {
                throw Retries.busy(conflict);
            }
        }
        Retries retries = new Retries();
        while (true) {
            try {
                return once(new JpaUnit(source, context, id, retries.attempt(), true), work);
            } catch (ConflictException conflict) {
                retries.pauseOrGiveUp(conflict);
            }
        }
    }

    private boolean wouldJoin() {
        return source.transactions().filter(HostTransactions::wouldJoin).isPresent();
    }

    /** A part that ends with an exception may be half done, so the whole must not be stored. */
    private static <T> T partOf(JpaUnit unit, Function<Unit, T> work) {
        try {
            return work.apply(unit);
        } catch (RuntimeException failure) {
            unit.spoil(failure);
            throw failure;
        }
    }

    private static <T> T once(JpaUnit unit, Function<Unit, T> work) {
        try {
            T result = work.apply(unit);
            unit.commit();
            return result;
        } catch (Throwable failure) {
            unit.rollback(failure);
            throw failure;
        }
    }

    /**
     * Reads: in the transaction of the unit that the context is in, if it has begun; otherwise with an entity manager that is
     * borrowed for the moment.
     */
    <T> T read(RequestContext context, Function<EntityManager, T> work) {
        JpaUnit present = present(context);
        if (present != null && present.isOpen()) {
            return present.look(work);
        }
        Retries retries = new Retries();
        while (true) {
            try {
                return readOnce(context, work);
            } catch (ConflictException conflict) {
                if (wouldJoin()) {
                    throw Retries.busy(conflict);
                }
                retries.pauseOrGiveUp(conflict);
            }
        }
    }

    private <T> T readOnce(RequestContext context, Function<EntityManager, T> work) {
        EntityManager entities = source.borrow(context);
        try {
            return work.apply(entities);
        } catch (RuntimeException failure) {
            RuntimeException passing = Failures.passing(failure);
            throw passing != null ? passing : failure;
        } finally {
            source.giveBack(context, entities);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JpaUnitOfWork that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }
}
