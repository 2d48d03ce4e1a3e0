package dev.scimlet.directory.feed;

import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A feed that lives as long as the process, for tests and for stores that have no database: best effort. An event is noted after the
 * commit of its change, so it is lost if the process dies in between, and two changes that commit at the same moment may be told in either
 * order.
 */
public final class InMemoryFeedStore implements FeedStore {

    private final Clock clock;
    private final List<NewEvent> inbox = new ArrayList<>();
    private final NavigableMap<String, Feeds> tenants = new TreeMap<>();
    private final Map<Integer, Lease> shards = new HashMap<>();
    private final Map<String, Boolean> knownConsumers = new HashMap<>();

    /** An empty feed. */
    public InMemoryFeedStore() {
        this(Clock.systemUTC());
    }

    /** An empty feed, whose leases and attempts go by a clock. */
    public InMemoryFeedStore(Clock clock) {
        this.clock = clock;
    }

    record Lease(@Nullable String owner, Instant until, long epoch) {}

    /** What is kept of one tenant. */
    static final class Feeds {

        Head head;
        final NavigableMap<Long, Kept> events = new TreeMap<>();
        final NavigableMap<String, Reader> readers = new TreeMap<>();

        Feeds(Head head) {
            this.head = head;
        }
    }

    static final class Reader {

        ConsumerRow row;
        Lease lease;
        final NavigableMap<Long, Parked> parked = new TreeMap<>();

        /** Null if it is no webhook endpoint. */
        WebhookStore.@Nullable Endpoint endpoint;

        final List<WebhookStore.Secret> secrets = new ArrayList<>();
        final NavigableMap<Long, WebhookStore.Retry> retries = new TreeMap<>();

        Reader(ConsumerRow row, Lease lease) {
            this.row = row;
            this.lease = lease;
        }
    }

    @Override
    public WebhookStore webhooks() {
        return new InMemoryWebhookStore(this);
    }

    Instant now() {
        return clock.instant();
    }

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
    public void write(Unit unit, List<NewEvent> events) {
        afterCommit(unit, () -> add(events));
    }

    /** Where each step is final at once, so is this. */
    private static void afterCommit(Unit unit, Runnable action) {
        if (unit.isAtomic()) {
            unit.afterCommit(action);
        } else {
            action.run();
        }
    }

    private synchronized void add(List<NewEvent> events) {
        inbox.addAll(events);
    }

    /** @throws IllegalStateException always: nobody tells when a transaction of the host has ended */
    @Override
    public void write(SqlExecutor transaction, List<NewEvent> events) {
        throw new IllegalStateException(
                "a feed in memory takes part in no transaction of a database: give it a unit, or keep the feed in the"
                        + " database");
    }

    // ---- the relay

    @Override
    public synchronized Set<Integer> leaseShards(String owner, Duration length) {
        Set<Integer> held = new HashSet<>();
        for (int shard = 0; shard < NewEvent.SHARDS; shard++) {
            Lease lease = shards.get(shard);
            if (lease == null || owner.equals(lease.owner()) || lease.until().isBefore(now())) {
                shards.put(shard, new Lease(owner, now().plus(length), 0));
                held.add(shard);
            }
        }
        return held;
    }

    @Override
    public synchronized void releaseShards(String owner) {
        shards.values().removeIf(lease -> owner.equals(lease.owner()));
    }

    @Override
    public synchronized Set<Integer> shardsToNumber() {
        Set<Integer> found = new HashSet<>();
        inbox.forEach(event -> found.add(event.shard()));
        return found;
    }

    @Override
    public synchronized Optional<Numbered> number(
            int shard, String owner, UnaryOperator<List<Unnumbered>> order, Supplier<String> newEpoch) {
        Lease lease = shards.get(shard);
        if (lease == null || !owner.equals(lease.owner())) {
            return Optional.empty();
        }
        Map<String, NewEvent> found = new HashMap<>();
        inbox.stream().filter(event -> event.shard() == shard).forEach(event -> found.put(event.id(), event));
        inbox.removeIf(event -> event.shard() == shard);
        List<Unnumbered> ordered = order.apply(found.values().stream()
                .map(event -> new Unnumbered(
                        event.id(),
                        event.tenant(),
                        event.resourceType() + "/" + event.resourceId(),
                        event.versionBefore(),
                        event.versionAfter(),
                        event.transaction()))
                .toList());
        Set<String> told = new HashSet<>();
        for (Unnumbered next : ordered) {
            NewEvent event = Objects.requireNonNull(found.get(next.id()));
            Feeds feeds = feeds(event.tenant(), newEpoch);
            if (!feeds.head.deleted()) {
                number(feeds, event);
                told.add(event.tenant());
            }
        }
        return Optional.of(new Numbered(told, false));
    }

    Collection<Feeds> all() {
        return tenants.values();
    }

    Feeds feeds(String tenant, Supplier<String> newEpoch) {
        return tenants.computeIfAbsent(tenant, name -> new Feeds(new Head(name, newEpoch.get(), 0, 1, false)));
    }

    private static void number(Feeds feeds, NewEvent event) {
        Head head = feeds.head;
        long seq = head.last() + 1;
        feeds.events.put(
                seq,
                new Kept(
                        seq,
                        event.id(),
                        event.type(),
                        event.resourceType(),
                        event.resourceId(),
                        event.transaction(),
                        event.time(),
                        event.actor(),
                        event.requestId(),
                        event.data()));
        feeds.head = new Head(head.tenant(), head.epoch(), seq, head.oldest(), false);
    }

    // ---- reading

    @Override
    public synchronized Optional<Head> head(String tenant) {
        return Optional.ofNullable(tenants.get(tenant)).map(feeds -> feeds.head);
    }

    @Override
    public synchronized List<Head> heads(String afterTenant, int most) {
        return tenants.tailMap(afterTenant, false).values().stream()
                .limit(most)
                .map(feeds -> feeds.head)
                .toList();
    }

    @Override
    public synchronized List<Kept> events(String tenant, long after, long before, Set<String> types, int most) {
        Feeds feeds = tenants.get(tenant);
        return feeds == null
                ? List.of()
                : feeds.events.tailMap(after, false).values().stream()
                        .takeWhile(event -> event.seq() < before)
                        .filter(event -> types.isEmpty() || types.contains(event.type()))
                        .limit(most)
                        .toList();
    }

    @Override
    public synchronized Optional<Long> firstSince(String tenant, Instant time) {
        Feeds feeds = tenants.get(tenant);
        return feeds == null
                ? Optional.empty()
                : feeds.events.values().stream()
                        .filter(event -> !event.time().isBefore(time))
                        .map(Kept::seq)
                        .findFirst();
    }

    // ---- consumers

    @Override
    public synchronized void addConsumer(String name, String kind, boolean fromNow) {
        if (knownConsumers.putIfAbsent(name, true) == null) {
            tenants.forEach((tenant, feeds) -> feeds.readers.put(
                    name, newReader(tenant, name, kind, fromNow ? feeds.head.last() : feeds.head.oldest() - 1)));
        }
    }

    static Reader newReader(String tenant, String name, String kind, long position) {
        return new Reader(
                new ConsumerRow(tenant, name, kind, position, 0, ConsumerState.ACTIVE, 0, null, null, null),
                new Lease(null, Instant.EPOCH, 0));
    }

    boolean isFree(Reader reader, String owner) {
        Instant next = reader.row.nextAttempt();
        return reader.row.state() == ConsumerState.ACTIVE
                && (next == null || !next.isAfter(now()))
                && (reader.lease.owner() == null
                        || owner.equals(reader.lease.owner())
                        || reader.lease.until().isBefore(now()));
    }

    @Override
    public synchronized List<String> tenantsWithWork(String name, String kind, String owner, int most) {
        return tenants.values().stream()
                .filter(feeds -> !feeds.head.deleted() && feeds.head.last() > 0)
                .filter(feeds -> {
                    Reader reader = feeds.readers.get(name);
                    return reader == null || reader.row.position() < feeds.head.last() && isFree(reader, owner);
                })
                .limit(most)
                .map(feeds -> feeds.head.tenant())
                .toList();
    }

    @Override
    public synchronized Optional<Claim> claim(String tenant, String name, String kind, String owner, Duration length) {
        Feeds feeds = tenants.get(tenant);
        if (feeds == null || feeds.head.deleted()) {
            return Optional.empty();
        }
        return claim(
                feeds, feeds.readers.computeIfAbsent(name, unused -> newReader(tenant, name, kind, 0)), owner, length);
    }

    Optional<Claim> claim(Feeds feeds, Reader reader, String owner, Duration length) {
        if (!isFree(reader, owner)) {
            return Optional.empty();
        }
        reader.lease = new Lease(owner, now().plus(length), reader.lease.epoch() + 1);
        return Optional.of(new Claim(reader.row, reader.lease.epoch(), feeds.head));
    }

    Optional<Reader> reader(String tenant, String name) {
        return Optional.ofNullable(tenants.get(tenant)).map(feeds -> feeds.readers.get(name));
    }

    Optional<Reader> held(Claim claim) {
        return reader(claim.row().tenant(), claim.row().name()).filter(reader -> reader.lease.epoch() == claim.lease());
    }

    private Optional<Reader> heldAt(Claim claim, long position) {
        return held(claim).filter(reader -> reader.row.position() == position);
    }

    @Override
    public synchronized boolean renew(Claim claim, Duration length) {
        Optional<Reader> held = held(claim);
        held.ifPresent(
                reader -> reader.lease = new Lease(reader.lease.owner(), now().plus(length), reader.lease.epoch()));
        return held.isPresent();
    }

    @Override
    public synchronized void release(Claim claim) {
        held(claim).ifPresent(reader -> reader.lease = new Lease(null, Instant.EPOCH, reader.lease.epoch()));
    }

    @Override
    public synchronized boolean move(Unit unit, Claim claim, long from, long to) {
        boolean may = heldAt(claim, from).isPresent();
        if (may) {
            afterCommit(unit, () -> {
                boolean unused = move(claim, from, to);
            });
        }
        return may;
    }

    @Override
    public synchronized boolean move(Claim claim, long from, long to) {
        Optional<Reader> held = heldAt(claim, from);
        held.ifPresent(reader -> reader.row = at(reader.row, to));
        return held.isPresent();
    }

    static ConsumerRow at(ConsumerRow row, long position) {
        return new ConsumerRow(
                row.tenant(), row.name(), row.kind(), position, row.replayUntil(), row.state(), 0, null, null, null);
    }

    @Override
    public synchronized Optional<Integer> failed(Claim claim, long position, Duration pause, String error) {
        Optional<Reader> held = heldAt(claim, position);
        held.ifPresent(reader -> {
            ConsumerRow row = reader.row;
            reader.row = new ConsumerRow(
                    row.tenant(),
                    row.name(),
                    row.kind(),
                    row.position(),
                    row.replayUntil(),
                    row.state(),
                    row.attempts() + 1,
                    now().plus(pause),
                    row.failingSince() == null ? now() : row.failingSince(),
                    error);
        });
        return held.map(reader -> reader.row.attempts());
    }

    @Override
    public synchronized boolean park(Claim claim, long from, Parked parked) {
        Optional<Reader> held = heldAt(claim, from);
        held.ifPresent(reader -> {
            reader.row = at(reader.row, parked.seq());
            reader.parked.put(parked.seq(), parked);
        });
        return held.isPresent();
    }

    @Override
    public synchronized void setState(String tenant, String name, ConsumerState state) {
        reader(tenant, name).ifPresent(reader -> {
            ConsumerRow row = reader.row;
            reader.row = new ConsumerRow(
                    row.tenant(),
                    row.name(),
                    row.kind(),
                    row.position(),
                    row.replayUntil(),
                    state,
                    row.attempts(),
                    row.nextAttempt(),
                    row.failingSince(),
                    row.lastError());
            reader.lease = new Lease(null, Instant.EPOCH, reader.lease.epoch() + 1);
        });
    }

    @Override
    public synchronized List<Parked> parked(String tenant, String name) {
        return reader(tenant, name)
                .map(reader -> List.copyOf(reader.parked.values()))
                .orElse(List.of());
    }

    @Override
    public synchronized boolean unpark(String tenant, String name, long seq) {
        return reader(tenant, name)
                .filter(reader -> reader.parked.remove(seq) != null)
                .isPresent();
    }

    @Override
    public synchronized boolean unpark(Unit unit, String tenant, String name, long seq) {
        boolean there = reader(tenant, name)
                .filter(reader -> reader.parked.containsKey(seq))
                .isPresent();
        if (there) {
            afterCommit(unit, () -> {
                boolean unused = unpark(tenant, name, seq);
            });
        }
        return there;
    }

    @Override
    public synchronized List<ConsumerRow> consumers(String tenant) {
        Feeds feeds = tenants.get(tenant);
        return feeds == null
                ? List.of()
                : feeds.readers.values().stream().map(reader -> reader.row).toList();
    }

    @Override
    public synchronized List<ConsumerTotals> totals(boolean byTenant) {
        List<ConsumerTotals> totals = new ArrayList<>();
        for (String name : new TreeSet<>(knownConsumers.keySet())) {
            List<ConsumerTotals> each = tenants.values().stream()
                    .filter(feeds -> !feeds.head.deleted())
                    .map(feeds -> totals(feeds, name))
                    .toList();
            if (byTenant) {
                totals.addAll(each);
            } else {
                each.stream()
                        .map(ConsumerTotals::ofAll)
                        .reduce(ConsumerTotals::plus)
                        .ifPresent(totals::add);
            }
        }
        return totals;
    }

    private static ConsumerTotals totals(Feeds feeds, String name) {
        Reader reader = feeds.readers.get(name);
        long position = reader == null ? 0 : reader.row.position();
        Map.Entry<Long, Kept> next = feeds.events.higherEntry(position);
        return new ConsumerTotals(
                feeds.head.tenant(),
                name,
                feeds.head.last(),
                position,
                next == null ? null : next.getValue().time(),
                reader == null ? 0 : reader.row.attempts(),
                reader == null || reader.row.state() == ConsumerState.ACTIVE ? 0 : 1,
                reader == null ? 0 : reader.parked.size());
    }

    @Override
    public synchronized long unnumbered() {
        return inbox.size();
    }

    @Override
    public synchronized boolean rewind(String tenant, String name, long position) {
        Optional<Reader> found = reader(tenant, name);
        found.ifPresent(reader -> {
            ConsumerRow row = reader.row;
            reader.row = new ConsumerRow(
                    tenant,
                    name,
                    row.kind(),
                    position,
                    Math.max(row.replayUntil(), row.position()),
                    ConsumerState.ACTIVE,
                    0,
                    null,
                    null,
                    null);
            reader.lease = new Lease(null, Instant.EPOCH, reader.lease.epoch() + 1);
        });
        return found.isPresent();
    }

    // ---- what ends

    @Override
    public synchronized int removeBefore(String tenant, Instant time, int most) {
        Feeds feeds = tenants.get(tenant);
        if (feeds == null) {
            return 0;
        }
        long end = feeds.head.oldest();
        while (end - feeds.head.oldest() < most && isBefore(feeds.events.get(end), time)) {
            end++;
        }
        return remove(feeds, end);
    }

    private static boolean isBefore(@Nullable Kept event, Instant time) {
        return event != null && event.time().isBefore(time);
    }

    private static int remove(Feeds feeds, long oldest) {
        int removed = (int) (oldest - feeds.head.oldest());
        feeds.events.headMap(oldest, false).clear();
        feeds.readers.values().forEach(reader -> {
            reader.parked.headMap(oldest, false).clear();
            reader.retries.headMap(oldest, false).clear();
        });
        Head head = feeds.head;
        feeds.head = new Head(head.tenant(), head.epoch(), head.last(), oldest, head.deleted());
        return removed;
    }

    @Override
    public synchronized int erase(String tenant, String resourceType, String resourceId, String data) {
        int[] erased = new int[1];
        inbox.replaceAll(event -> {
            boolean meant = event.tenant().equals(tenant)
                    && event.resourceType().equals(resourceType)
                    && event.resourceId().equals(resourceId);
            if (!meant) {
                return event;
            }
            erased[0]++;
            return new NewEvent(
                    event.id(),
                    tenant,
                    event.type(),
                    resourceType,
                    resourceId,
                    event.versionBefore(),
                    event.versionAfter(),
                    event.transaction(),
                    event.time(),
                    null,
                    null,
                    data);
        });
        Feeds feeds = tenants.get(tenant);
        if (feeds != null) {
            feeds.events.replaceAll((seq, event) -> {
                if (!event.resourceType().equals(resourceType)
                        || !event.resourceId().equals(resourceId)) {
                    return event;
                }
                erased[0]++;
                feeds.readers.values().forEach(reader -> forgetReason(reader, seq));
                return new Kept(
                        seq,
                        event.id(),
                        event.type(),
                        resourceType,
                        resourceId,
                        event.transaction(),
                        event.time(),
                        null,
                        null,
                        data);
            });
        }
        return erased[0];
    }

    private static void forgetReason(Reader reader, long seq) {
        reader.parked.computeIfPresent(
                seq,
                (same, parked) -> new Parked(
                        parked.tenant(), parked.name(), seq, parked.attempts(), parked.time(), parked.status(), null));
        reader.retries.computeIfPresent(
                seq,
                (same, retry) -> new WebhookStore.Retry(
                        retry.tenant(),
                        retry.name(),
                        seq,
                        retry.attempts(),
                        retry.nextAttempt(),
                        retry.status(),
                        null));
        ConsumerRow row = reader.row;
        reader.row = new ConsumerRow(
                row.tenant(),
                row.name(),
                row.kind(),
                row.position(),
                row.replayUntil(),
                row.state(),
                row.attempts(),
                row.nextAttempt(),
                row.failingSince(),
                null);
    }

    @Override
    public synchronized void markDeleted(String tenant) {
        Feeds feeds = feeds(tenant, () -> "-");
        Head head = feeds.head;
        feeds.head = new Head(tenant, head.epoch(), head.last(), head.oldest(), true);
        List.copyOf(feeds.readers.keySet()).forEach(name -> setState(tenant, name, ConsumerState.PAUSED));
    }

    @Override
    public synchronized boolean removeDeleted(String tenant, int most) {
        Feeds feeds = tenants.get(tenant);
        if (feeds == null || !feeds.head.deleted()) {
            return false;
        }
        inbox.removeIf(event -> event.tenant().equals(tenant));
        int unused = remove(feeds, feeds.head.last() + 1);
        feeds.readers.clear();
        return false;
    }

    @Override
    public synchronized void admit(String tenant, String newEpoch) {
        Feeds feeds = tenants.get(tenant);
        if (feeds != null && feeds.head.deleted()) {
            boolean unused = removeDeleted(tenant, Integer.MAX_VALUE);
            feeds.head = new Head(tenant, newEpoch, 0, 1, false);
        }
    }
}
