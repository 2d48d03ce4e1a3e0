package dev.scimlet.directory.log;

import dev.scimlet.spi.Unit;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        final Map<About, LogReason> remarks = new HashMap<>();
        boolean written;

        Gathered(Unit unit) {
            this.unit = unit;
        }

        LogRow remarked(LogRow row) {
            LogReason remark = remarks.get(new About(row.resourceType(), row.resourceId()));
            return remark == null || !Codes.CHANGES.contains(row.reason()) ? row : row.remarked(remark);
        }
    }

    /** A resource. */
    private record About(@Nullable String type, @Nullable String id) {}

    /** What is final at once is written at once, with what was remarked before. */
    void add(Unit unit, LogRow row) {
        Gathered gathered = gathered(unit);
        if (unit.isAtomic()) {
            gathered.rows.add(row);
        } else {
            store.write(unit, List.of(gathered.remarked(row)));
        }
    }

    void remark(Unit unit, String type, String id, LogReason remark) {
        gathered(unit).remarks.put(new About(type, id), remark);
    }

    private Gathered gathered(Unit unit) {
        WeakReference<Gathered> reference = current.get();
        Gathered known = reference == null ? null : reference.get();
        if (known == null || known.unit != unit || known.written) {
            Gathered begun = new Gathered(unit);
            known = begun;
            current.set(new WeakReference<>(begun));
            unit.beforeCommit(() -> {
                begun.written = true;
                current.remove();
                if (!begun.rows.isEmpty()) {
                    store.write(unit, begun.rows.stream().map(begun::remarked).toList());
                }
            });
        }
        return known;
    }
}
