package dev.scimlet.directory.feed;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works for the consumers of this node: one thread looks for work and holds leases, a few do it. A consumer and a tenant have one turn
 * at a time.
 */
final class Consumers {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private static final int TENANTS_AT_ONCE = 500;

    private final Context context;
    private final Duration pollEvery;
    private final int threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Source> registered = new LinkedHashMap<>();
    private final Map<Task, Turn> turns = new HashMap<>();
    private final Set<String> news = new HashSet<>();
    private boolean running;
    private boolean looksAtOnce;
    private @Nullable Thread thread;
    private @Nullable ExecutorService workers;
    private @Nullable ExecutorService workersOfSlow;

    Consumers(Context context, Duration pollEvery, int threads) {
        this.context = context;
        this.pollEvery = pollEvery;
        this.threads = threads;
    }

    /** What consumers work with. */
    record Context(FeedStore store, String owner, Duration lease, Consumer<FeedProblem> problems, Clock clock) {}

    /** A consumer and a tenant. */
    record Task(String consumer, String tenant) {}

    /**
     * A task for which there is something to do.
     *
     * @param slow whether it fails, or takes its time: it leaves threads to others
     */
    record Found(Task task, boolean slow) {}

    /** Consumers that work on this node: how it is found out what there is to do for them, and how it is done. */
    abstract static class Source {

        final String name;

        Source(String name) {
            this.name = name;
        }

        /**
         * What there is to do.
         *
         * @param told tenants that have new events
         * @param looks whether it is looked for what nobody told of, too
         */
        abstract List<Found> look(Context context, Set<String> told, boolean looks);

        abstract Optional<FeedStore.Claim> claim(Context context, Task task);

        /** Does some of it. @return whether more may be there to do at once */
        abstract boolean turn(Context context, FeedStore.Claim claim, BooleanSupplier goesOn);
    }

    /** A consumer of the application, for all tenants. */
    static final class Registered extends Source {

        final Delivery delivery;
        private final String kind;
        private final boolean fromNow;
        private boolean known;

        Registered(String name, String kind, boolean fromNow, Delivery delivery) {
            super(name);
            this.kind = kind;
            this.fromNow = fromNow;
            this.delivery = delivery;
        }

        @Override
        List<Found> look(Context context, Set<String> told, boolean looks) {
            FeedStore store = context.store();
            if (!known) {
                store.addConsumer(name, kind, fromNow);
                known = true;
            }
            List<String> tenants = new ArrayList<>(told);
            if (looks) {
                List<String> found =
                        new ArrayList<>(store.tenantsWithWork(name, kind, context.owner(), TENANTS_AT_ONCE));
                // Nodes that begin at different places do not all try the same
                Collections.shuffle(found);
                tenants.addAll(found);
            }
            return tenants.stream()
                    .map(tenant -> new Found(new Task(name, tenant), false))
                    .toList();
        }

        @Override
        Optional<FeedStore.Claim> claim(Context context, Task task) {
            return context.store().claim(task.tenant(), name, kind, context.owner(), context.lease());
        }

        @Override
        boolean turn(Context context, FeedStore.Claim claim, BooleanSupplier goesOn) {
            Setbacks setbacks = new Setbacks(context.store(), claim, context.problems(), context.clock());
            return new ConsumerWork(context.store(), delivery, claim, setbacks, goesOn).turn();
        }
    }

    /** What is done for a task now. */
    private static final class Turn {

        boolean again;
        boolean lost;
        FeedStore.@Nullable Claim claim;
        long heldSince;
    }

    // ---- which consumers

    void add(Source consumer) {
        lock.lock();
        try {
            if (registered.putIfAbsent(consumer.name, consumer) != null) {
                throw new IllegalStateException("a consumer '" + consumer.name + "' works on this node already");
            }
            looksAtOnce = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the event that the consumer is at. */
    void remove(String name) {
        lock.lock();
        try {
            registered.remove(name);
            while (turns.keySet().stream().anyMatch(task -> task.consumer().equals(name))) {
                changed.await();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    Optional<Registered> find(String name) {
        lock.lock();
        try {
            return registered.get(name) instanceof Registered consumer ? Optional.of(consumer) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    // ---- from start to end

    void start() {
        lock.lock();
        try {
            running = true;
            looksAtOnce = true;
            workers = pool(threads);
            // What is slow keeps nothing else from threads
            workersOfSlow = pool(Math.max(1, threads / 2));
            Thread begun = daemon(this::run, "scimlet-feed-consumers");
            thread = begun;
            begun.start();
        } finally {
            lock.unlock();
        }
    }

    private static ExecutorService pool(int threads) {
        return Executors.newFixedThreadPool(threads, work -> daemon(work, "scimlet-feed-consumer"));
    }

    private static Thread daemon(Runnable work, String name) {
        Thread made = new Thread(work, name);
        made.setDaemon(true);
        return made;
    }

    void stop() {
        Thread ended;
        List<ExecutorService> ending;
        lock.lock();
        try {
            running = false;
            changed.signalAll();
            ended = thread;
            ending = Stream.of(workers, workersOfSlow)
                    .flatMap(Stream::ofNullable)
                    .toList();
            thread = null;
            workers = null;
            workersOfSlow = null;
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            Threads.join(ended);
            ending.forEach(Threads::end);
        }
    }

    /** Tenants have new events. */
    void wake(Set<String> tenants) {
        lock.lock();
        try {
            news.addAll(tenants);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- looking for work

    private void run() {
        long lookedAt = 0;
        while (isRunning()) {
            renewLeases();
            boolean asked = takeAsked();
            Set<String> told = takeNews();
            boolean looks = asked || System.nanoTime() - lookedAt >= pollEvery.toNanos();
            if (looks) {
                lookedAt = System.nanoTime();
            }
            for (Source consumer : consumers()) {
                look(consumer, told, looks);
            }
            await(pollEvery.toNanos() - (System.nanoTime() - lookedAt));
        }
    }

    private void look(Source consumer, Set<String> told, boolean looks) {
        try {
            consumer.look(context, told, looks).forEach(found -> submit(consumer, found));
        } catch (RuntimeException failure) {
            LOG.warn("consumer {}: it could not be looked for events; it is done again", consumer.name, failure);
        }
    }

    private void renewLeases() {
        List<Turn> old = new ArrayList<>();
        lock.lock();
        try {
            long now = System.nanoTime();
            for (Turn turn : turns.values()) {
                if (turn.claim != null
                        && now - turn.heldSince >= context.lease().toNanos() / 3) {
                    turn.heldSince = now;
                    old.add(turn);
                }
            }
        } finally {
            lock.unlock();
        }
        for (Turn turn : old) {
            FeedStore.Claim claim = turn.claim;
            try {
                if (claim != null && !context.store().renew(claim, context.lease())) {
                    lose(turn);
                }
            } catch (RuntimeException failure) {
                LOG.warn("a lease could not be renewed; what is done under it may be done again", failure);
            }
        }
    }

    private void lose(Turn turn) {
        lock.lock();
        try {
            turn.lost = true;
        } finally {
            lock.unlock();
        }
    }

    private void submit(Source consumer, Found found) {
        Task task = found.task();
        lock.lock();
        try {
            ExecutorService lane = found.slow() ? workersOfSlow : workers;
            Turn present = turns.get(task);
            if (present != null) {
                present.again = true;
            } else if (running && lane != null && registered.get(consumer.name) == consumer) {
                Turn turn = new Turn();
                turns.put(task, turn);
                lane.execute(() -> work(consumer, found, turn));
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- doing it

    private void work(Source consumer, Found found, Turn turn) {
        Task task = found.task();
        boolean more = false;
        try {
            more = turn(consumer, task, turn);
        } catch (RuntimeException failure) {
            LOG.warn(
                    "consumer {} of tenant {} was interrupted; it goes on later",
                    task.consumer(),
                    task.tenant(),
                    failure);
        } finally {
            lock.lock();
            try {
                turns.remove(task);
                more |= turn.again;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
        if (more) {
            submit(consumer, found);
        }
    }

    private boolean turn(Source consumer, Task task, Turn turn) {
        Optional<FeedStore.Claim> claimed = consumer.claim(context, task);
        if (claimed.isEmpty()) {
            return false;
        }
        FeedStore.Claim claim = claimed.get();
        hold(turn, claim);
        try {
            return consumer.turn(context, claim, () -> goesOn(consumer, turn));
        } finally {
            hold(turn, null);
            context.store().release(claim);
        }
    }

    private void hold(Turn turn, FeedStore.@Nullable Claim claim) {
        lock.lock();
        try {
            turn.claim = claim;
            turn.heldSince = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    private boolean goesOn(Source consumer, Turn turn) {
        lock.lock();
        try {
            return running && !turn.lost && registered.get(consumer.name) == consumer;
        } finally {
            lock.unlock();
        }
    }

    private boolean isRunning() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    private List<Source> consumers() {
        lock.lock();
        try {
            return List.copyOf(registered.values());
        } finally {
            lock.unlock();
        }
    }

    private boolean takeAsked() {
        lock.lock();
        try {
            boolean asked = looksAtOnce;
            looksAtOnce = false;
            return asked;
        } finally {
            lock.unlock();
        }
    }

    /** Looks for work now. */
    void look() {
        lock.lock();
        try {
            looksAtOnce = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Set<String> takeNews() {
        lock.lock();
        try {
            Set<String> taken = new HashSet<>(news);
            news.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (running && news.isEmpty() && !looksAtOnce && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            running = false;
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
