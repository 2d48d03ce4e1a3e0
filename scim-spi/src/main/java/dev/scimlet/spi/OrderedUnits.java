package dev.scimlet.spi;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Units for stores that have no transactions: each step is final as soon as it is done. */
final class OrderedUnits implements UnitOfWork {

    static final OrderedUnits INSTANCE = new OrderedUnits();

    private OrderedUnits() {}

    @Override
    public <T> T perform(RequestContext context, Function<Unit, T> work) {
        if (context.unit().isPresent()) {
            return work.apply(context.unit().get());
        }
        Retries retries = new Retries();
        String id = UUID.randomUUID().toString();
        while (true) {
            Ordered unit = new Ordered(id, retries.attempt());
            try {
                T result = work.apply(unit);
                unit.actions.runBefore();
                unit.actions.runAfter();
                return result;
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
    }
}
