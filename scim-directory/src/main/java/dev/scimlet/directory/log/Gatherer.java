package dev.scimlet.directory.log;

import dev.scimlet.spi.Unit;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the entries of a unit, so that they are written at once, before its commit. */
final class Gatherer {

    private final LogStore store;

    /** What the thread's unit has gathered; the unit holds it, and nobody else. Two logs in one thread do not share it. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable WeakReference<Gathered>> current = new ThreadLocal<>();

    Gatherer(LogStore store) {
        this.store = store;
    }

    private static final class Gathered {

        final Unit unit;
        final List<LogRow> rows = new ArrayList<>();
        boolean written;

        Gathered(Unit unit) {
            this.unit = unit;
        }
    }

    void add(Unit unit, LogRow row) {
        if (!unit.isAtomic()) {
            store.write(unit, List.of(row));
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
                store.write(unit, begun.rows);
            });
        }
        known.rows.add(row);
    }
}
