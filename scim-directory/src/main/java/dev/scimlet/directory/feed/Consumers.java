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
import java.util.function.Consumer;
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

    private final FeedStore store;
    private final String owner;
    private final Duration pollEvery;
    private final Duration lease;
    private final int threads;
    private final Clock clock;
    private final Consumer<FeedProblem> problems;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Registered> registered = new LinkedHashMap<>();
    private final Map<Task, Turn> turns = new HashMap<>();
    private final Set<String> news = new HashSet<>();
    private boolean running;
    private boolean looksAtOnce;
    private @Nullable Thread thread;
    private @Nullable ExecutorService workers;

    Consumers(
            FeedStore store,
            String owner,
            Duration pollEvery,
            Duration lease,
            int threads,
            Clock clock,
            Consumer<FeedProblem> problems) {
        this.store = store;
        this.owner = owner;
        this.pollEvery = pollEvery;
        this.lease = lease;
        this.threads = threads;
        this.clock = clock;
        this.problems = problems;
    }

    /** A consumer that works on this node. */
    static final class Registered {

        final String name;
        final String kind;
        final boolean fromNow;
        final Delivery delivery;
        boolean known;

        Registered(String name, String kind, boolean fromNow, Delivery delivery) {
            this.name = name;
            this.kind = kind;
            this.fromNow = fromNow;
            this.delivery = delivery;
        }
    }

    private record Task(String consumer, String tenant) {}

    /** What is done for a task now. */
    private static final class Turn {

        boolean again;
        boolean lost;
        FeedStore.@Nullable Claim claim;
        long heldSince;
    }

    // ---- which consumers

    void add(Registered consumer) {
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
            return Optional.ofNullable(registered.get(name));
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
            workers = Executors.newFixedThreadPool(threads, work -> daemon(work, "scimlet-feed-consumer"));
            Thread begun = daemon(this::run, "scimlet-feed-consumers");
            thread = begun;
            begun.start();
        } finally {
            lock.unlock();
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread made = new Thread(work, name);
        made.setDaemon(true);
        return made;
    }

    void stop() {
        Thread ended;
        ExecutorService ending;
        lock.lock();
        try {
            running = false;
            changed.signalAll();
            ended = thread;
            ending = workers;
            thread = null;
            workers = null;
        } finally {
            lock.unlock();
        }
        if (ended != null && ending != null) {
            Threads.join(ended);
            Threads.end(ending);
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
            for (Registered consumer : consumers()) {
                look(consumer, told, looks);
            }
            await(pollEvery.toNanos() - (System.nanoTime() - lookedAt));
        }
    }

    private void look(Registered consumer, Set<String> told, boolean looks) {
        try {
            if (!consumer.known) {
                store.addConsumer(consumer.name, consumer.kind, consumer.fromNow);
                consumer.known = true;
            }
            List<String> tenants = new ArrayList<>(told);
            if (looks) {
                List<String> found =
                        new ArrayList<>(store.tenantsWithWork(consumer.name, consumer.kind, owner, TENANTS_AT_ONCE));
                // Nodes that begin at different places do not all try the same
                Collections.shuffle(found);
                tenants.addAll(found);
            }
            tenants.forEach(tenant -> submit(consumer, tenant));
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
                if (turn.claim != null && now - turn.heldSince >= lease.toNanos() / 3) {
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
                if (claim != null && !store.renew(claim, lease)) {
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

    private void submit(Registered consumer, String tenant) {
        Task task = new Task(consumer.name, tenant);
        lock.lock();
        try {
            Turn present = turns.get(task);
            if (present != null) {
                present.again = true;
            } else if (running && workers != null && registered.get(consumer.name) == consumer) {
                Turn turn = new Turn();
                turns.put(task, turn);
                workers.execute(() -> work(consumer, task, turn));
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- doing it

    private void work(Registered consumer, Task task, Turn turn) {
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
            submit(consumer, task.tenant());
        }
    }

    private boolean turn(Registered consumer, Task task, Turn turn) {
        Optional<FeedStore.Claim> claimed = store.claim(task.tenant(), consumer.name, consumer.kind, owner, lease);
        if (claimed.isEmpty()) {
            return false;
        }
        FeedStore.Claim claim = claimed.get();
        hold(turn, claim);
        try {
            return new ConsumerWork(
                            store,
                            consumer.name,
                            consumer.delivery,
                            claim,
                            problems,
                            clock,
                            () -> goesOn(consumer, turn))
                    .turn();
        } finally {
            hold(turn, null);
            store.release(claim);
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

    private boolean goesOn(Registered consumer, Turn turn) {
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

    private List<Registered> consumers() {
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
