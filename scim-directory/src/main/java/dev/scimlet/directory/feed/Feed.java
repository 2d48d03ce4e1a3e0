package dev.scimlet.directory.feed;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.directory.jose.Json;
import dev.scimlet.protocol.ResourceEvent;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.ServiceExtension;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.UnitOfWork;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feed of an application: every change of a resource is an event, recorded in the unit that makes the change and lost by no crash,
 * with a number that orders the changes of a tenant.
 *
 * <pre>{@code
 * Feed feed = Feed.builder(JdbcFeedStore.over(dataSource)).build();
 * ScimService service = ScimService.builder()
 *         .repositories(users, groups)
 *         .install(feed)
 *         .build();
 *
 * feed.consumer("mails")
 *         .on("user.created", (event, unit) -> unit.sql().orElseThrow()
 *                 .update("INSERT INTO mails (user_id) VALUES (?)", event.resourceId()))
 *         .start();
 * }</pre>
 *
 * <p>The write path makes one insert and waits for nobody. A relay, one of all nodes for each shard of tenants, numbers what was
 * inserted, from 1 on and without gaps; consumers should not rely on there being none.
 */
public final class Feed implements ServiceExtension {

    static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private static final int REMOVED_AT_ONCE = 1_000;
    private static final int HEADS_AT_ONCE = 500;

    private static final Duration MEASURE_EVERY = Duration.ofMinutes(1);

    /** How wide the column for the names of resource types is. */
    private static final int LONGEST_TYPE = 64;

    private final FeedStore store;
    private final Clock clock;
    private final Duration retention;
    private final Duration housekeeping;
    private final Function<ResourceType, Set<String>> hidden;
    private final List<ResourceRepository> shownWhole;
    private final Consumer<FeedProblem> problems;
    private final @Nullable UnitOfWork ownUnits;
    private final Recorder recorder;
    private final Relay relay;
    private final Consumers.Context context;
    private final Duration pollEvery;
    private final int threads;
    private final Consumers consumers;
    private final Readers readers = new Readers();
    private final List<Waiting> waiting = new ArrayList<>();
    private volatile @Nullable EventMaker maker;
    private @Nullable UnitOfWork units;
    private @Nullable ScheduledExecutorService keeper;
    private volatile @Nullable Consumers webhooks;
    private int started;

    private final List<Consumer<List<FeedMeasure>>> measures;
    private final boolean measuresTenants;

    /** A consumer that was started before it was known in which units it works. */
    private record Waiting(String name, String kind, boolean fromNow, Function<UnitOfWork, Delivery> delivery) {}

    private Feed(Builder from) {
        this.store = from.store;
        this.clock = from.clock;
        this.retention = from.retention;
        this.housekeeping = from.housekeeping;
        this.hidden = from.hidden;
        this.shownWhole = List.copyOf(from.shownWhole);
        this.problems = quietly(from.problems);
        this.ownUnits = from.units;
        this.measures = List.copyOf(from.measures);
        this.measuresTenants = from.measuresTenants;
        String owner = UUID.randomUUID().toString();
        this.context = new Consumers.Context(store, owner, from.consumerLease, problems, clock);
        this.pollEvery = from.pollEvery;
        this.threads = from.threads;
        this.consumers = new Consumers(context, pollEvery, threads);
        this.relay = new Relay(store, owner, from.pollEvery, from.relayLease, this::numbered);
        this.recorder = new Recorder(store, relay::wake);
        if (ownUnits != null) {
            units = ownUnits;
        }
    }

    /** Starts a feed that is kept in a store. */
    public static Builder builder(FeedStore store) {
        return new Builder(store);
    }

    private static Consumer<FeedProblem> quietly(Consumer<FeedProblem> listener) {
        return problem -> {
            LOG.warn(
                    "{}: consumer {} of tenant {}: {}",
                    problem.kind(),
                    problem.consumer(),
                    problem.tenant(),
                    problem.detail());
            try {
                listener.accept(problem);
            } catch (RuntimeException failure) {
                LOG.error("a listener of problems of the feed failed", failure);
            }
        };
    }

    FeedStore store() {
        return store;
    }

    /** Whether an event can be lost if the process dies at the wrong moment: so it is with a feed in memory. */
    public boolean isBestEffort() {
        return store.isBestEffort();
    }

    Clock clock() {
        return clock;
    }

    /** Has webhooks work as long as the feed does. @return for whom */
    synchronized Consumers startWebhooks(Consumers.Source source) {
        if (webhooks != null) {
            throw new IllegalStateException("the feed has webhooks already");
        }
        Consumers made = new Consumers(context, pollEvery, threads);
        made.add(source);
        webhooks = made;
        if (started > 0) {
            made.start();
        }
        return made;
    }

    private void numbered(Set<String> tenants) {
        consumers.wake(tenants);
        Consumers pushing = webhooks;
        if (pushing != null) {
            pushing.wake(tenants);
        }
        readers.wake(tenants);
    }

    // ---- in a service

    @Override
    public void install(Installation installation) {
        UnitOfWork ofService = installation.unitOfWork();
        types(installation.types());
        setUnits(ownUnits == null ? ofService : ownUnits);
        installation.onChangeInUnit(this::changed).check(() -> check(ofService));
    }

    private void types(List<ResourceType> types) {
        Map<ResourceType, Set<String>> hiddenPaths = new HashMap<>();
        for (ResourceType type : types) {
            if (type.name().length() > LONGEST_TYPE) {
                throw new IllegalArgumentException("the name of the resource type " + type.name() + " is longer than "
                        + LONGEST_TYPE + " characters, which the feed does not keep");
            }
            hiddenPaths.put(type, hidden.apply(type));
        }
        maker = new EventMaker(clock, types, hiddenPaths, shownWhole);
    }

    private List<String> check(UnitOfWork ofService) {
        List<String> missing = new ArrayList<>(store.check());
        RequestContext context = RequestContext.of("feed");
        boolean takesPart = ofService.perform(context, store::takesPartIn);
        if (!takesPart) {
            missing.add("the repositories take part in no transaction of the feed's database, or do not tell their"
                    + " connection: keep the feed in an InMemoryFeedStore, which is best effort, or have them use"
                    + " the same database");
        }
        if (store.isBestEffort()) {
            LOG.warn("the feed is best effort: events are lost if the process dies at the wrong moment");
        }
        return missing;
    }

    private void changed(ResourceEvent event, Unit unit) {
        recorder.add(unit, maker().of(event, unit));
    }

    private EventMaker maker() {
        EventMaker known = maker;
        if (known == null) {
            throw new IllegalStateException("the feed is in no service yet: install it, or name its types");
        }
        return known;
    }

    private synchronized void setUnits(UnitOfWork value) {
        units = value;
        waiting.forEach(consumer -> register(consumer, value));
        waiting.clear();
    }

    @Override
    public synchronized void start(ScimService service) {
        start();
    }

    /** Runs the relay and the consumers of this node, where no service does. */
    public synchronized void start() {
        if (started++ == 0) {
            relay.start();
            consumers.start();
            Consumers pushing = webhooks;
            if (pushing != null) {
                pushing.start();
            }
            ScheduledExecutorService begun = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "scimlet-feed-keeper");
                thread.setDaemon(true);
                return thread;
            });
            long every = housekeeping.toMillis();
            ScheduledFuture<?> unused =
                    begun.scheduleWithFixedDelay(this::keepHouse, every, every, TimeUnit.MILLISECONDS);
            if (!measures.isEmpty()) {
                ScheduledFuture<?> unusedMeasures =
                        begun.scheduleWithFixedDelay(this::measure, 0, MEASURE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            }
            keeper = begun;
        }
    }

    /** Ends what {@link #start} began, and gives back what this node holds, so that others go on at once. */
    @Override
    public void stop() {
        ScheduledExecutorService ended;
        Consumers pushing;
        synchronized (this) {
            if (--started > 0) {
                return;
            }
            ended = keeper;
            pushing = webhooks;
            keeper = null;
        }
        if (ended != null) {
            ended.shutdown();
        }
        readers.wakeAll();
        if (pushing != null) {
            pushing.stop();
        }
        consumers.stop();
        relay.stop();
    }

    // ---- recording

    /**
     * Records a change that the application has made itself, in the unit in which it has made it. It is told like a change by a directory.
     *
     * @param context whose tenant, principal and request the event names
     * @throws IllegalArgumentException if the feed does not know the resource's type
     */
    public void record(RequestContext context, Unit unit, FeedChange change) {
        recorder.add(unit, maker().of(context, unit.id(), unit, change));
    }

    /**
     * As {@link #record(RequestContext, Unit, FeedChange)}, in a transaction of the application, whose end is its own. The event is numbered when
     * the relay looks the next time, or when {@link #wake} is called after the commit.
     *
     * @param transaction in which the change was made, such as {@code JdbcFeedStore.in(connection)}
     */
    public void record(RequestContext context, SqlExecutor transaction, FeedChange... changes) {
        String name = UUID.randomUUID().toString();
        List<NewEvent> events = new ArrayList<>();
        for (FeedChange change : changes) {
            events.addAll(maker().of(context, name, null, change));
        }
        if (!events.isEmpty()) {
            store.write(transaction, events);
        }
    }

    /** Has the relay of this node look for events of a tenant that were just committed. */
    public void wake(String tenant) {
        relay.wake(NewEvent.shard(tenant));
    }

    // ---- reading

    /**
     * Events after a cursor, oldest first.
     *
     * @param after a cursor of the tenant; null for the oldest event that is kept
     * @param types of which types; empty for all
     * @param limit how many at most
     * @throws InvalidCursorException if it is no cursor of the tenant, or what comes after it is not kept any longer
     */
    public FeedPage read(String tenant, @Nullable String after, Set<String> types, int limit) {
        FeedStore.Head head = store.head(tenant).orElse(null);
        if (head == null || head.deleted()) {
            return new FeedPage(List.of(), after == null ? start(tenant, head) : requireOfTenant(tenant, after), false);
        }
        long from = after == null ? head.oldest() - 1 : position(head, after);
        List<FeedStore.Kept> kept = store.events(tenant, from, head.last() + 1, types, limit);
        boolean more = kept.size() == limit && kept.get(limit - 1).seq() < head.last();
        long end = more ? kept.get(limit - 1).seq() : Math.max(from, head.last());
        List<FeedEvent> events = kept.stream()
                .map(each -> new FeedEvent(tenant, head.epoch(), each, false))
                .toList();
        return new FeedPage(events, FeedCursor.of(tenant, head.epoch(), end).text(), more);
    }

    /** A tenant that has no feed yet has no epoch: its first event will be 1, whatever it is called then. */
    private static String start(String tenant, FeedStore.@Nullable Head head) {
        return FeedCursor.of(tenant, head == null ? "" : head.epoch(), 0).text();
    }

    private static String requireOfTenant(String tenant, String after) {
        FeedCursor cursor = FeedCursor.parse(after).orElseThrow(InvalidCursorException::malformed);
        if (!cursor.isOfTenant(tenant)) {
            throw InvalidCursorException.malformed();
        }
        return after;
    }

    private static long position(FeedStore.Head head, String after) {
        FeedCursor cursor =
                FeedCursor.parse(requireOfTenant(head.tenant(), after)).orElseThrow();
        boolean beforeTheFirst = cursor.seq() == 0 && cursor.isOfEpoch("");
        if (!beforeTheFirst && (!cursor.isOfEpoch(head.epoch()) || cursor.seq() > head.last())
                || cursor.seq() < head.oldest() - 1) {
            throw InvalidCursorException.expired();
        }
        return cursor.seq();
    }

    /** The cursor after which only what comes from now on is read. */
    public String latest(String tenant) {
        FeedStore.Head head =
                store.head(tenant).filter(found -> !found.deleted()).orElse(null);
        return head == null
                ? start(tenant, null)
                : FeedCursor.of(tenant, head.epoch(), head.last()).text();
    }

    /** The cursor before the first event that is not older than a time. Events have milliseconds, and so has the comparison. */
    public String since(String tenant, Instant time) {
        FeedStore.Head head =
                store.head(tenant).filter(found -> !found.deleted()).orElse(null);
        return head == null
                ? start(tenant, null)
                : FeedCursor.of(tenant, head.epoch(), before(head, time)).text();
    }

    private long before(FeedStore.Head head, Instant time) {
        Instant asTold = time.truncatedTo(ChronoUnit.MILLIS);
        return store.firstSince(head.tenant(), asTold).map(seq -> seq - 1).orElse(head.last());
    }

    Readers readers() {
        return readers;
    }

    // ---- consumers

    /**
     * Starts a reader inside the application. All nodes that start it share the work.
     *
     * @param name under which its position is kept: 1 to 100 letters, digits, {@code _}, {@code .} and {@code -}
     */
    public FeedConsumer.Builder consumer(String name) {
        return new FeedConsumer.Builder(this, name);
    }

    synchronized void startConsumer(
            String name, String kind, boolean fromNow, Function<UnitOfWork, Delivery> delivery) {
        Waiting consumer = new Waiting(name, kind, fromNow, delivery);
        UnitOfWork known = units;
        if (known == null) {
            waiting.add(consumer);
        } else {
            register(consumer, known);
        }
    }

    private void register(Waiting consumer, UnitOfWork known) {
        consumers.add(new Consumers.Registered(
                consumer.name(),
                consumer.kind(),
                consumer.fromNow(),
                consumer.delivery().apply(known)));
    }

    void stopConsumer(String name) {
        synchronized (this) {
            waiting.removeIf(consumer -> consumer.name().equals(name));
        }
        consumers.remove(name);
    }

    /** How consumers fare with the events of a tenant, by their names. */
    public List<ConsumerStatus> consumers(String tenant) {
        long last = store.head(tenant).map(FeedStore.Head::last).orElse(0L);
        return store.consumers(tenant).stream()
                .map(row -> new ConsumerStatus(
                        tenant,
                        row.name(),
                        row.state(),
                        row.position(),
                        last,
                        nextTime(tenant, row.position()),
                        row.attempts(),
                        row.failingSince(),
                        row.lastError(),
                        store.parked(tenant, row.name()).size()))
                .toList();
    }

    private @Nullable Instant nextTime(String tenant, long position) {
        return store.events(tenant, position, Long.MAX_VALUE, Set.of(), 1).stream()
                .findFirst()
                .map(FeedStore.Kept::time)
                .orElse(null);
    }

    /** How consumers of the application fare with the events of all tenants together, by their names. */
    public List<ConsumerTotals> totals() {
        return store.totals(false);
    }

    /** As {@link #totals}, each tenant by itself. */
    public List<ConsumerTotals> totalsByTenant() {
        return store.totals(true);
    }

    /** Tells the listeners of measures how the feed stands. It is done every minute otherwise. */
    public void measure() {
        List<FeedMeasure> told = new ArrayList<>();
        try {
            told.addAll(measures(store.unnumbered(), store.totals(measuresTenants)));
            if (webhooks != null) {
                store.webhooks().totals(measuresTenants).forEach(each -> told.addAll(measures(each)));
            }
        } catch (RuntimeException failure) {
            LOG.warn("how the feed stands could not be read; it is tried again", failure);
            return;
        }
        for (Consumer<List<FeedMeasure>> listener : measures) {
            try {
                listener.accept(List.copyOf(told));
            } catch (RuntimeException failure) {
                LOG.error("a listener of measures failed", failure);
            }
        }
    }

    private List<FeedMeasure> measures(long unnumbered, List<ConsumerTotals> totals) {
        List<FeedMeasure> measures = new ArrayList<>();
        measures.add(new FeedMeasure("scimlet.feed.unnumbered", unnumbered, Map.of()));
        for (ConsumerTotals each : totals) {
            String tenant = each.tenant();
            Map<String, String> tags = tenant == null
                    ? Map.of("consumer", each.name())
                    : Map.of("consumer", each.name(), "tenant", tenant);
            Map<String, Long> values = new LinkedHashMap<>();
            values.put("last", each.last());
            values.put("position", each.position());
            values.put("age", age(each.oldest()));
            values.put("attempts", (long) each.attempts());
            values.put("stopped", each.stopped());
            values.put("parked", each.parked());
            values.forEach(
                    (name, value) -> measures.add(new FeedMeasure("scimlet.feed.consumer." + name, value, tags)));
        }
        return measures;
    }

    private List<FeedMeasure> measures(WebhookTotals totals) {
        String tenant = totals.tenant();
        Map<String, String> tags = tenant == null ? Map.of() : Map.of("tenant", tenant);
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("endpoints", totals.endpoints());
        values.put("waiting", totals.waiting());
        values.put("age", age(totals.oldest()));
        values.put("failing", totals.failing());
        values.put("paused", totals.paused());
        values.put("off", totals.off());
        values.put("parked", totals.parked());
        List<FeedMeasure> measures = new ArrayList<>();
        values.forEach((name, value) -> measures.add(new FeedMeasure("scimlet.feed.webhooks." + name, value, tags)));
        return measures;
    }

    private long age(@Nullable Instant oldest) {
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, clock.instant()).toSeconds());
    }

    /** Has a consumer take no events of a tenant until it is resumed, on no node. */
    public void pause(String tenant, String consumer) {
        store.setState(tenant, consumer, FeedStore.ConsumerState.PAUSED);
    }

    /** Has a consumer go on where it was paused. */
    public void resume(String tenant, String consumer) {
        store.setState(tenant, consumer, FeedStore.ConsumerState.ACTIVE);
        consumers.look();
    }

    /**
     * Gives a consumer events of a tenant once more, marked as a {@linkplain FeedEvent#replay replay} as far as it had been.
     *
     * @param after a cursor; what comes after it is given
     * @throws InvalidCursorException if it is no cursor of the tenant, or what comes after it is not kept any longer
     * @throws IllegalArgumentException if the consumer has not begun with the tenant
     */
    public void replay(String tenant, String consumer, String after) {
        FeedStore.Head head = store.head(tenant).orElseThrow(InvalidCursorException::malformed);
        rewind(tenant, consumer, position(head, after));
    }

    /** As {@link #replay(String, String, String)}, from the first event that is not older than a time. */
    public void replaySince(String tenant, String consumer, Instant time) {
        FeedStore.Head head = store.head(tenant)
                .orElseThrow(() -> new IllegalArgumentException("the tenant '" + tenant + "' has no events"));
        rewind(tenant, consumer, before(head, time));
    }

    private void rewind(String tenant, String consumer, long position) {
        if (!store.rewind(tenant, consumer, position)) {
            throw new IllegalArgumentException("there is no consumer '" + consumer + "' of tenant '" + tenant + "'");
        }
        consumers.look();
    }

    /** Events that were put aside for a consumer, oldest first. */
    public List<FeedStore.Parked> parked(String tenant, String consumer) {
        return store.parked(tenant, consumer);
    }

    /**
     * Gives a consumer of this node an event that was put aside.
     *
     * @return whether it has taken it; it is put aside no longer then
     * @throws IllegalArgumentException if the consumer does not work on this node, or the event is not put aside
     */
    public boolean retryParked(String tenant, String consumer, long seq) {
        Consumers.Registered registered = consumers
                .find(consumer)
                .orElseThrow(() -> new IllegalArgumentException("no consumer '" + consumer + "' works on this node"));
        if (store.parked(tenant, consumer).stream().noneMatch(parked -> parked.seq() == seq)) {
            throw new IllegalArgumentException("event " + seq + " is not put aside for '" + consumer + "'");
        }
        FeedStore.Head head = store.head(tenant).orElseThrow();
        FeedEvent event = store.events(tenant, seq - 1, seq + 1, Set.of(), 1).stream()
                .findFirst()
                .map(kept -> new FeedEvent(tenant, head.epoch(), kept, true))
                .orElseThrow(() -> new IllegalArgumentException("event " + seq + " is not kept any longer"));
        try {
            return registered.delivery instanceof HandlerDelivery handlers
                    ? handlers.deliverParked(event)
                    : registered.delivery.passes(event) && store.unpark(tenant, consumer, seq);
        } catch (Delivery.NotTaken refused) {
            return false;
        }
    }

    /** Forgets an event that was put aside. @return whether it was */
    public boolean dropParked(String tenant, String consumer, long seq) {
        return store.unpark(tenant, consumer, seq);
    }

    // ---- what ends

    /** Removes what is older than it is kept, and tells of consumers that are far behind. It is done every hour otherwise. */
    public void keepHouse() {
        Instant end = clock.instant().minus(retention);
        String after = "";
        List<FeedStore.Head> heads;
        try {
            do {
                heads = store.heads(after, HEADS_AT_ONCE);
                for (FeedStore.Head head : heads) {
                    after = head.tenant();
                    keepHouse(head, end);
                }
            } while (heads.size() == HEADS_AT_ONCE);
            store.webhooks().removeEndedSecrets();
        } catch (RuntimeException failure) {
            LOG.warn("old events could not be removed; it is tried again", failure);
        }
    }

    private void keepHouse(FeedStore.Head head, Instant end) {
        if (head.deleted()) {
            while (store.removeDeleted(head.tenant(), REMOVED_AT_ONCE)) {
                // Each step is a transaction of its own
            }
            return;
        }
        warnOfEnd(head);
        while (store.removeBefore(head.tenant(), end, REMOVED_AT_ONCE) == REMOVED_AT_ONCE) {
            // Each step is a transaction of its own
        }
    }

    private void warnOfEnd(FeedStore.Head head) {
        Instant half = clock.instant().minus(retention.dividedBy(2));
        for (FeedStore.ConsumerRow row : store.consumers(head.tenant())) {
            boolean late = row.position() < head.last()
                    && store.events(head.tenant(), row.position(), Long.MAX_VALUE, Set.of(), 1).stream()
                            .anyMatch(next -> next.time().isBefore(half));
            if (late) {
                problems.accept(new FeedProblem(
                        FeedProblem.Kind.BEHIND,
                        head.tenant(),
                        row.name(),
                        row.position() + 1,
                        "the consumer has events to read that are older than half of the " + retention.toDays()
                                + " days for which they are kept"));
            }
        }
    }

    /**
     * Takes what is said of a person, or another resource, out of all of its events: the id that the client gave it, what it was as a whole,
     * who changed it and by which request. Its id, the types and the numbers of the events stay. Why consumers did not take the events is
     * forgotten too.
     *
     * @return how many events were changed
     */
    public int erase(String tenant, String resourceType, String resourceId) {
        Map<String, Object> left = new LinkedHashMap<>();
        left.put("resourceType", resourceType);
        left.put("id", resourceId);
        left.put("erased", true);
        return store.erase(tenant, resourceType, resourceId, new String(Json.write(left), StandardCharsets.UTF_8));
    }

    /**
     * Removes the feed of a tenant: events, positions of consumers, what was put aside, webhook endpoints and their secrets. Nothing of it is
     * delivered from the moment at which this is called, and what is recorded later is thrown away, until the tenant is {@linkplain #admitTenant admitted} again.
     */
    public void deleteTenant(String tenant) {
        store.markDeleted(tenant);
        while (store.removeDeleted(tenant, REMOVED_AT_ONCE)) {
            // Each step is a transaction of its own
        }
    }

    /** Lets a tenant that was deleted have a feed again: it begins anew, and cursors of the former one are refused. */
    public void admitTenant(String tenant) {
        store.admit(tenant, relay.newEpoch());
    }

    // ---- building

    /** Collects what a feed is told of. */
    public static final class Builder {

        private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
        private static final Duration LONGEST_RETENTION = Duration.ofDays(400);

        private final FeedStore store;
        private final List<ResourceRepository> shownWhole = new ArrayList<>();
        private Clock clock = Clock.systemUTC();
        private Duration retention = Duration.ofDays(30);
        private Duration housekeeping = Duration.ofHours(1);
        private Duration pollEvery = Duration.ofSeconds(1);
        private Duration relayLease = Duration.ofSeconds(10);
        private Duration consumerLease = Duration.ofMinutes(1);
        private int threads = 8;
        private Function<ResourceType, Set<String>> hidden = type -> Set.of();
        private Consumer<FeedProblem> problems = problem -> {};
        private @Nullable UnitOfWork units;
        private final List<Consumer<List<FeedMeasure>>> measures = new ArrayList<>();
        private boolean measuresTenants;

        private Builder(FeedStore store) {
            this.store = store;
        }

        /** The clock that times of events come from, and by which they grow old; by default that of the system. */
        public Builder clock(Clock value) {
            this.clock = value;
            return this;
        }

        /**
         * For how long events are kept, 1 to 400 days; by default 30.
         *
         * @throws IllegalArgumentException if it is less or more
         */
        public Builder retention(Duration value) {
            if (value.compareTo(SHORTEST_RETENTION) < 0 || value.compareTo(LONGEST_RETENTION) > 0) {
                throw new IllegalArgumentException("events are kept for 1 to 400 days, not for " + value);
            }
            this.retention = value;
            return this;
        }

        /** How often relay and consumers look for what was committed on other nodes; by default every second. */
        public Builder pollEvery(Duration value) {
            this.pollEvery = positive(value);
            return this;
        }

        /** After what time without a word another node numbers the events of this one's tenants; by default ten seconds. */
        public Builder relayLease(Duration value) {
            this.relayLease = positive(value);
            return this;
        }

        /** After what time without a word another node works for a consumer; by default a minute. */
        public Builder consumerLease(Duration value) {
            this.consumerLease = positive(value);
            return this;
        }

        private static Duration positive(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("a time of " + value + " is none to wait for");
            }
            return value;
        }

        /**
         * How many events are delivered at once on this node, each of another consumer or tenant; by default eight. Webhooks have as many threads of their
         * own, and half as many for endpoints that fail or are slow.
         */
        public Builder threads(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("consumers need a thread");
            }
            this.threads = value;
            return this;
        }

        /**
         * What the feed says nothing of, neither by value nor by name: for each type paths without brackets, such as {@code entitlements}. What is never returned
         * is hidden anyway.
         */
        public Builder hiding(Function<ResourceType, Set<String>> paths) {
            this.hidden = paths;
            return this;
        }

        /**
         * Has events tell resources of these repositories as a whole, as a client sees them by default, without lists of references. Each change then
         * reads the resource once more, and persons stand in the feed until they are erased or it forgets. What is larger than 16 kB is left out.
         */
        public Builder full(ResourceRepository... repositories) {
            this.shownWhole.addAll(List.of(repositories));
            return this;
        }

        /** Who is told of consumers that need help. The log tells of them too. */
        public Builder onProblem(Consumer<FeedProblem> listener) {
            this.problems = listener;
            return this;
        }

        /**
         * Is told of measures, for a registry of metrics: all at once, when the feed starts and every minute, by each node. Several
         * listeners are told in turn.
         */
        public Builder onMeasure(Consumer<List<FeedMeasure>> listener) {
            this.measures.add(listener);
            return this;
        }

        /** Has measures of consumers tell each tenant by itself, in a tag: as many series as there are tenants and consumers. */
        public Builder measureTenants() {
            this.measuresTenants = true;
            return this;
        }

        /** The units in which consumers work, where the feed is in no service, or other ones are meant than its. */
        public Builder unitOfWork(UnitOfWork value) {
            this.units = value;
            return this;
        }

        /** The feed. */
        public Feed build() {
            return new Feed(this);
        }
    }
}
