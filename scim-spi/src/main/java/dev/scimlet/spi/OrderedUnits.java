package dev.scimlet.spi;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Units for stores that have no transactions: each step is final as soon as it is done. */
final class OrderedUnits implements UnitOfWork {

    static final OrderedUnits INSTANCE = new OrderedUnits();

    private OrderedUnits() {}

    @Override
    public <T> T perform(RequestContext context, Function<Unit, T> work) {
        Unit around = context.unit().orElse(null);
        if (around != null) {
            return around.isAtomic() ? work.apply(around) : repeated(attempt -> work.apply(around));
        }
        String id = UUID.randomUUID().toString();
        return repeated(attempt -> {
            Ordered unit = new Ordered(id, attempt);
            T result = work.apply(unit);
            unit.end();
            return result;
        });
    }

    /** What a step of a unit has stored stays, so a step that met another one is repeated by itself, not the whole unit. */
    private static <T> T repeated(IntFunction<T> work) {
        Retries retries = new Retries();
        while (true) {
            try {
                return work.apply(retries.attempt());
            } catch (ConflictException conflict) {
                retries.pauseOrGiveUp(conflict);
            }
        }
    }

    private static final class Ordered implements Unit {

        private final String id;
        private final int attempt;
        private final ActionsOfUnit actions = new ActionsOfUnit();

        Ordered(String id, int attempt) {
            this.id = id;
            this.attempt = attempt;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public int attempt() {
            return attempt;
        }

        @Override
        public boolean isAtomic() {
            return false;
        }

        @Override
        public Optional<SqlExecutor> sql() {
            return Optional.empty();
        }

        @Override
        public void beforeCommit(Runnable action) {
            actions.addBefore(action);
        }

        @Override
        public void afterCommit(Runnable action) {
            actions.addAfter(action);
        }

        @Override
        public <T> Optional<T> handle(Class<T> type) {
            return Optional.empty();
        }

        /** All is stored by now, so nothing may begin the work again. */
        void end() {
            try {
                actions.runBefore();
            } catch (ConflictException conflict) {
                throw Retries.busy(conflict);
            }
            actions.runAfter();
        }
    }
}
