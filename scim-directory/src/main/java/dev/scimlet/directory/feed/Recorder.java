package dev.scimlet.directory.feed;

import dev.scimlet.spi.Unit;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Gathers the events of a unit, so that they are written at once, before its commit. */
final class Recorder {

    private final FeedStore store;
    private final IntConsumer wake;

    /** What the thread's unit has gathered; the unit holds it, and nobody else. Two feeds in one thread do not share it. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable WeakReference<Gathered>> current = new ThreadLocal<>();

    /**
     * @param wake is told of shards that have new events, after the commit
     */
    Recorder(FeedStore store, IntConsumer wake) {
        this.store = store;
        this.wake = wake;
    }

    private static final class Gathered {

        final Unit unit;
        final List<NewEvent> events = new ArrayList<>();
        boolean written;

        Gathered(Unit unit) {
            this.unit = unit;
        }
    }

    void add(Unit unit, List<NewEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        if (!unit.isAtomic()) {
            write(unit, events);
            return;
        }
        WeakReference<Gathered> reference = current.get();
        Gathered known = reference == null ? null : reference.get();
        if (known == null || known.unit != unit || known.written) {
            Gathered begun = new Gathered(unit);
            known = begun;
            current.set(new WeakReference<>(begun));
            unit.beforeCommit(() -> {
                begun.written = true;
                current.remove();
                write(unit, begun.events);
            });
        }
        known.events.addAll(events);
    }

    private void write(Unit unit, List<NewEvent> events) {
        store.write(unit, events);
        int shard = events.get(0).shard();
        if (unit.isAtomic()) {
            unit.afterCommit(() -> wake.accept(shard));
        } else {
            wake.accept(shard);
        }
    }
}
