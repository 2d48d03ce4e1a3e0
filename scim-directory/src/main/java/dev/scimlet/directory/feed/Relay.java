package dev.scimlet.directory.feed;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers the events of the shards that this node holds, in a thread of its own: at once after a commit on this node, and when it
 * looks. Each step is a transaction, so that a node which dies in it has done nothing.
 */
final class Relay {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private static final int EPOCH_BYTES = 16;

    /**
     * How long it rests after a step: what is committed meanwhile is one step more, however much it is. The first commit after a rest
     * is not kept waiting.
     */
    static final Duration REST = Duration.ofMillis(5);

    private final FeedStore store;
    private final String owner;
    private final Duration pollEvery;
    private final Duration lease;
    private final Consumer<Set<String>> numbered;
    private final RelayOrder order = new RelayOrder();
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private final Set<Integer> woken = new TreeSet<>();
    private @Nullable Thread thread;
    private boolean running;

    /**
     * @param owner a name of this node that no other one has
     * @param pollEvery how often it looks
     * @param lease for how long it holds shards without being heard of
     * @param numbered is told of tenants who have new events
     */
    Relay(FeedStore store, String owner, Duration pollEvery, Duration lease, Consumer<Set<String>> numbered) {
        this.store = store;
        this.owner = owner;
        this.pollEvery = pollEvery;
        this.lease = lease;
        this.numbered = numbered;
    }

    /** A name that a feed has from its beginning on. */
    String newEpoch() {
        byte[] bytes = new byte[EPOCH_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    void start() {
        lock.lock();
        try {
            running = true;
            Thread begun = new Thread(this::run, "scimlet-feed-relay");
            begun.setDaemon(true);
            thread = begun;
            begun.start();
        } finally {
            lock.unlock();
        }
    }

    /** Ends after the step that it is at, and gives its shards back. */
    void stop() {
        Thread stopped;
        lock.lock();
        try {
            running = false;
            told.signal();
            ended.signal();
            stopped = thread;
            thread = null;
        } finally {
            lock.unlock();
        }
        if (stopped != null) {
            Threads.join(stopped);
            quietly(() -> {
                store.releaseShards(owner);
                return true;
            });
        }
    }

    /** A shard has events that were committed just now. */
    void wake(int shard) {
        lock.lock();
        try {
            woken.add(shard);
            told.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Set<Integer> held = Set.of();
        long leasedAt = 0;
        long lookedAt = 0;
        boolean first = true;
        while (isRunning()) {
            long now = System.nanoTime();
            if (first || now - leasedAt >= lease.toNanos() / 3) {
                held = quietly(() -> store.leaseShards(owner, lease)).orElse(Set.of());
                leasedAt = now;
            }
            Set<Integer> due = takeWoken();
            if (first || now - lookedAt >= pollEvery.toNanos()) {
                due.addAll(quietly(store::shardsToNumber).orElse(Set.of()));
                lookedAt = now;
            }
            first = false;
            boolean worked = false;
            for (int shard : due) {
                if (held.contains(shard) && isRunning()) {
                    number(shard);
                    worked = true;
                }
            }
            if (worked) {
                rest();
            }
            await(pollEvery.toNanos() - (System.nanoTime() - lookedAt));
        }
    }

    private void number(int shard) {
        boolean more = true;
        while (more && isRunning()) {
            Optional<FeedStore.Numbered> done = quietly(() -> store.number(shard, owner, order, this::newEpoch))
                    .flatMap(same -> same);
            done.filter(step -> !step.tenants().isEmpty()).ifPresent(step -> numbered.accept(step.tenants()));
            more = done.filter(FeedStore.Numbered::more).isPresent();
        }
    }

    private interface Step<T> {
        T take();
    }

    /** What fails is done again when it is looked the next time. */
    private <T> Optional<T> quietly(Step<T> step) {
        try {
            return Optional.of(step.take());
        } catch (RuntimeException failure) {
            LOG.warn("events of the feed could not be numbered; it is tried again", failure);
            return Optional.empty();
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

    private Set<Integer> takeWoken() {
        lock.lock();
        try {
            Set<Integer> taken = new HashSet<>(woken);
            woken.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void rest() {
        lock.lock();
        try {
            long left = REST.toNanos();
            while (running && left > 0) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            running = false;
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (running && woken.isEmpty() && left > 0) {
                left = told.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            running = false;
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
