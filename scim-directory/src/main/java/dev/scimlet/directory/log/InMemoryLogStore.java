package dev.scimlet.directory.log;

import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A log in memory, which ends with the process: for tests, and for stores without transactions. */
public final class InMemoryLogStore implements LogStore {

    private final TreeMap<String, TreeMap<String, LogRow>> rows = new TreeMap<>();
    private final Map<List<String>, Watch> watches = new HashMap<>();
    private final List<KeptExchange> exchanges = new ArrayList<>();

    /** An empty log. */
    public InMemoryLogStore() {}

    @Override
    public List<String> check() {
        return List.of();
    }

    @Override
    public boolean isBestEffort() {
        return true;
    }

    @Override
    public boolean takesPartIn(Unit unit) {
        return true;
    }

    // ---- writing

    @Override
    public void write(Unit unit, List<LogRow> some) {
        List<LogRow> taken = List.copyOf(some);
        if (unit.isAtomic()) {
            unit.afterCommit(() -> write(taken, List.of()));
        } else {
            write(taken, List.of());
        }
    }

    @Override
    public void write(SqlExecutor transaction, List<LogRow> some) {
        throw new IllegalStateException("a log in memory is in no transaction of a database");
    }

    @Override
    public synchronized void write(List<LogRow> some, List<LogRow> summed) {
        some.forEach(row -> of(row.tenant()).put(row.id(), row));
        summed.forEach(row ->
                of(row.tenant()).computeIfPresent(row.id(), (id, kept) -> kept.summed(row.count(), row.last())));
    }

    @Override
    public boolean isOfValue(RuntimeException failure) {
        return false;
    }

    private NavigableMap<String, LogRow> of(String tenant) {
        return rows.computeIfAbsent(tenant, key -> new TreeMap<>());
    }

    /** Newest first. */
    private List<LogRow> kept(String tenant) {
        return List.copyOf(
                rows.getOrDefault(tenant, new TreeMap<>()).descendingMap().values());
    }

    // ---- reading

    @Override
    public synchronized List<LogRow> find(String tenant, LogQuery query) {
        return kept(tenant).stream()
                .filter(row -> matches(row, query))
                .limit(query.limit())
                .toList();
    }

    private static boolean matches(LogRow row, LogQuery query) {
        return (query.before() == null || row.id().compareTo(query.before()) < 0)
                && (query.operations().isEmpty() || query.operations().contains(row.operation()))
                && (query.results().isEmpty() || query.results().contains(row.result()))
                && (query.resourceType() == null || query.resourceType().equals(row.resourceType()))
                && (query.resourceId() == null || query.resourceId().equals(row.resourceId()))
                && (query.directoryId() == null || query.directoryId().equals(row.directoryId()))
                && (query.actor() == null || query.actor().equals(row.actor()))
                && (query.from() == null || !row.first().isBefore(query.from()))
                && (query.to() == null || row.first().isBefore(query.to()))
                && row.words().contains(query.words().strip().toLowerCase(Locale.ROOT));
    }

    @Override
    public synchronized Optional<LogRow> find(String tenant, String id) {
        return Optional.ofNullable(rows.getOrDefault(tenant, new TreeMap<>()).get(id));
    }

    @Override
    public synchronized Map<String, String> names(String tenant, String resourceType, Set<String> ids) {
        Map<String, String> names = new HashMap<>();
        for (LogRow row : kept(tenant)) {
            if (row.name() != null && resourceType.equals(row.resourceType()) && ids.contains(row.resourceId())) {
                names.putIfAbsent(row.resourceId(), row.name());
            }
        }
        return names;
    }

    @Override
    public synchronized Set<String> known(String tenant, String resourceType, Set<String> ids) {
        Set<String> known = new HashSet<>();
        for (LogRow row : kept(tenant)) {
            if (resourceType.equals(row.resourceType()) && ids.contains(String.valueOf(row.resourceId()))) {
                known.add(String.valueOf(row.resourceId()));
            }
        }
        return known;
    }

    @Override
    public synchronized List<LogRow> problems(String tenant, int most) {
        List<LogRow> all = kept(tenant);
        return all.stream()
                .filter(row -> isProblem(row) && all.stream().noneMatch(later -> mends(later, row)))
                .limit(most)
                .toList();
    }

    private static boolean isProblem(LogRow row) {
        return (row.result() == LogEntry.Result.REFUSED || row.result() == LogEntry.Result.FAILED)
                && row.actor() != null;
    }

    private static boolean mends(LogRow later, LogRow problem) {
        boolean well = later.result() == LogEntry.Result.DONE || later.result() == LogEntry.Result.UNCHANGED;
        if (!well || !later.last().isAfter(problem.last())) {
            return false;
        }
        if (problem.resourceType() == null || problem.resourceId() == null && problem.nameKey() == null) {
            return problem.directoryId() != null && problem.directoryId().equals(later.directoryId());
        }
        boolean changes = later.operation() == LogEntry.Operation.CREATE
                || later.operation() == LogEntry.Operation.UPDATE
                || later.operation() == LogEntry.Operation.DELETE;
        return changes
                && problem.resourceType().equals(later.resourceType())
                && (problem.resourceId() != null
                        ? problem.resourceId().equals(later.resourceId())
                        : String.valueOf(problem.nameKey()).equals(later.nameKey()));
    }

    @Override
    public synchronized List<Minute> minutes(String tenant, String directoryId, long before, int most) {
        record Kind(long minute, LogEntry.Operation operation, LogEntry.Result result) {}
        Map<Kind, Minute> minutes = new LinkedHashMap<>();
        for (LogRow row : kept(tenant)) {
            if (directoryId.equals(row.directoryId()) && row.minute() < before) {
                minutes.merge(
                        new Kind(row.minute(), row.operation(), row.result()),
                        new Minute(
                                row.minute(),
                                row.first(),
                                row.last(),
                                row.id(),
                                row.operation(),
                                row.result(),
                                row.count()),
                        InMemoryLogStore::together);
            }
        }
        return minutes.values().stream()
                .sorted(Comparator.comparingLong(Minute::minute).reversed())
                .limit(most)
                .toList();
    }

    private static Minute together(Minute one, Minute other) {
        return new Minute(
                one.minute(),
                one.first().isBefore(other.first()) ? one.first() : other.first(),
                one.last().isAfter(other.last()) ? one.last() : other.last(),
                one.firstId().compareTo(other.firstId()) < 0 ? one.firstId() : other.firstId(),
                one.operation(),
                one.result(),
                one.count() + other.count());
    }

    // ---- exchanges on demand

    @Override
    public synchronized void watch(Watch watch) {
        List<String> key = List.of(watch.tenant(), watch.directoryId());
        if (watch.left() > 0) {
            watches.put(key, watch);
        } else {
            watches.remove(key);
        }
    }

    @Override
    public synchronized List<Watch> watches(Instant now) {
        return watches.values().stream()
                .filter(watch -> watch.left() > 0 && now.isBefore(watch.until()))
                .toList();
    }

    @Override
    public synchronized boolean keep(KeptExchange exchange) {
        List<String> key = List.of(exchange.tenant(), String.valueOf(exchange.directoryId()));
        Watch watch = watches.get(key);
        if (watch == null || watch.left() < 1) {
            return false;
        }
        watches.put(key, new Watch(watch.tenant(), watch.directoryId(), watch.until(), watch.left() - 1));
        exchanges.add(0, exchange);
        return true;
    }

    @Override
    public synchronized List<KeptExchange> exchanges(String tenant, String directoryId, int most) {
        return exchanges.stream()
                .filter(each -> each.tenant().equals(tenant) && directoryId.equals(each.directoryId()))
                .limit(most)
                .toList();
    }

    // ---- what ends

    @Override
    public synchronized Optional<String> tenantAfter(String tenant) {
        return Optional.ofNullable(rows.higherKey(tenant));
    }

    @Override
    public synchronized int removeBefore(String tenant, String id, int most) {
        exchanges.removeIf(each -> each.tenant().equals(tenant) && each.id().compareTo(id) < 0);
        return remove(tenant, row -> row.id().compareTo(id) < 0, most);
    }

    private int remove(String tenant, Predicate<LogRow> which, int most) {
        List<String> ids =
                kept(tenant).stream().filter(which).map(LogRow::id).limit(most).toList();
        ids.forEach(id -> of(tenant).remove(id));
        if (of(tenant).isEmpty()) {
            rows.remove(tenant);
        }
        return ids.size();
    }

    @Override
    public synchronized Set<String> namesOf(String tenant, String resourceType, String resourceId) {
        Set<String> names = new HashSet<>();
        for (LogRow row : kept(tenant)) {
            if (row.nameKey() != null
                    && resourceType.equals(row.resourceType())
                    && resourceId.equals(row.resourceId())) {
                names.add(row.nameKey());
            }
        }
        return names;
    }

    @Override
    public synchronized int erase(
            String tenant, String resourceType, String resourceId, Set<String> names, String reason) {
        exchanges.removeIf(each -> each.tenant().equals(tenant)
                && (each.request() + "\n" + each.answer() + "\n" + each.path()).contains(resourceId));
        exchanges.removeIf(
                each -> each.tenant().equals(tenant)
                        && names.stream()
                                .anyMatch((each.request() + "\n" + each.answer() + "\n" + each.path())
                                        .toLowerCase(Locale.ROOT)::contains));
        int changed = 0;
        for (LogRow row : kept(tenant)) {
            LogRow left = erased(row, resourceType, resourceId, names, reason);
            if (left != row) {
                of(tenant).put(row.id(), left);
                changed++;
            }
        }
        return changed;
    }

    private static LogRow erased(LogRow row, String resourceType, String resourceId, Set<String> names, String reason) {
        boolean about = resourceType.equals(row.resourceType())
                && (resourceId.equals(row.resourceId()) || row.nameKey() != null && names.contains(row.nameKey()));
        boolean actor = row.actor() != null && names.contains(LogRow.key(row.actor()));
        boolean named = names.stream().anyMatch(name -> mentions(row, name));
        if (!about && !actor && !named) {
            return row;
        }
        return new LogRow(
                row.id(),
                row.tenant(),
                row.first(),
                row.last(),
                row.count(),
                row.operation(),
                row.result(),
                row.directoryId(),
                actor ? null : row.actor(),
                actor ? null : row.credential(),
                row.resourceType(),
                row.resourceId(),
                about ? null : row.name(),
                row.status(),
                about ? reason : row.reason(),
                about || named ? "" : row.arguments(),
                about || named ? null : row.details(),
                row.millis(),
                about ? null : row.requestId());
    }

    private static boolean mentions(LogRow row, String name) {
        String all = row.arguments() + "\n" + row.details();
        return all.toLowerCase(Locale.ROOT).contains(name);
    }

    @Override
    public synchronized int remove(String tenant, @Nullable String directoryId, int most) {
        exchanges.removeIf(each ->
                each.tenant().equals(tenant) && (directoryId == null || directoryId.equals(each.directoryId())));
        watches.values()
                .removeIf(watch -> watch.tenant().equals(tenant)
                        && (directoryId == null || watch.directoryId().equals(directoryId)));
        return remove(tenant, row -> directoryId == null || directoryId.equals(row.directoryId()), most);
    }
}
