package dev.scimlet.directory.log;

import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.directory.Directory;
import dev.scimlet.directory.jose.InvalidTokenException;
import dev.scimlet.directory.jose.Json;
import dev.scimlet.protocol.ChangeHook;
import dev.scimlet.protocol.ExchangeListener;
import dev.scimlet.protocol.ExchangeOutcome;
import dev.scimlet.protocol.ResourceEvent;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.ServiceExtension;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.TimeOrderedIds;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.UnitOfWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of an application: every exchange of its directories, as people read it.
 *
 * <pre>{@code
 * ProvisioningLog log = ProvisioningLog.builder(JdbcLogStore.over(dataSource)).build();
 * ScimService service = ScimService.builder()
 *         .repositories(users, groups)
 *         .install(directories)
 *         .install(log)
 *         .build();
 *
 * for (LogEntry entry : log.find("acme", LogQuery.ALL).entries()) {
 *     System.out.println(entry.time() + " " + log.words().sentence(entry, Locale.ENGLISH));
 * }
 * }</pre>
 *
 * <p>A change is one insert in the unit that stores it: it is logged if it is stored, and else not. What changes nothing (refusals, failures, look-ups) is gathered beside requests, summed up, and
 * written every two seconds; that of the last seconds is lost if the process dies.
 */
public final class ProvisioningLog implements ServiceExtension {

    private static final Logger LOG = LoggerFactory.getLogger(ProvisioningLog.class);

    private static final Duration WRITE_EVERY = Duration.ofSeconds(2);
    private static final Duration KEEP_HOUSE_EVERY = Duration.ofHours(1);

    private static final int REMOVED_AT_ONCE = 1_000;
    private static final int READ_AT_ONCE = 500;
    private static final int MOST_PROBLEMS = 1_000;
    private static final int MINUTES_AT_ONCE = 1_000;

    /** Exchanges that are kept for one directory: a look at what it sends, no second log. */
    private static final int MOST_EXCHANGES = 1_000;

    private static final Duration LONGEST_WATCH = Duration.ofDays(7);

    private final LogStore store;
    private final Clock clock;
    private final Duration retention;
    private final Duration pauseOfRuns;
    private final Function<ResourceType, Set<String>> hidden;
    private final Predicate<ExchangeOutcome> leftOut;
    private final Predicate<String> tenants;
    private final LogWords words;
    private final TimeOrderedIds ids;
    private final Map<String, LogView> views = new ConcurrentHashMap<>();
    private final Map<String, String> typesByEndpoint = new ConcurrentHashMap<>();
    private final RowMaker rows;
    private final Gatherer gatherer;
    private final Beside beside;
    private final Messages messages;
    private volatile Map<String, LogStore.Watch> watches = Map.of();
    private @Nullable ScheduledExecutorService keeper;
    private int started;

    private ProvisioningLog(Builder from) {
        this.store = from.store;
        this.clock = from.clock;
        this.retention = from.retention;
        this.pauseOfRuns = from.pauseOfRuns;
        this.hidden = from.hidden;
        this.leftOut = from.leftOut;
        this.tenants = from.tenants;
        this.words = new LogWords(from.bundles);
        this.ids = new TimeOrderedIds(clock);
        this.rows = new RowMaker(clock, ids, views);
        this.gatherer = new Gatherer(store);
        this.beside = new Beside(store, rows::of);
        this.messages = Messages.fromClients(views, typesByEndpoint, rows.wording());
    }

    /** Starts a log that is kept in a store. */
    public static Builder builder(LogStore store) {
        return new Builder(store);
    }

    /** Whether the entry of a change can be lost if the process dies at the wrong moment: so it is with a log in memory. */
    public boolean isBestEffort() {
        return store.isBestEffort();
    }

    /** What makes sentences of entries. */
    public LogWords words() {
        return words;
    }

    // ---- in a service

    @Override
    public void install(Installation installation) {
        for (ResourceType type : installation.types()) {
            if (type.name().length() > LogRow.LONGEST_TYPE) {
                throw new IllegalArgumentException("the name of the resource type " + type.name() + " is longer than "
                        + LogRow.LONGEST_TYPE + " characters, which the log does not keep");
            }
            views.put(type.name(), new LogView(type, hidden.apply(type)));
            typesByEndpoint.put(type.endpoint().substring(1), type.name());
        }
        UnitOfWork units = installation.unitOfWork();
        installation.onChangeInUnit(new Changes()).onExchange(new Exchanges()).check(() -> check(units));
    }

    private List<String> check(UnitOfWork units) {
        List<String> missing = new ArrayList<>(store.check());
        if (!missing.isEmpty()) {
            return missing;
        }
        boolean takesPart = units.perform(RequestContext.of("log"), store::takesPartIn);
        if (!takesPart) {
            missing.add("the repositories take part in no transaction of the log's database, or do not tell their"
                    + " connection: keep the log in an InMemoryLogStore, which is best effort, or have them use the"
                    + " same database");
        }
        if (store.isBestEffort()) {
            LOG.warn("the log is best effort: entries are lost when the process ends");
        }
        return missing;
    }

    private final class Changes implements ChangeHook {

        @Override
        public void on(ResourceEvent event, Unit unit) {
            LogRow row = rows.of(event);
            if (row != null) {
                gatherer.add(unit, row);
            }
        }

        @Override
        public List<BoundPath> wanted(ResourceType type) {
            LogView view = views.get(type.name());
            return view == null ? List.of() : view.namePaths();
        }
    }

    private final class Exchanges implements ExchangeListener {

        @Override
        public void on(ExchangeOutcome outcome) {
            boolean known = outcome.context().or(outcome::recognised).isPresent();
            boolean wanted = known || outcome.tenant().filter(tenants).isPresent();
            if (wanted && !leftOut.test(outcome)) {
                rows.of(outcome, beside::add);
                outcome.messages().ifPresent(sent -> keep(outcome, sent));
            }
        }

        @Override
        public boolean wantsMessages(RequestContext context) {
            return !watches.isEmpty() && watch(context).isPresent();
        }
    }

    @Override
    public synchronized void start(ScimService service) {
        start();
    }

    /** Runs what is done beside requests on this node, where no service does. */
    public synchronized void start() {
        if (started++ == 0) {
            ScheduledExecutorService begun = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "scimlet-log");
                thread.setDaemon(true);
                return thread;
            });
            ScheduledFuture<?> unused = begun.scheduleWithFixedDelay(
                    this::writeQuietly, WRITE_EVERY.toMillis(), WRITE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            ScheduledFuture<?> unusedKeeping = begun.scheduleWithFixedDelay(
                    this::keepHouse, KEEP_HOUSE_EVERY.toMillis(), KEEP_HOUSE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            keeper = begun;
        }
    }

    /** Ends what {@link #start} began, and writes what is still to be written. */
    @Override
    public void stop() {
        ScheduledExecutorService ended;
        synchronized (this) {
            if (--started > 0) {
                return;
            }
            ended = keeper;
            keeper = null;
        }
        if (ended != null) {
            ended.shutdown();
        }
        writeQuietly();
    }

    /** Writes what was gathered beside requests, and looks whose exchanges are to be kept. It is done every two seconds otherwise. */
    public void write() {
        beside.write(clock.instant());
        Map<String, LogStore.Watch> found = new HashMap<>();
        store.watches(clock.instant()).forEach(watch -> found.put(watch.tenant() + "\n" + watch.directoryId(), watch));
        watches = Map.copyOf(found);
    }

    private void writeQuietly() {
        try {
            write();
        } catch (RuntimeException failure) {
            LOG.warn("the log could not be written; it is tried again", failure);
        }
    }

    /** How many entries of this node wait in memory for being written, all tenants together: it grows if the database takes none. */
    public long waiting() {
        return beside.waiting();
    }

    /**
     * How many exchanges this node could neither log nor count in the log of a tenant, since it started: those of strangers who name too many tenants, or come while memory is full; what did not
     * fit of more tenants than are counted, 1,000; and what the database does not take.
     */
    public long unlogged() {
        return beside.uncounted();
    }

    // ---- recording

    /**
     * Records what the application has done itself, in the unit in which it has done it.
     *
     * @param context whose tenant, principal and request the entry names
     */
    public void record(RequestContext context, Unit unit, LogNote note) {
        gatherer.add(unit, rows.of(context, note));
    }

    /**
     * As {@link #record(RequestContext, Unit, LogNote)}, in a transaction of the application, whose end is its own.
     *
     * @param transaction such as {@code JdbcLogStore.in(connection)}
     */
    public void record(RequestContext context, SqlExecutor transaction, LogNote note) {
        store.write(transaction, List.of(rows.of(context, note)));
    }

    /** As {@link #record(RequestContext, Unit, LogNote)}, in a transaction of its own. */
    public void record(RequestContext context, LogNote note) {
        store.write(List.of(rows.of(context, note)), List.of());
    }

    /**
     * Adds a sentence of the application to the entry of a change: what the change itself does not tell, such as whose defaults a new user was given. It is stored with the change or not at all; if the unit
     * changes no such resource, it stands nowhere, and of several remarks about one resource the last one counts. Where the unit is not atomic it comes too late once the change is told.
     *
     * @param unit in which the resource is changed
     * @param resourceType the name of its type, as {@code User}
     * @param remark whose code stands in the host's bundles
     */
    public void remark(Unit unit, String resourceType, String resourceId, LogReason remark) {
        gatherer.remark(unit, resourceType, resourceId, remark);
    }

    // ---- reading

    /** Entries of a tenant, newest first. */
    public LogPage find(String tenant, LogQuery query) {
        LogQuery more = query.limit() == 1_000
                ? query
                : query.toBuilder().limit(query.limit() + 1).build();
        List<LogRow> found = store.find(tenant, more);
        boolean isFull = found.size() >= more.limit();
        List<LogRow> shown = found.subList(0, Math.min(found.size(), query.limit()));
        return new LogPage(
                entries(tenant, shown), isFull ? shown.get(shown.size() - 1).id() : null);
    }

    /** One entry of a tenant. */
    public Optional<LogEntry> find(String tenant, String id) {
        return store.find(tenant, id).map(row -> entries(tenant, List.of(row)).get(0));
    }

    /**
     * What the log says of one resource, newest first, also when it was deleted.
     *
     * @param resourceType the name of its type, as {@code User}
     */
    public LogPage history(String tenant, String resourceType, String resourceId) {
        return find(
                tenant,
                LogQuery.builder()
                        .resourceType(resourceType)
                        .resourceId(resourceId)
                        .build());
    }

    private List<LogEntry> entries(String tenant, List<LogRow> found) {
        Map<String, Set<String>> nameless = new HashMap<>();
        for (LogRow row : found) {
            if (row.name() == null && row.resourceType() != null && row.resourceId() != null && !isErased(row)) {
                nameless.computeIfAbsent(row.resourceType(), type -> new HashSet<>())
                        .add(row.resourceId());
            }
        }
        Map<String, Map<String, String>> names = new HashMap<>();
        nameless.forEach((type, some) -> names.put(type, store.names(tenant, type, some)));
        return found.stream()
                .map(row -> new LogEntry(
                        row,
                        details(row),
                        isErased(row) || row.resourceType() == null
                                ? null
                                : names.getOrDefault(row.resourceType(), Map.of())
                                        .get(String.valueOf(row.resourceId()))))
                .toList();
    }

    private static boolean isErased(LogRow row) {
        return row.reason().equals(Codes.ERASED);
    }

    private static Map<String, @Nullable Object> details(LogRow row) {
        if (row.details() == null) {
            return Map.of();
        }
        try {
            return Json.object(row.details().getBytes(StandardCharsets.UTF_8));
        } catch (InvalidTokenException damaged) {
            throw new IllegalStateException("the details of entry " + row.id() + " are no JSON", damaged);
        }
    }

    /**
     * What goes wrong and nothing has mended, newest first: by person, other resource or directory, and cause. A problem is gone when a change of the resource is stored later, or was found to be there
     * already; one of a directory as a whole when anything of it has ended well. Of the newest thousand refusals that nothing has mended.
     */
    public List<LogProblem> problems(String tenant) {
        List<LogRow> found = store.problems(tenant, MOST_PROBLEMS);
        List<LogEntry> entries = entries(tenant, found);
        Map<LogProblem.Cause, LogProblem> problems = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            LogRow row = found.get(i);
            LogProblem one = new LogProblem(entries.get(i), row.count(), row.first(), row.last());
            problems.merge(LogProblem.Cause.of(row), one, ProvisioningLog::together);
        }
        return List.copyOf(problems.values());
    }

    private static LogProblem together(LogProblem newer, LogProblem older) {
        return new LogProblem(
                newer.newest(),
                newer.count() + older.count(),
                older.first().isBefore(newer.first()) ? older.first() : newer.first(),
                older.last().isAfter(newer.last()) ? older.last() : newer.last());
    }

    /**
     * What a directory did in cycles, newest first: exchanges with no longer pause between them than the builder says.
     *
     * @param before the id of a run before which to begin, or null for the newest
     * @param most how many at most
     */
    public List<LogRun> runs(String tenant, String directoryId, @Nullable String before, int most) {
        long minute = before == null ? Long.MAX_VALUE : minuteOf(tenant, before);
        Runs runs = new Runs(directoryId, pauseOfRuns, most);
        List<LogStore.Minute> read;
        do {
            read = store.minutes(tenant, directoryId, minute, MINUTES_AT_ONCE);
            // The last minute may have been cut: it is read again
            boolean isCut = read.size() == MINUTES_AT_ONCE;
            long last = read.isEmpty() ? 0 : read.get(read.size() - 1).minute();
            for (LogStore.Minute each : read) {
                if (!isCut || each.minute() != last) {
                    runs.add(each);
                }
            }
            minute = isCut ? last + 1 : last;
        } while (read.size() == MINUTES_AT_ONCE && !runs.isEnough());
        return runs.made();
    }

    private long minuteOf(String tenant, String runId) {
        return store.find(tenant, runId).map(LogRow::minute).orElse(Long.MIN_VALUE);
    }

    // ---- export

    /**
     * Writes entries as CSV (RFC 4180), oldest page last, with sentences in a language. A cell that a spreadsheet could take for a formula begins with an apostrophe. It is read and written page by page.
     *
     * @param query whose limit is not looked at
     * @throws IOException if {@code out} does
     */
    public void exportCsv(String tenant, LogQuery query, Locale locale, Appendable out) throws IOException {
        LogExport.CsvLines lines = new LogExport.CsvLines(words, locale, out);
        lines.head();
        export(tenant, query, lines);
    }

    /**
     * Writes entries as a JSON array, with sentences in a language beside the codes. It is read and written page by page.
     *
     * @param query whose limit is not looked at
     * @throws IOException if {@code out} does
     */
    public void exportJson(String tenant, LogQuery query, Locale locale, Appendable out) throws IOException {
        LogExport.JsonLines lines = new LogExport.JsonLines(words, locale, out);
        out.append("[\n");
        export(tenant, query, lines);
        out.append("\n]\n");
    }

    private void export(String tenant, LogQuery query, LogExport.Lines lines) throws IOException {
        LogQuery next = query.toBuilder().limit(READ_AT_ONCE).build();
        Optional<String> more;
        do {
            LogPage page = find(tenant, next);
            for (LogEntry entry : page.entries()) {
                lines.write(entry);
            }
            more = page.next();
            next = next.toBuilder().before(more.orElse(null)).build();
        } while (more.isPresent());
    }

    // ---- exchanges on demand

    /**
     * Keeps requests and answers of a directory for a while, without what the log may not tell: attributes that are hidden or unknown, headers besides a few. All nodes do so within two seconds.
     *
     * @param length for how long, at most seven days
     * @param most how many at most, up to 1,000
     * @throws IllegalArgumentException if it is longer or more
     */
    public void keepExchanges(String tenant, String directoryId, Duration length, int most) {
        if (length.isNegative() || length.compareTo(LONGEST_WATCH) > 0 || most < 0 || most > MOST_EXCHANGES) {
            throw new IllegalArgumentException(
                    "exchanges are kept for at most seven days, and at most " + MOST_EXCHANGES + " of them");
        }
        store.watch(new LogStore.Watch(tenant, directoryId, clock.instant().plus(length), most));
        write();
    }

    /** Keeps no more of them; what was kept stays as long as entries do. */
    public void stopKeepingExchanges(String tenant, String directoryId) {
        store.watch(new LogStore.Watch(tenant, directoryId, clock.instant(), 0));
        write();
    }

    /** What was kept of a directory, newest first. */
    public List<KeptExchange> exchanges(String tenant, String directoryId) {
        return store.exchanges(tenant, directoryId, MOST_EXCHANGES);
    }

    private Optional<LogStore.Watch> watch(RequestContext context) {
        return context.attachment(Directory.class)
                .map(directory -> watches.get(context.tenant() + "\n" + directory.id()))
                .filter(watch -> clock.instant().isBefore(watch.until()));
    }

    private void keep(ExchangeOutcome outcome, ExchangeOutcome.Messages sent) {
        RequestContext context = outcome.context().orElseThrow();
        String directoryId =
                context.attachment(Directory.class).map(Directory::id).orElseThrow();
        KeptExchange kept = messages.redacted(ids.get(), context.tenant(), directoryId, clock.instant(), outcome, sent);
        if (!store.keep(kept)) {
            Map<String, LogStore.Watch> others = new HashMap<>(watches);
            others.remove(context.tenant() + "\n" + directoryId);
            watches = Map.copyOf(others);
        }
    }

    // ---- what ends

    /** Removes what is older than it is kept. It is done every hour otherwise. */
    public void keepHouse() {
        String end = idAt(clock.instant().minus(retention));
        try {
            Optional<String> tenant = store.tenantAfter("");
            while (tenant.isPresent()) {
                while (store.removeBefore(tenant.get(), end, REMOVED_AT_ONCE) >= REMOVED_AT_ONCE) {
                    // Each step is a transaction of its own
                }
                tenant = store.tenantAfter(tenant.get());
            }
        } catch (RuntimeException failure) {
            LOG.warn("old entries could not be removed; it is tried again", failure);
        }
    }

    /** The smallest id of a time: ids begin with their milliseconds (RFC 9562 §5.7). */
    private static String idAt(Instant time) {
        String millis = String.format(Locale.ROOT, "%012x", Math.max(0, time.toEpochMilli()));
        return millis.substring(0, 8) + "-" + millis.substring(8) + "-0000-0000-000000000000";
    }

    /**
     * Takes a person, or another resource, out of the log: names, values and reasons of all entries about it, also of refused creations under its names; it as an actor; values of others in which its name
     * stands; kept exchanges in which its id or name stands. That something happened stays: when, what, how it ended, by which directory, and the id.
     *
     * @return how many entries were changed
     */
    public int erase(String tenant, String resourceType, String resourceId) {
        write();
        Set<String> names = store.namesOf(tenant, resourceType, resourceId);
        return store.erase(tenant, resourceType, resourceId, names, Codes.ERASED);
    }

    /** Removes the log of a tenant, with what was kept of its exchanges. */
    public void deleteTenant(String tenant) {
        write();
        while (store.remove(tenant, null, REMOVED_AT_ONCE) >= REMOVED_AT_ONCE) {
            // Each step is a transaction of its own
        }
    }

    /** Removes what the log says of a directory, with what was kept of its exchanges; what came by others stays. */
    public void deleteDirectory(String tenant, String directoryId) {
        write();
        while (store.remove(tenant, directoryId, REMOVED_AT_ONCE) >= REMOVED_AT_ONCE) {
            // Each step is a transaction of its own
        }
    }

    // ---- building

    /** Collects what a log is told of. */
    public static final class Builder {

        private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
        private static final Duration LONGEST_RETENTION = Duration.ofDays(3_660);

        private final LogStore store;
        private Clock clock = Clock.systemUTC();
        private Duration retention = Duration.ofDays(90);
        private Duration pauseOfRuns = Duration.ofMinutes(5);
        private Function<ResourceType, Set<String>> hidden = type -> Set.of();
        private Predicate<ExchangeOutcome> leftOut = outcome -> false;
        private Predicate<String> tenants = tenant -> true;
        private Function<Locale, ? extends @Nullable ResourceBundle> bundles = locale -> null;

        private Builder(LogStore store) {
            this.store = store;
        }

        /** The clock that times of entries come from, and by which they grow old; by default that of the system. */
        public Builder clock(Clock value) {
            this.clock = value;
            return this;
        }

        /**
         * For how long entries are kept, 1 day to 10 years; by default 90 days, longer than an audit of a quarter looks back.
         *
         * @throws IllegalArgumentException if it is less or more
         */
        public Builder retention(Duration value) {
            if (value.compareTo(SHORTEST_RETENTION) < 0 || value.compareTo(LONGEST_RETENTION) > 0) {
                throw new IllegalArgumentException("entries are kept for a day to ten years, not for " + value);
            }
            this.retention = value;
            return this;
        }

        /** After what pause of a directory another run begins; by default five minutes. It is looked at by the minute. */
        public Builder pauseOfRuns(Duration value) {
            if (value.compareTo(Duration.ofMinutes(1)) < 0) {
                throw new IllegalArgumentException("a pause between runs has a minute or more, not " + value);
            }
            this.pauseOfRuns = value;
            return this;
        }

        /**
         * What the log says nothing of, neither by value nor by name: for each type paths without brackets, such as {@code entitlements}. What is never returned or only written is hidden anyway.
         */
        public Builder hiding(Function<ResourceType, Set<String>> paths) {
            this.hidden = paths;
            return this;
        }

        /** Exchanges that are not logged, such as those by which the application tests its own connection. Changes are logged in any case. */
        public Builder leavingOut(Predicate<ExchangeOutcome> exchanges) {
            this.leftOut = exchanges;
            return this;
        }

        /** Which tenants there are: strangers who name another one stand in no log. By default all names are believed. */
        public Builder tenants(Predicate<String> exist) {
            this.tenants = exist;
            return this;
        }

        /** The host's bundles, for the codes of its own notes; null where there is none for a language. */
        public Builder bundles(Function<Locale, ? extends @Nullable ResourceBundle> byLanguage) {
            this.bundles = byLanguage;
            return this;
        }

        /** The log. */
        public ProvisioningLog build() {
            return new ProvisioningLog(this);
        }
    }

    /** Runs as they are found, newest first. */
    private static final class Runs {

        private final String directoryId;
        private final Duration pause;
        private final int most;
        private final List<LogRun> made = new ArrayList<>();
        private final Map<LogEntry.Result, Long> changes = new EnumMap<>(LogEntry.Result.class);
        private @Nullable Instant start;
        private @Nullable Instant end;
        private String firstId = "";
        private long lookups;

        Runs(String directoryId, Duration pause, int most) {
            this.directoryId = directoryId;
            this.pause = pause;
            this.most = most;
        }

        void add(LogStore.Minute minute) {
            if (start != null && minute.last().plus(pause).isBefore(start)) {
                finish();
            }
            if (end == null || minute.last().isAfter(end)) {
                end = minute.last();
            }
            if (start == null || minute.first().isBefore(start)) {
                start = minute.first();
            }
            if (firstId.isEmpty() || minute.firstId().compareTo(firstId) < 0) {
                firstId = minute.firstId();
            }
            switch (minute.operation()) {
                case CREATE, UPDATE, DELETE, BULK, CONNECT -> changes.merge(minute.result(), minute.count(), Long::sum);
                case LOOKUP, READ, OTHER, CONFIGURE -> lookups += minute.count();
            }
        }

        private void finish() {
            if (start != null && end != null) {
                made.add(new LogRun(firstId, directoryId, start, end, changes, lookups));
            }
            start = null;
            end = null;
            firstId = "";
            lookups = 0;
            changes.clear();
        }

        boolean isEnough() {
            return made.size() >= most;
        }

        List<LogRun> made() {
            finish();
            return List.copyOf(made.subList(0, Math.min(most, made.size())));
        }
    }
}
