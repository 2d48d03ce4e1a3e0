package dev.scimlet.directory.feed;

import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.UnitOfWork;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives events to handlers of the application, in a unit with the position. */
final class HandlerDelivery implements Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final String name;
    private final FeedStore store;
    private final UnitOfWork units;
    private final Map<String, DirectoryEventHandler> handlers;
    private final @Nullable DirectoryEventHandler ofOthers;
    private final List<Duration> pauses;

    /** @param ofOthers is given what no other handler is; null if nobody is */
    HandlerDelivery(
            String name,
            FeedStore store,
            UnitOfWork units,
            Map<String, DirectoryEventHandler> handlers,
            @Nullable DirectoryEventHandler ofOthers,
            List<Duration> pauses) {
        this.name = name;
        this.store = store;
        this.units = units;
        this.handlers = new LinkedHashMap<>(handlers);
        this.ofOthers = ofOthers;
        this.pauses = List.copyOf(pauses);
    }

    /** Ends a unit of which nothing shall be stored. */
    private static final class NothingStored extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NothingStored() {
            super("nothing of the unit is stored", null, false, false);
        }
    }

    @Override
    public boolean wants(String type) {
        return ofOthers != null || handlers.containsKey(type);
    }

    @Override
    public boolean deliver(FeedEvent event, FeedStore.Claim claim, long from) {
        try {
            return inUnit(event, unit -> {
                if (!store.move(unit, claim, from, event.seq())) {
                    throw new NothingStored();
                }
            });
        } catch (NothingStored lost) {
            return false;
        }
    }

    @Override
    public boolean passes(FeedEvent event) {
        try {
            return inUnit(event, unit -> {
                throw new NothingStored();
            });
        } catch (NothingStored taken) {
            return true;
        } catch (NotTaken refused) {
            return false;
        }
    }

    /** Takes an event that was put aside. @return whether it still was */
    boolean deliverParked(FeedEvent event) {
        try {
            return inUnit(event, unit -> {
                if (!store.unpark(unit, event.tenant(), name, event.seq())) {
                    throw new NothingStored();
                }
            });
        } catch (NothingStored gone) {
            return false;
        }
    }

    private interface End {
        void of(Unit unit);
    }

    private boolean inUnit(FeedEvent event, End end) {
        RequestContext context = RequestContext.builder()
                .tenant(event.tenant())
                .principal(name)
                .requestId(event.id())
                .build();
        try {
            return units.perform(context, unit -> {
                store.begin(unit);
                handle(event, unit);
                end.of(unit);
                return true;
            });
        } catch (NothingStored ended) {
            throw ended;
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError failure) {
            LOG.warn("consumer {} did not take event {} of tenant {}", name, event.id(), event.tenant(), failure);
            throw new NotTaken(reason(failure), null, true, Duration.ZERO, failure);
        }
    }

    private void handle(FeedEvent event, Unit unit) {
        DirectoryEventHandler handler = handlers.getOrDefault(event.type(), ofOthers);
        if (handler != null) {
            handler.on(event, unit);
        }
    }

    private static String reason(Throwable failure) {
        return failure.getClass().getName() + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
    }

    @Override
    public Duration pause(int attempts, NotTaken refused) {
        return pauses.get(Math.min(attempts, pauses.size()) - 1);
    }

    @Override
    public Verdict verdict(int attempts, NotTaken refused) {
        return Verdict.TRIED_AGAIN;
    }
}
