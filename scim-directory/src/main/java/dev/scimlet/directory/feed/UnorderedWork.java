package dev.scimlet.directory.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One turn of work for an endpoint that takes events in no order: some at once, and those that it has not taken again, each in its own time. The
 * endpoint moves over what it has not taken, which then stands in a list of its own; so it does only while it takes something.
 */
final class UnorderedWork {

    /** What is sent at once. */
    static final int AT_ONCE = 8;

    /** What is sent at once to one that takes nothing: a second event shows whether it is the first one's fault. */
    private static final int AT_ONCE_IN_AN_OUTAGE = 2;

    /** After which another endpoint has its turn. */
    private static final int EVENTS_IN_A_TURN = 200;

    /** An endpoint that has not taken so many gets no further ones: what waits is bounded. */
    private static final int MOST_WAITING = 500;

    private final FeedStore store;
    private final WebhookDelivery delivery;
    private final WebhookSchedule schedule;
    private final FeedStore.Claim claim;
    private final Setbacks setbacks;
    private final BooleanSupplier goesOn;
    private final Executor senders;
    private long position;
    private int attempts;

    UnorderedWork(
            FeedStore store,
            WebhookDelivery delivery,
            WebhookSchedule schedule,
            FeedStore.Claim claim,
            Setbacks setbacks,
            BooleanSupplier goesOn,
            Executor senders) {
        this.store = store;
        this.delivery = delivery;
        this.schedule = schedule;
        this.claim = claim;
        this.setbacks = setbacks;
        this.goesOn = goesOn;
        this.senders = senders;
        this.position = claim.row().position();
        this.attempts = claim.row().attempts();
    }

    /** An event to send, and how often it was sent before. */
    private record Sent(FeedEvent event, int attempts, boolean again) {}

    /** What is sent at once, and where the endpoint is behind it. */
    private record Batch(List<Sent> sent, long end, boolean more) {}

    private String tenant() {
        return claim.row().tenant();
    }

    private String name() {
        return claim.row().name();
    }

    // ---- one event after the other, on request

    /**
     * Sends an ordered endpoint what somebody wants to be sent again, and what it had not taken when it was without order. The former is put aside again if it
     * is not taken; the latter goes on as it has begun. The first that is not taken is the last in this turn, so that an endpoint that takes nothing
     * does not keep what is new waiting.
     *
     * @return whether what is new may be sent; if not, the endpoint is switched off or the lease is lost
     */
    boolean resend() {
        for (WebhookStore.Retry retry : store.webhooks().dueRetries(tenant(), name(), EVENTS_IN_A_TURN)) {
            if (!goesOn.getAsBoolean()) {
                return true;
            }
            Optional<FeedEvent> event = event(retry.seq());
            Map<Sent, Delivery.NotTaken> refused = new HashMap<>();
            List<Long> done = List.of(retry.seq());
            if (event.isPresent()) {
                Sent again = new Sent(event.get(), retry.attempts(), true);
                if (!send(List.of(again), refused) || switchedOff(refused)) {
                    return false;
                }
                if (refused.containsKey(again)) {
                    done = List.of();
                }
            }
            List<WebhookStore.Failed> failed = new ArrayList<>();
            Map<FeedStore.Parked, String> parked = new LinkedHashMap<>();
            refused.forEach((sent, reason) -> {
                if (sent.attempts() > 0) {
                    sort(sent, reason, false, failed, parked);
                } else {
                    parked.put(
                            setbacks.parked(retry.seq(), 1, reason),
                            sent.event().type());
                }
            });
            if (!settle(position, done, failed, List.copyOf(parked.keySet()))) {
                return false;
            }
            if (retry.attempts() > 0) {
                parked.forEach(setbacks::tellOf);
            }
            if (!refused.isEmpty()) {
                return true;
            }
        }
        return true;
    }

    private Optional<FeedEvent> event(long seq) {
        return store.events(tenant(), seq - 1, seq + 1, Set.of(), 1).stream()
                .findFirst()
                .map(kept -> new FeedEvent(tenant(), claim.head().epoch(), kept, isReplay(seq)));
    }

    private boolean isReplay(long seq) {
        return seq <= claim.row().replayUntil();
    }

    // ---- several at once

    /** Sends the endpoint some events. @return whether more may be there to do at once */
    boolean turn() {
        if (position < claim.head().oldest() - 1) {
            setbacks.expire(position, claim.head());
            return false;
        }
        int sent = 0;
        while (sent < EVENTS_IN_A_TURN && goesOn.getAsBoolean()) {
            Batch batch = next();
            if (batch.sent().isEmpty()) {
                return settle(batch.end(), List.of(), List.of(), List.of()) && batch.more();
            }
            Map<Sent, Delivery.NotTaken> refused = new LinkedHashMap<>();
            if (!send(batch.sent(), refused) || !note(batch, refused)) {
                return false;
            }
            sent += batch.sent().size();
        }
        return sent >= EVENTS_IN_A_TURN;
    }

    /** What is due again, and new events as far as there is room. One that takes nothing is sent few. */
    private Batch next() {
        int most = attempts > 0 ? AT_ONCE_IN_AN_OUTAGE : AT_ONCE;
        List<Sent> batch = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        for (WebhookStore.Retry retry : store.webhooks().dueRetries(tenant(), name(), most)) {
            event(retry.seq())
                    .ifPresentOrElse(
                            event -> batch.add(new Sent(event, retry.attempts(), true)), () -> gone.add(retry.seq()));
        }
        if (!gone.isEmpty()) {
            boolean unused = settle(position, gone, List.of(), List.of());
        }
        boolean room = batch.size() < most
                && store.webhooks().retries(tenant(), name()).size() < MOST_WAITING;
        return room ? withNew(batch, most) : new Batch(batch, position, false);
    }

    private Batch withNew(List<Sent> batch, int most) {
        List<FeedStore.Kept> page = store.events(tenant(), position, Long.MAX_VALUE, Set.of(), EVENTS_IN_A_TURN);
        long end = position;
        for (FeedStore.Kept kept : page) {
            if (delivery.wants(kept.type())) {
                if (batch.size() == most) {
                    return new Batch(batch, end, true);
                }
                batch.add(
                        new Sent(new FeedEvent(tenant(), claim.head().epoch(), kept, isReplay(kept.seq())), 0, false));
            }
            end = kept.seq();
        }
        return new Batch(batch, end, page.size() == EVENTS_IN_A_TURN);
    }

    /** @return whether they were sent; if not, the lease is lost */
    private boolean send(List<Sent> batch, Map<Sent, Delivery.NotTaken> refused) {
        Optional<WebhookDelivery.Target> target;
        try {
            target = delivery.target();
        } catch (Delivery.NotTaken unsigned) {
            batch.forEach(sent -> refused.put(sent, unsigned));
            return true;
        }
        if (target.isEmpty()) {
            return false;
        }
        WebhookDelivery.Target found = target.get();
        List<CompletableFuture<Delivery.@Nullable NotTaken>> answers = batch.stream()
                .map(sent -> CompletableFuture.supplyAsync(() -> answer(found, sent), senders))
                .toList();
        for (int i = 0; i < batch.size(); i++) {
            Delivery.@Nullable NotTaken answer = answers.get(i).join();
            if (answer != null) {
                refused.put(batch.get(i), answer);
            }
        }
        return true;
    }

    private Delivery.@Nullable NotTaken answer(WebhookDelivery.Target target, Sent sent) {
        try {
            delivery.post(target, sent.event());
            return null;
        } catch (Delivery.NotTaken refused) {
            return refused;
        }
    }

    // ---- what became of them

    /** @return whether it goes on */
    private boolean note(Batch batch, Map<Sent, Delivery.NotTaken> refused) {
        if (switchedOff(refused)) {
            return false;
        }
        boolean taken = refused.size() < batch.sent().size();
        Optional<Sent> first =
                batch.sent().stream().filter(sent -> !sent.again()).findFirst();
        boolean outage = !taken && first.isPresent();
        List<Long> done = batch.sent().stream()
                .filter(sent -> sent.again() && !refused.containsKey(sent))
                .map(sent -> sent.event().seq())
                .toList();
        List<WebhookStore.Failed> failed = new ArrayList<>();
        Map<FeedStore.Parked, String> parked = new LinkedHashMap<>();
        refused.forEach((sent, reason) -> {
            if (sent.again() || !outage) {
                sort(sent, reason, taken, failed, parked);
            }
        });
        long end = outage ? position : batch.end();
        if (!settle(end, done, failed, List.copyOf(parked.keySet()))) {
            return false;
        }
        parked.forEach(setbacks::tellOf);
        if (outage) {
            failed(first.get(), refused.get(first.get()));
            return false;
        }
        if (taken) {
            attempts = 0;
        }
        return !slowDown(refused);
    }

    /** Switches the endpoint off if one of the answers says that it is gone. @return whether one does */
    private boolean switchedOff(Map<Sent, Delivery.NotTaken> refused) {
        Optional<Map.Entry<Sent, Delivery.NotTaken>> gone = refused.entrySet().stream()
                .filter(entry -> delivery.verdict(1, entry.getValue()) == Delivery.Verdict.SWITCHED_OFF)
                .findFirst();
        gone.ifPresent(entry -> {
            Sent sent = entry.getKey();
            setbacks.switchOff(sent.event().seq(), sent.attempts() + 1, entry.getValue());
        });
        return gone.isPresent();
    }

    private void sort(
            Sent sent,
            Delivery.NotTaken reason,
            boolean othersTaken,
            List<WebhookStore.Failed> failed,
            Map<FeedStore.Parked, String> parked) {
        int tried = sent.attempts() + 1;
        long seq = sent.event().seq();
        boolean atFault = reason.isOfEvent() && tried >= ConsumerWork.ATTEMPTS && (othersTaken || attempts == 0);
        if (atFault || tried >= WebhookSchedule.ATTEMPTS) {
            parked.put(setbacks.parked(seq, tried, reason), sent.event().type());
        } else {
            failed.add(new WebhookStore.Failed(
                    seq,
                    tried,
                    schedule.pause(tried, reason.notBefore()),
                    reason.status().orElse(null),
                    reason.reason()));
        }
    }

    private boolean settle(long to, List<Long> done, List<WebhookStore.Failed> failed, List<FeedStore.Parked> parked) {
        boolean nothing = to == position && done.isEmpty() && failed.isEmpty() && parked.isEmpty();
        if (nothing) {
            return true;
        }
        boolean held = store.webhooks().settle(claim, position, to, done, failed, parked);
        position = to;
        return held;
    }

    private void failed(Sent sent, Delivery.@Nullable NotTaken reason) {
        if (reason == null) {
            return;
        }
        long seq = sent.event().seq();
        Optional<Integer> tried =
                store.failed(claim, position, schedule.pause(attempts + 1, reason.notBefore()), reason.reason());
        if (tried.isEmpty()) {
            return;
        }
        Delivery.Verdict verdict = delivery.verdict(tried.get(), reason);
        if (verdict == Delivery.Verdict.SWITCHED_OFF) {
            setbacks.switchOff(seq, tried.get(), reason);
        } else if (verdict == Delivery.Verdict.TOLD) {
            setbacks.tellOfFailing(seq, tried.get(), reason);
        }
    }

    /** One that takes some and wants to be left alone is, and is sent few then. @return whether it is left alone */
    private boolean slowDown(Map<Sent, Delivery.NotTaken> refused) {
        Optional<Delivery.NotTaken> longest = refused.values().stream()
                .filter(reason -> !reason.notBefore().isZero())
                .max((one, other) -> one.notBefore().compareTo(other.notBefore()));
        longest.ifPresent(reason -> {
            Duration pause = reason.notBefore();
            Optional<Integer> unused = store.failed(claim, position, pause, reason.reason());
        });
        return longest.isPresent();
    }
}
