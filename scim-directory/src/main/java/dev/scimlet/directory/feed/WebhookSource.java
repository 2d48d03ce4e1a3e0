package dev.scimlet.directory.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** The webhook endpoints of all tenants, as far as this node works for them. */
final class WebhookSource extends Consumers.Source {

    private static final int ENDPOINTS_AT_ONCE = 500;

    /** After which another endpoint has its turn. */
    private static final Duration TURN = Duration.ofSeconds(10);

    /** An endpoint that takes longer for an event waits for threads among its like. */
    private static final Duration SLOW = Duration.ofSeconds(1);

    private final FeedStore store;
    private final WebhookSender sender;
    private final WebhookKeys keys;
    private final WebhookSchedule schedule;
    private final Executor senders;
    private final Set<Consumers.Task> slow = ConcurrentHashMap.newKeySet();

    /** @param senders for the events that are sent at once to one endpoint */
    WebhookSource(FeedStore store, WebhookSender sender, WebhookKeys keys, WebhookSchedule schedule, Executor senders) {
        super("webhooks");
        this.store = store;
        this.sender = sender;
        this.keys = keys;
        this.schedule = schedule;
        this.senders = senders;
    }

    @Override
    List<Consumers.Found> look(Consumers.Context context, Set<String> told, boolean looks) {
        if (!looks && told.isEmpty()) {
            return List.of();
        }
        List<WebhookStore.Work> work =
                new ArrayList<>(store.webhooks().work(context.owner(), looks ? Set.of() : told, ENDPOINTS_AT_ONCE));
        // Nodes that begin at different places do not all try the same
        Collections.shuffle(work);
        return work.stream().map(this::found).toList();
    }

    private Consumers.Found found(WebhookStore.Work work) {
        Consumers.Task task = new Consumers.Task(work.name(), work.tenant());
        return new Consumers.Found(task, work.failing() || slow.contains(task));
    }

    @Override
    Optional<FeedStore.Claim> claim(Consumers.Context context, Consumers.Task task) {
        return store.webhooks().claim(task.tenant(), task.consumer(), context.owner(), context.lease());
    }

    @Override
    boolean turn(Consumers.Context context, FeedStore.Claim claim, BooleanSupplier goesOn) {
        Optional<WebhookStore.Endpoint> found = store.webhooks().held(claim);
        if (found.isEmpty()) {
            return false;
        }
        WebhookStore.Endpoint endpoint = found.get();
        WebhookDelivery delivery = new WebhookDelivery(store, sender, keys, schedule, claim, endpoint);
        Setbacks setbacks = new Setbacks(store, claim, context.problems(), context.clock());
        try {
            UnorderedWork unordered =
                    new UnorderedWork(store, delivery, schedule, claim, setbacks, inTime(goesOn), senders);
            if (!endpoint.ordered()) {
                return unordered.turn();
            }
            // What is new has a time of its own: what is sent again may have used up all of it
            return unordered.resend()
                    && goesOn.getAsBoolean()
                    && new ConsumerWork(store, delivery, claim, setbacks, inTime(goesOn)).turn();
        } finally {
            remember(new Consumers.Task(endpoint.name(), endpoint.tenant()), delivery.slowest());
        }
    }

    private static BooleanSupplier inTime(BooleanSupplier goesOn) {
        long end = System.nanoTime() + TURN.toNanos();
        return () -> goesOn.getAsBoolean() && System.nanoTime() < end;
    }

    private void remember(Consumers.Task task, Duration slowest) {
        boolean unused = slowest.compareTo(SLOW) > 0 ? slow.add(task) : slow.remove(task);
    }
}
