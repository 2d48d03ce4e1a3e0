package dev.scimlet.testkit.contract;

import dev.scimlet.spi.ActionsOfUnit;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.UnitOfWork;
import java.util.Optional;
import java.util.function.Function;

/**
 * Units whose first commit always fails, as if another unit had been faster: all work is done, its actions before the
 * commit too, thrown away, and done again. A hook that touches anything but its unit, such as a counter, a mail or a
 * cache, then does it twice, and a test sees it:
 *
 * <pre>{@code
 * InMemoryStore store = new InMemoryStore();
 * ScimService service = ScimService.builder()
 *         .repositories(store.repository(user).build())
 *         .unitOfWork(FirstCommitFails.of(store))
 *         ...
 * }</pre>
 *
 * <p>Work inside a unit that is there already is a part of it, and fails with it alone.
 */
public final class FirstCommitFails implements UnitOfWork {

    private final UnitOfWork units;

    private FirstCommitFails(UnitOfWork units) {
        this.units = units;
    }

    /** The given units, each of which fails once. They must be atomic: what they wrote could not be thrown away else. */
    public static UnitOfWork of(UnitOfWork units) {
        return new FirstCommitFails(units);
    }

    /** @throws IllegalStateException if the unit is not atomic, or a transaction of the host that cannot be repeated */
    @Override
    public <T> T perform(RequestContext context, Function<Unit, T> work) {
        if (context.unit().isPresent()) {
            return units.perform(context, work);
        }
        return units.perform(context, unit -> {
            if (!unit.isAtomic()) {
                throw new IllegalStateException("the unit is not atomic: its first try cannot be thrown away");
            }
            Trial trial = new Trial(unit);
            T result = work.apply(trial);
            unit.beforeCommit(trial::end);
            return result;
        });
    }

    /** Keeps the actions before the commit together, so that all have run when the commit fails. */
    private static final class Trial implements Unit {

        private final Unit unit;
        private final ActionsOfUnit actions = new ActionsOfUnit();

        Trial(Unit unit) {
            this.unit = unit;
        }

        void end() {
            actions.runBefore();
            if (unit.attempt() == 1) {
                throw ConflictException.overtaken(null);
            }
        }

        @Override
        public String id() {
            return unit.id();
        }

        @Override
        public int attempt() {
            return unit.attempt();
        }

        @Override
        public boolean isAtomic() {
            return unit.isAtomic();
        }

        @Override
        public Optional<SqlExecutor> sql() {
            return unit.sql();
        }

        @Override
        public void beforeCommit(Runnable action) {
            actions.addBefore(action);
        }

        @Override
        public void afterCommit(Runnable action) {
            unit.afterCommit(action);
        }

        @Override
        public <T> Optional<T> handle(Class<T> type) {
            return unit.handle(type);
        }
    }
}
