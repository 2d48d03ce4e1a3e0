package dev.scimlet.directory.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged beside requests: gathered in memory, equal ones summed up by the minute, and written every few seconds. Whoever sends much is not told one by one: of a directory a number of
 * different entries in a minute, of strangers few, and what comes on top as how many there were. Memory is bounded; what does not fit is counted.
 */
final class Beside {

    private static final Logger LOG = LoggerFactory.getLogger(ProvisioningLog.class);

    /** Different entries of one directory in one minute, of those that went wrong and of the others: look-ups take no place from refusals. */
    static final int MOST_OF_DIRECTORY = 50;

    /** Different entries of strangers to one tenant in one minute. */
    static final int MOST_OF_STRANGERS = 5;

    /** Tenants whom strangers may name in one minute. */
    static final int MOST_TENANTS_OF_STRANGERS = 200;

    /** Entries in memory, all together. */
    static final int MOST = 5_000;

    /** Of these, those that did not go wrong: look-ups of many directories take no place from refusals. */
    static final int MOST_THAT_WENT_WELL = MOST / 2;

    /** Tenants of whom is counted what did not fit. */
    private static final int MOST_COUNTED = 1_000;

    private final Object writing = new Object();
    private final LogStore store;
    private final Function<Dropped, LogRow> ofDropped;
    private final Map<Key, Sum> sums = new LinkedHashMap<>();
    private final Map<Sender, Integer> different = new HashMap<>();
    private final Set<String> tenantsOfStrangers = new HashSet<>();
    private final Map<String, Dropped> dropped = new LinkedHashMap<>();
    private long minute = Long.MIN_VALUE;
    private long uncounted;
    private int wentWell;

    /** @param ofDropped makes the entry that says how many did not fit */
    Beside(LogStore store, Function<Dropped, LogRow> ofDropped) {
        this.store = store;
        this.ofDropped = ofDropped;
    }

    /** What did not fit, of one tenant. */
    record Dropped(String tenant, Instant first, Instant last, long count) {

        private Dropped and(Instant when) {
            return new Dropped(tenant, first, when.isAfter(last) ? when : last, count + 1);
        }
    }

    private record Sender(
            String tenant,
            @Nullable String directoryId,
            @Nullable String actor,
            boolean wentWrong) {}

    /** By what entries are equal: all but id, times, how long it took and the request. */
    private record Key(long minute, LogRow same) {

        static Key of(LogRow row) {
            return new Key(
                    row.minute(),
                    new LogRow(
                            "",
                            row.tenant(),
                            Instant.EPOCH,
                            Instant.EPOCH,
                            1,
                            row.operation(),
                            row.result(),
                            row.directoryId(),
                            row.actor(),
                            row.credential(),
                            row.resourceType(),
                            row.resourceId(),
                            row.name(),
                            row.status(),
                            row.reason(),
                            row.arguments(),
                            row.details(),
                            null,
                            null));
        }
    }

    private static final class Sum {

        final LogRow first;
        final boolean unverified;
        long count = 1;
        long written;
        Instant last;

        /** Whether it was tried to write it: it may be stored though that has failed. */
        boolean tried;

        Sum(LogRow first, boolean unverified) {
            this.first = first;
            this.unverified = unverified;
            this.last = first.last();
        }

        LogRow row() {
            return first.summed(count, last);
        }

        Sum and(Sum more) {
            count += more.count;
            last = more.last.isAfter(last) ? more.last : last;
            return this;
        }
    }

    /**
     * Takes an entry.
     *
     * @param unverified whether nobody has looked yet if there is a resource of the id
     */
    synchronized void add(LogRow row, boolean unverified) {
        if (row.minute() > minute) {
            minute = row.minute();
            different.clear();
            tenantsOfStrangers.clear();
        }
        if (sum(Key.of(row), row)) {
            return;
        }
        boolean stranger = row.actor() == null;
        if (stranger && !tenantsOfStrangers.contains(row.tenant())) {
            if (tenantsOfStrangers.size() >= MOST_TENANTS_OF_STRANGERS) {
                drop(row);
                return;
            }
            tenantsOfStrangers.add(row.tenant());
        }
        Sender sender = new Sender(row.tenant(), row.directoryId(), row.actor(), wentWrong(row));
        int known = different.getOrDefault(sender, 0);
        if (known < (stranger ? MOST_OF_STRANGERS : MOST_OF_DIRECTORY)) {
            different.put(sender, known + 1);
            keep(row, unverified);
            return;
        }
        LogRow coarse = coarse(row);
        if (!sum(Key.of(coarse), coarse)) {
            keep(coarse, false);
        }
    }

    private boolean sum(Key key, LogRow row) {
        Sum same = sums.get(key);
        if (same == null) {
            return false;
        }
        same.count++;
        same.last = row.last().isAfter(same.last) ? row.last() : same.last;
        return true;
    }

    private void keep(LogRow row, boolean unverified) {
        if (sums.size() >= MOST || !wentWrong(row) && wentWell >= MOST_THAT_WENT_WELL) {
            drop(row);
            return;
        }
        sums.put(Key.of(row), new Sum(row, unverified));
        if (!wentWrong(row)) {
            wentWell++;
        }
    }

    private static boolean wentWrong(LogRow row) {
        return row.result() == LogEntry.Result.REFUSED || row.result() == LogEntry.Result.FAILED;
    }

    private void drop(LogRow row) {
        Dropped known = dropped.get(row.tenant());
        if (known != null) {
            dropped.put(row.tenant(), known.and(row.last()));
        } else if (dropped.size() < MOST_COUNTED && row.actor() != null) {
            dropped.put(row.tenant(), new Dropped(row.tenant(), row.first(), row.last(), 1));
        } else {
            uncounted++;
        }
    }

    /** One of many more of its kind. */
    private static LogRow coarse(LogRow row) {
        return new LogRow(
                row.id(),
                row.tenant(),
                row.first(),
                row.last(),
                1,
                row.operation(),
                row.result(),
                row.directoryId(),
                row.actor(),
                null,
                row.resourceType(),
                null,
                null,
                row.status(),
                Codes.MORE,
                "",
                null,
                null,
                null);
    }

    /** How many entries are still to be written. */
    synchronized long waiting() {
        return dropped.size()
                + sums.values().stream().filter(sum -> sum.count > sum.written).count();
    }

    /** How many exchanges stand in nobody's log, since the start. */
    synchronized long uncounted() {
        return uncounted;
    }

    // ---- writing

    /**
     * Writes what was gathered, for one caller at a time. What fails is written the next time; where nobody knows whether it was stored all the same, it is looked whether it is there. What
     * the database does not take is given up.
     */
    void write(Instant now) {
        synchronized (writing) {
            Map<Sum, Long> counts = taken();
            if (!counts.isEmpty()) {
                try {
                    write(counts.keySet());
                } catch (RuntimeException failure) {
                    counts = store.isOfValue(failure) ? writtenAlone(counts) : triedAgain(failure);
                }
            }
            written(counts, LogRow.minute(now));
        }
    }

    /** None. Drivers tell of a batch with all its values: these are people's names, and this is no place for them. */
    private static Map<Sum, Long> triedAgain(RuntimeException failure) {
        LOG.warn("entries of the log could not be written; it is tried again: {}", failure.getMessage());
        return Map.of();
    }

    /** Writes one by one: what the database does not take stops nothing else. @return what is written */
    private Map<Sum, Long> writtenAlone(Map<Sum, Long> counts) {
        Map<Sum, Long> done = new LinkedHashMap<>();
        Set<Sum> lost = new HashSet<>();
        for (Map.Entry<Sum, Long> each : counts.entrySet()) {
            try {
                write(Set.of(each.getKey()));
                done.put(each.getKey(), each.getValue());
            } catch (RuntimeException failure) {
                if (!store.isOfValue(failure)) {
                    triedAgain(failure);
                    break;
                }
                lost.add(each.getKey());
            }
        }
        giveUp(lost);
        return done;
    }

    private synchronized void giveUp(Set<Sum> lost) {
        long before = uncounted;
        lost.forEach(sum -> uncounted += sum.count - sum.written);
        sums.values().removeIf(lost::contains);
        if (uncounted > before) {
            LOG.warn("{} exchanges are left out of the log: the database does not take the values", uncounted - before);
        }
    }

    /** What is still to be written, with how often it has happened. */
    private synchronized Map<Sum, Long> taken() {
        dropped.values().forEach(lost -> {
            LogRow row = ofDropped.apply(lost);
            Sum sum = new Sum(row, false);
            sum.count = lost.count();
            sums.merge(Key.of(row), sum, Sum::and);
        });
        dropped.clear();
        Map<Sum, Long> counts = new LinkedHashMap<>();
        for (Sum sum : sums.values()) {
            if (sum.count > sum.written) {
                counts.put(sum, sum.count);
            }
        }
        return counts;
    }

    private void write(Set<Sum> some) {
        List<Sum> fresh = new ArrayList<>();
        List<Sum> kept = new ArrayList<>();
        for (Sum sum : some) {
            boolean isKept = sum.written > 0
                    || sum.tried
                            && store.find(sum.first.tenant(), sum.first.id()).isPresent();
            (isKept ? kept : fresh).add(sum);
        }
        some.forEach(sum -> sum.tried = true);
        store.write(verified(fresh), rows(kept));
    }

    private synchronized void written(Map<Sum, Long> counts, long minuteOfNow) {
        counts.forEach((sum, count) -> sum.written = count);
        sums.entrySet()
                .removeIf(entry ->
                        entry.getKey().minute() < minuteOfNow && entry.getValue().written == entry.getValue().count);
        wentWell = (int)
                sums.values().stream().filter(sum -> !wentWrong(sum.first)).count();
    }

    private synchronized List<LogRow> rows(List<Sum> some) {
        return some.stream().map(Sum::row).toList();
    }

    /** An id that the log knows no resource of may be anything that a client has sent: it is left out. */
    private List<LogRow> verified(List<Sum> fresh) {
        Map<String, Map<String, Set<String>>> asked = new HashMap<>();
        for (Sum sum : fresh) {
            LogRow row = sum.first;
            if (sum.unverified && row.resourceType() != null && row.resourceId() != null) {
                asked.computeIfAbsent(row.tenant(), tenant -> new HashMap<>())
                        .computeIfAbsent(row.resourceType(), type -> new HashSet<>())
                        .add(row.resourceId());
            }
        }
        asked.forEach((tenant, types) -> types.replaceAll((type, ids) -> store.known(tenant, type, ids)));
        List<LogRow> rows = new ArrayList<>();
        synchronized (this) {
            fresh.forEach(sum -> rows.add(verified(sum, asked)));
        }
        return rows;
    }

    private static LogRow verified(Sum sum, Map<String, Map<String, Set<String>>> known) {
        LogRow row = sum.row();
        boolean told = !sum.unverified
                || row.resourceType() == null
                || row.resourceId() == null
                || known.getOrDefault(row.tenant(), Map.of())
                        .getOrDefault(row.resourceType(), Set.of())
                        .contains(row.resourceId());
        return told ? row : row.about(null, row.name());
    }
}
