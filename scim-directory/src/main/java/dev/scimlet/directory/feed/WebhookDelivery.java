package dev.scimlet.directory.feed;

import dev.scimlet.core.webhook.WebhookKey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Gives the events of a tenant to an endpoint, during one turn. */
final class WebhookDelivery implements Delivery {

    /** After this attempt somebody is told, and an event may be put aside: it is hours since the first. */
    private static final int TOLD_AFTER = ConsumerWork.ATTEMPTS;

    private final FeedStore store;
    private final WebhookSender sender;
    private final WebhookKeys keys;
    private final WebhookSchedule schedule;
    private final FeedStore.Claim claim;
    private final Set<String> types;
    private final boolean ordered;
    private final AtomicLong slowestNanos = new AtomicLong();

    WebhookDelivery(
            FeedStore store,
            WebhookSender sender,
            WebhookKeys keys,
            WebhookSchedule schedule,
            FeedStore.Claim claim,
            WebhookStore.Endpoint endpoint) {
        this.store = store;
        this.sender = sender;
        this.keys = keys;
        this.schedule = schedule;
        this.claim = claim;
        this.types = endpoint.types();
        this.ordered = endpoint.ordered();
    }

    /** Where an event is sent now, and what it is signed with. */
    record Target(URI uri, List<WebhookKey> keys) {}

    /** How long the slowest attempt of the turn took. */
    Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    @Override
    public boolean wants(String type) {
        return types.isEmpty() || types.contains(type);
    }

    @Override
    public boolean deliver(FeedEvent event, FeedStore.Claim same, long from) {
        Optional<Target> target = target();
        if (target.isEmpty()) {
            return false;
        }
        post(target.get(), event);
        return store.move(same, from, event.seq());
    }

    /** Sends it: what comes behind the event that may be at fault is sent twice then. */
    @Override
    public boolean passes(FeedEvent event) {
        try {
            Optional<Target> target = target();
            target.ifPresent(found -> post(found, event));
            return target.isPresent();
        } catch (NotTaken refused) {
            return false;
        }
    }

    /**
     * Where the endpoint is at this moment: it may have another address or secret than at the last event, or be removed.
     *
     * @return empty if the lease is lost, or the endpoint wants its events in another order than the turn has them
     * @throws NotTaken if its secrets cannot be opened
     */
    Optional<Target> target() {
        return store.webhooks()
                .held(claim)
                .filter(endpoint -> endpoint.ordered() == ordered)
                .map(endpoint -> new Target(endpoint.uri(), keys.of(endpoint.tenant(), endpoint.name())));
    }

    /** Sends it an event. @throws NotTaken if the endpoint does not take it */
    void post(Target target, FeedEvent event) {
        long begun = System.nanoTime();
        try {
            sender.post(target.uri(), target.keys(), event);
        } finally {
            slowestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
        }
    }

    @Override
    public Duration pause(int attempts, NotTaken refused) {
        return schedule.pause(attempts, refused.notBefore());
    }

    @Override
    public Verdict verdict(int attempts, NotTaken refused) {
        boolean gone =
                refused.status().filter(status -> status == WebhookSender.GONE).isPresent();
        if (gone || attempts >= WebhookSchedule.ATTEMPTS) {
            return Verdict.SWITCHED_OFF;
        }
        return attempts == TOLD_AFTER ? Verdict.TOLD : Verdict.TRIED_AGAIN;
    }
}
