package dev.scimlet.directory.feed;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One turn of work for a consumer and a tenant: events in their order, each until it is taken. */
final class ConsumerWork {

    /** After which another tenant has its turn. */
    private static final int EVENTS_IN_A_TURN = 200;

    /** How far it is looked for an event that shows whether others are taken. */
    private static final int LOOK_AHEAD = 200;

    /** After which an event may be put aside. */
    static final int ATTEMPTS = 5;

    private final FeedStore store;
    private final Delivery delivery;
    private final FeedStore.Claim claim;
    private final Setbacks setbacks;
    private final BooleanSupplier goesOn;
    private long position;
    private int attempts;

    /** @param goesOn whether the consumer works and holds its lease, as far as this node knows */
    ConsumerWork(FeedStore store, Delivery delivery, FeedStore.Claim claim, Setbacks setbacks, BooleanSupplier goesOn) {
        this.store = store;
        this.delivery = delivery;
        this.claim = claim;
        this.setbacks = setbacks;
        this.goesOn = goesOn;
        this.position = claim.row().position();
        this.attempts = claim.row().attempts();
    }

    /** Gives the consumer some events. @return whether more may be there to do at once */
    boolean turn() {
        FeedStore.Head head = claim.head();
        if (position < head.oldest() - 1) {
            setbacks.expire(position, head);
            return false;
        }
        List<FeedEvent> events = events(position, EVENTS_IN_A_TURN);
        long passedOver = position;
        for (FeedEvent event : events) {
            if (!goesOn.getAsBoolean()) {
                return false;
            }
            if (!delivery.wants(event.type())) {
                passedOver = event.seq();
                continue;
            }
            if (!passOver(passedOver) || !taken(event)) {
                return false;
            }
            passedOver = position;
        }
        return passOver(passedOver) && events.size() == EVENTS_IN_A_TURN;
    }

    private List<FeedEvent> events(long after, int most) {
        FeedStore.Head head = claim.head();
        return store.events(head.tenant(), after, Long.MAX_VALUE, Set.of(), most).stream()
                .map(kept -> new FeedEvent(
                        head.tenant(),
                        head.epoch(),
                        kept,
                        kept.seq() <= claim.row().replayUntil()))
                .toList();
    }

    private boolean passOver(long to) {
        if (to == position) {
            return true;
        }
        boolean moved = store.move(claim, position, to);
        position = to;
        return moved;
    }

    private boolean taken(FeedEvent event) {
        try {
            if (!delivery.deliver(event, claim, position)) {
                return false;
            }
            position = event.seq();
            attempts = 0;
            return true;
        } catch (Delivery.NotTaken refused) {
            return refused(event, refused);
        }
    }

    /** @return whether the consumer is over the event, because it was put aside */
    private boolean refused(FeedEvent event, Delivery.NotTaken refused) {
        Duration pause = delivery.pause(attempts + 1, refused);
        Optional<Integer> tried = store.failed(claim, position, pause, refused.reason());
        if (tried.isEmpty()) {
            return false;
        }
        Delivery.Verdict verdict = delivery.verdict(tried.get(), refused);
        if (verdict == Delivery.Verdict.SWITCHED_OFF) {
            setbacks.switchOff(event.seq(), tried.get(), refused);
            return false;
        }
        if (refused.isOfEvent() && tried.get() >= ATTEMPTS && othersPass(event)) {
            return takenAfterAll(event) || putAside(event, refused, tried.get());
        }
        if (verdict == Delivery.Verdict.TOLD) {
            setbacks.tellOfFailing(event.seq(), tried.get(), refused);
        }
        return false;
    }

    /** An outage may have ended between the attempt and the look at another event. */
    private boolean takenAfterAll(FeedEvent event) {
        try {
            if (!delivery.deliver(event, claim, position)) {
                return false;
            }
            position = event.seq();
            attempts = 0;
            return true;
        } catch (Delivery.NotTaken again) {
            return false;
        }
    }

    private boolean putAside(FeedEvent event, Delivery.NotTaken refused, int tried) {
        FeedStore.Parked parked = setbacks.parked(event.seq(), tried, refused);
        if (!store.park(claim, position, parked)) {
            return false;
        }
        position = event.seq();
        attempts = 0;
        setbacks.tellOf(parked, event.type());
        return true;
    }

    /** Whether an event of another resource is taken: then it is this one's fault, and no outage. In doubt it is one. */
    private boolean othersPass(FeedEvent refused) {
        return events(refused.seq(), LOOK_AHEAD).stream()
                .filter(next -> delivery.wants(next.type())
                        && !(next.resourceType().equals(refused.resourceType())
                                && next.resourceId().equals(refused.resourceId())))
                .findFirst()
                .filter(delivery::passes)
                .isPresent();
    }
}
