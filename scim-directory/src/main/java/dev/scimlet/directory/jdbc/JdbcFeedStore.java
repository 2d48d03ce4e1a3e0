package dev.scimlet.directory.jdbc;

import dev.scimlet.directory.feed.ConsumerTotals;
import dev.scimlet.directory.feed.FeedStore;
import dev.scimlet.directory.feed.NewEvent;
import dev.scimlet.directory.feed.Unnumbered;
import dev.scimlet.directory.feed.WebhookStore;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.spi.sql.SqlDatabase;
import dev.scimlet.spi.sql.SqlFailure;
import dev.scimlet.spi.sql.SqlRunner;
import dev.scimlet.spi.sql.SqlUnitOfWork;
import dev.scimlet.spi.sql.SqlWork;
import dev.scimlet.spi.sql.UnitSqlExecutor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A feed in tables of the database in which the resources are: H2, PostgreSQL, MariaDB or MySQL. An event is inserted in the transaction
 * of its change, whether that is of {@code scim-jdbc}, of {@code scim-jpa} or of the host.
 *
 * <p>The relay looks for events of all tenants in one place, so these tables, with those of all resources, lie in one database.
 */
public final class JdbcFeedStore implements FeedStore {

    private static final RequestContext CONTEXT =
            RequestContext.builder().principal("feed").build();

    /** What the relay reads at once at first, and at most. It reads no more of an event than orders it. */
    private static final int READ_AT_FIRST = 2_000;

    private static final int READ_AT_MOST = 500_000;

    /** What it numbers in one transaction. */
    private static final int NUMBERED_AT_ONCE = 2_000;

    /** Where not all is read that waits, by how much clocks of nodes may differ so that no earlier change is overlooked. */
    private static final long MOST_SKEW_MILLIS = 30_000;

    private static final int LONGEST_ERROR = 1_000;

    private static final String INSERT =
            "INSERT INTO scimlet_feed_inbox (shard, id, tenant, type, resource_type, resource_id, version_before,"
                    + " version_after, txn, occurred_at, actor, request_id, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                    + " ?, ?)";

    private static final String EVENT =
            "seq, id, type, resource_type, resource_id, txn, occurred_at, actor, request_id, data";

    private static final String HEAD =
            "SELECT tenant, epoch, last_seq, oldest_seq, deleted_at FROM scimlet_feed_heads WHERE tenant = ?";

    private static final String CONSUMER =
            "tenant, name, kind, read_seq, replay_until, state, attempts, next_attempt_at, failing_since,"
                    + " last_error";

    private final SqlUnitOfWork units;
    private final SqlExecutor reads;
    private final @Nullable Supplier<Instant> clock;

    private JdbcFeedStore(ConnectionSource connections, @Nullable Supplier<Instant> clock) {
        this.clock = clock;
        this.units = SqlUnitOfWork.over(connections);
        this.reads = Reads.of(units, CONTEXT);
    }

    /** A feed in the database of a pool. */
    public static JdbcFeedStore over(DataSource dataSource) {
        return over(ConnectionSource.of(dataSource));
    }

    /** A feed in the database that a source lends connections of, whatever the tenant. */
    public static JdbcFeedStore over(ConnectionSource connections) {
        return new JdbcFeedStore(connections, null);
    }

    /** For tests: time that they let pass. */
    JdbcFeedStore withClock(Supplier<Instant> time) {
        return new JdbcFeedStore(units.connections(), time);
    }

    /**
     * Statements in a transaction that the host has begun and ends, for {@link dev.scimlet.directory.feed.Feed#record}.
     *
     * @param connection which does not commit by itself; it is left open
     */
    public static SqlExecutor in(Connection connection) {
        return new UnitSqlExecutor(new SqlRunner() {
            @Override
            public <T> T run(SqlWork<T> work) throws SQLException {
                return work.run(connection);
            }
        });
    }

    /** Makes the tables, as {@link JdbcDirectoryStore#createTables()} does: those of directories with them. */
    public void createTables() {
        transaction(sql -> {
            Scripts.run(database(), sql);
            return true;
        });
    }

    @Override
    public List<String> check() {
        try {
            return Scripts.missingOfFeed(database(), reads);
        } catch (IllegalStateException missing) {
            return List.of("the tables of the feed are not there (" + missing.getMessage()
                    + "): call createTables(), or run the scripts in dev/scimlet/directory/jdbc/ of"
                    + " scim-directory.jar");
        }
    }

    @Override
    public boolean isBestEffort() {
        return false;
    }

    @Override
    public WebhookStore webhooks() {
        return new JdbcWebhookStore(this, reads);
    }

    @Override
    public boolean takesPartIn(Unit unit) {
        return unit.isAtomic() && unit.sql().isPresent();
    }

    /** A transaction of a database begins with its first statement. */
    @Override
    public void begin(Unit unit) {
        sql(unit).query("SELECT 1", row -> row.getInt(1));
    }

    // ---- transactions

    SqlDatabase database() {
        return units.knownDatabase().orElseGet(() -> {
            try {
                return units.read(CONTEXT, units::database);
            } catch (SQLException failure) {
                throw new IllegalStateException("the database does not say what it is", failure);
            }
        });
    }

    /** Each statement sees what is committed when it begins, though the pool may be set to more. */
    <T> T transaction(Function<SqlExecutor, T> work) {
        boolean postgreSql = database() == SqlDatabase.POSTGRESQL;
        return units.perform(CONTEXT, unit -> {
            SqlExecutor sql = sql(unit);
            if (postgreSql) {
                sql.update("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
            }
            return work.apply(sql);
        });
    }

    private static SqlExecutor sql(Unit unit) {
        return unit.sql()
                .orElseThrow(() -> new IllegalStateException(
                        "the unit is none of a database, or does not know its connection: the feed cannot be"
                                + " written in it"));
    }

    Instant now(SqlExecutor sql) {
        if (clock != null) {
            return clock.get();
        }
        String question = switch (database()) {
            case H2 -> "SELECT CURRENT_TIMESTAMP(6)";
            case POSTGRESQL -> "SELECT clock_timestamp()";
            case MARIADB, MYSQL -> "SELECT UTC_TIMESTAMP(6)";
        };
        return sql.query(question, row -> required(row, 1)).get(0);
    }

    static <T> Optional<T> first(List<T> rows) {
        return rows.stream().findFirst();
    }

    static boolean isTaken(IllegalStateException failure) {
        return failure.getCause() instanceof SQLException cause && SqlFailure.of(cause) == SqlFailure.UNIQUE;
    }

    // ---- writing

    @Override
    public void write(Unit unit, List<NewEvent> events) {
        write(sql(unit), events);
    }

    @Override
    public void write(SqlExecutor transaction, List<NewEvent> events) {
        if (events.size() == 1) {
            transaction.update(INSERT, values(events.get(0)).toArray());
        } else {
            transaction.updateAll(
                    INSERT, events.stream().map(JdbcFeedStore::values).toList());
        }
    }

    private static List<@Nullable Object> values(NewEvent event) {
        return Arrays.asList(
                event.shard(),
                event.id(),
                event.tenant(),
                event.type(),
                event.resourceType(),
                event.resourceId(),
                event.versionBefore(),
                event.versionAfter(),
                event.transaction(),
                event.time(),
                event.actor(),
                event.requestId(),
                event.data());
    }

    // ---- the relay

    @Override
    public Set<Integer> leaseShards(String owner, Duration length) {
        return transaction(sql -> {
            Instant now = now(sql);
            Instant until = now.plus(length);
            sql.update(
                    "UPDATE scimlet_feed_shards SET lease_owner = ?, lease_until = ?, lease_epoch = lease_epoch + 1"
                            + " WHERE lease_owner IS NULL OR lease_owner <> ? AND lease_until < ?",
                    owner,
                    until,
                    owner,
                    now);
            sql.update("UPDATE scimlet_feed_shards SET lease_until = ? WHERE lease_owner = ?", until, owner);
            return Set.copyOf(sql.query(
                    "SELECT shard FROM scimlet_feed_shards WHERE lease_owner = ?", row -> row.getInt(1), owner));
        });
    }

    @Override
    public void releaseShards(String owner) {
        transaction(sql -> sql.update(
                "UPDATE scimlet_feed_shards SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = ?", owner));
    }

    @Override
    public Set<Integer> shardsToNumber() {
        return Set.copyOf(reads.query("SELECT DISTINCT shard FROM scimlet_feed_inbox", row -> row.getInt(1)));
    }

    @Override
    public Optional<Numbered> number(
            int shard, String owner, UnaryOperator<List<Unnumbered>> order, Supplier<String> newEpoch) {
        return transaction(sql -> {
            if (!lockShard(sql, shard).filter(owner::equals).isPresent()) {
                return Optional.empty();
            }
            Waiting waiting = waiting(sql, shard);
            if (waiting.events().isEmpty()) {
                return Optional.of(new Numbered(Set.of(), false));
            }
            List<Unnumbered> ordered = order.apply(waiting.events());
            List<Unnumbered> taken = ordered.subList(0, wholeTransactions(ordered));
            Set<String> tenants = number(sql, shard, taken, newEpoch);
            return Optional.of(new Numbered(tenants, !waiting.all() || taken.size() < ordered.size()));
        });
    }

    /** Has one transaction after the other number events of a shard. @return who holds its lease */
    static Optional<String> lockShard(SqlExecutor sql, int shard) {
        return first(sql.query(
                        "SELECT lease_owner FROM scimlet_feed_shards WHERE shard = ? FOR UPDATE",
                        row -> Optional.ofNullable(row.getString(1)),
                        shard))
                .flatMap(Function.identity());
    }

    private record Waiting(List<Unnumbered> events, boolean all) {}

    /** All that waits; or if it is much, what is so old that nothing earlier can be among the rest. */
    private static Waiting waiting(SqlExecutor sql, int shard) {
        for (int most = READ_AT_FIRST; ; most *= 4) {
            List<Unnumbered> read = read(sql, shard, most);
            if (read.size() < most) {
                return new Waiting(read, true);
            }
            long end = millis(read.get(read.size() - 1)) - MOST_SKEW_MILLIS;
            Map<String, List<Unnumbered>> transactions = new LinkedHashMap<>();
            read.forEach(event -> transactions
                    .computeIfAbsent(event.transaction(), name -> new ArrayList<>())
                    .add(event));
            transactions.values().removeIf(events -> millis(events.get(0)) > end);
            List<Unnumbered> old =
                    transactions.values().stream().flatMap(List::stream).toList();
            if (!old.isEmpty()) {
                return new Waiting(old, false);
            }
            if (most >= READ_AT_MOST) {
                return new Waiting(read, false);
            }
        }
    }

    private static List<Unnumbered> read(SqlExecutor sql, int shard, int most) {
        return sql.query(
                "SELECT id, tenant, resource_type, resource_id, version_before, version_after, txn FROM"
                        + " scimlet_feed_inbox WHERE shard = ? ORDER BY id LIMIT ?",
                row -> new Unnumbered(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3) + "/" + row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7)),
                shard,
                most);
    }

    /** When an event was made: its id begins with it (RFC 9562 §5.7). */
    private static long millis(Unnumbered event) {
        int start = event.id().indexOf('_') + 1;
        return Long.parseLong(event.id().substring(start, start + 12), 16);
    }

    /** How many of the first events are numbered at once, so that no transaction is cut. */
    private static int wholeTransactions(List<Unnumbered> ordered) {
        int end = Math.min(ordered.size(), NUMBERED_AT_ONCE);
        while (end < ordered.size()
                && ordered.get(end).transaction().equals(ordered.get(end - 1).transaction())) {
            end++;
        }
        return end;
    }

    private Set<String> number(SqlExecutor sql, int shard, List<Unnumbered> events, Supplier<String> newEpoch) {
        Map<String, Head> heads = new HashMap<>();
        Map<String, Long> last = new LinkedHashMap<>();
        List<List<Object>> numbered = new ArrayList<>(events.size());
        List<List<Object>> taken = new ArrayList<>(events.size());
        for (Unnumbered event : events) {
            Head head = heads.computeIfAbsent(event.tenant(), tenant -> lockedHead(sql, tenant, newEpoch, false));
            if (!head.deleted()) {
                long seq = last.merge(event.tenant(), head.last() + 1, (known, unused) -> known + 1);
                numbered.add(List.of(seq, shard, event.id()));
            }
            taken.add(List.of(shard, event.id()));
        }
        boolean ofMariaDb = database() == SqlDatabase.MARIADB || database() == SqlDatabase.MYSQL;
        String copy = "INSERT INTO scimlet_feed_events (tenant, " + EVENT + ") SELECT tenant, CAST(? AS "
                + (ofMariaDb ? "SIGNED" : "BIGINT")
                + "), id, type, resource_type, resource_id, txn, occurred_at, actor, request_id, data"
                + " FROM scimlet_feed_inbox WHERE shard = ? AND id = ?";
        if (ofMariaDb) {
            // Its protocol has no batches of such a statement
            numbered.forEach(row -> sql.update(copy, row.toArray()));
        } else {
            sql.updateAll(copy, numbered);
        }
        sql.updateAll("DELETE FROM scimlet_feed_inbox WHERE shard = ? AND id = ?", taken);
        sql.updateAll(
                "UPDATE scimlet_feed_heads SET last_seq = ? WHERE tenant = ?",
                last.entrySet().stream()
                        .map(entry -> List.<Object>of(entry.getValue(), entry.getKey()))
                        .toList());
        return last.keySet();
    }

    /** The head of a tenant, which nobody else changes until the end of the transaction. Only under the lock of its shard it is made. */
    private static Head lockedHead(SqlExecutor sql, String tenant, Supplier<String> newEpoch, boolean asDeleted) {
        Optional<Head> found = first(sql.query(HEAD + " FOR UPDATE", JdbcFeedStore::head, tenant));
        if (found.isPresent()) {
            return found.get();
        }
        Head made = new Head(tenant, newEpoch.get(), 0, 1, asDeleted);
        sql.update(
                "INSERT INTO scimlet_feed_heads (tenant, epoch, last_seq, oldest_seq) VALUES (?, ?, ?, ?)",
                made.tenant(),
                made.epoch(),
                made.last(),
                made.oldest());
        return made;
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), row.getObject(5) != null);
    }

    // ---- reading

    @Override
    public Optional<Head> head(String tenant) {
        return head(reads, tenant);
    }

    static Optional<Head> head(SqlExecutor sql, String tenant) {
        return first(sql.query(HEAD, JdbcFeedStore::head, tenant));
    }

    @Override
    public List<Head> heads(String afterTenant, int most) {
        return reads.query(
                "SELECT tenant, epoch, last_seq, oldest_seq, deleted_at FROM scimlet_feed_heads WHERE tenant > ?"
                        + " ORDER BY tenant LIMIT ?",
                JdbcFeedStore::head,
                afterTenant,
                most);
    }

    @Override
    public List<Kept> events(String tenant, long after, long before, Set<String> types, int most) {
        List<Object> values = new ArrayList<>(List.of(tenant, after, before));
        values.addAll(types);
        values.add(most);
        String ofTypes = types.isEmpty()
                ? ""
                : " AND type IN (" + String.join(", ", Collections.nCopies(types.size(), "?")) + ")";
        return reads.query(
                "SELECT " + EVENT + " FROM scimlet_feed_events WHERE tenant = ? AND seq > ? AND seq < ?" + ofTypes
                        + " ORDER BY seq LIMIT ?",
                row -> new Kept(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        required(row, 7),
                        row.getString(8),
                        row.getString(9),
                        row.getString(10)),
                values.toArray());
    }

    @Override
    public Optional<Long> firstSince(String tenant, Instant time) {
        return first(reads.query(
                        "SELECT MIN(seq) FROM scimlet_feed_events WHERE tenant = ? AND occurred_at >= ?",
                        row -> Optional.ofNullable(row.getObject(1)).map(number -> ((Number) number).longValue()),
                        tenant,
                        time))
                .flatMap(Function.identity());
    }

    // ---- consumers

    @Override
    public void addConsumer(String name, String kind, boolean fromNow) {
        boolean known = !reads.query(
                        "SELECT name FROM scimlet_feed_consumers WHERE tenant = ? AND name = ?",
                        row -> row.getString(1),
                        "",
                        name)
                .isEmpty();
        if (known) {
            return;
        }
        try {
            transaction(sql -> {
                insertConsumer(sql, "", name, kind, 0);
                List<Head> heads = sql.query(
                        "SELECT tenant, epoch, last_seq, oldest_seq, deleted_at FROM scimlet_feed_heads",
                        JdbcFeedStore::head);
                for (Head head : heads) {
                    if (!head.deleted()) {
                        insertConsumer(sql, head.tenant(), name, kind, fromNow ? head.last() : head.oldest() - 1);
                    }
                }
                return true;
            });
        } catch (IllegalStateException failure) {
            if (!isTaken(failure)) {
                throw failure;
            }
            // Another node was faster
        }
    }

    static void insertConsumer(SqlExecutor sql, String tenant, String name, String kind, long position) {
        sql.update(
                "INSERT INTO scimlet_feed_consumers (tenant, name, kind, read_seq, replay_until, state, attempts,"
                        + " lease_epoch) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                tenant,
                name,
                kind,
                position,
                0L,
                ConsumerState.ACTIVE.name(),
                0,
                0L);
    }

    @Override
    public List<String> tenantsWithWork(String name, String kind, String owner, int most) {
        Instant now = now(reads);
        return reads.query(
                "SELECT h.tenant FROM scimlet_feed_heads h LEFT JOIN scimlet_feed_consumers c ON c.tenant = h.tenant"
                        + " AND c.name = ? WHERE h.deleted_at IS NULL AND h.last_seq > 0 AND (c.name IS NULL OR c.read_seq"
                        + " < h.last_seq AND c.state = ? AND (c.next_attempt_at IS NULL OR c.next_attempt_at <= ?) AND"
                        + " (c.lease_until IS NULL OR c.lease_until < ? OR c.lease_owner = ?)) ORDER BY h.tenant LIMIT ?",
                row -> row.getString(1),
                name,
                ConsumerState.ACTIVE.name(),
                now,
                now,
                owner,
                most);
    }

    @Override
    public Optional<Claim> claim(String tenant, String name, String kind, String owner, Duration length) {
        if (consumer(reads, tenant, name).isEmpty()) {
            addRow(tenant, name, kind);
        }
        return claim(tenant, name, owner, length);
    }

    /** Of a consumer that has a row. */
    Optional<Claim> claim(String tenant, String name, String owner, Duration length) {
        return transaction(sql -> {
            Instant now = now(sql);
            int claimed = sql.update(
                    "UPDATE scimlet_feed_consumers SET lease_owner = ?, lease_until = ?, lease_epoch = lease_epoch + 1"
                            + " WHERE tenant = ? AND name = ? AND state = ?"
                            + " AND (next_attempt_at IS NULL OR next_attempt_at <= ?)"
                            + " AND (lease_until IS NULL OR lease_until < ? OR lease_owner = ?)",
                    owner,
                    now.plus(length),
                    tenant,
                    name,
                    ConsumerState.ACTIVE.name(),
                    now,
                    now,
                    owner);
            Optional<Head> head = head(sql, tenant).filter(found -> !found.deleted());
            if (claimed == 0 || head.isEmpty()) {
                return Optional.empty();
            }
            long lease = sql.query(
                            "SELECT lease_epoch FROM scimlet_feed_consumers WHERE tenant = ? AND name = ?",
                            row -> row.getLong(1),
                            tenant,
                            name)
                    .get(0);
            return consumer(sql, tenant, name).map(row -> new Claim(row, lease, head.get()));
        });
    }

    /** Of a tenant that is newer than the consumer: it begins with the first event. One that is being deleted gets no row any more. */
    private void addRow(String tenant, String name, String kind) {
        try {
            transaction(sql -> {
                boolean there = first(sql.query(HEAD + " FOR UPDATE", JdbcFeedStore::head, tenant))
                        .filter(head -> !head.deleted())
                        .isPresent();
                if (there) {
                    insertConsumer(sql, tenant, name, kind, 0);
                }
                return there;
            });
        } catch (IllegalStateException failure) {
            if (!isTaken(failure)) {
                throw failure;
            }
        }
    }

    private Optional<ConsumerRow> consumer(SqlExecutor sql, String tenant, String name) {
        return first(sql.query(
                "SELECT " + CONSUMER + " FROM scimlet_feed_consumers WHERE tenant = ? AND name = ?",
                this::consumer,
                tenant,
                name));
    }

    private ConsumerRow consumer(ResultSet row) throws SQLException {
        return new ConsumerRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                // What a later version calls it, this one had better not work for
                Arrays.stream(ConsumerState.values())
                        .filter(stateOf(row.getString(6)))
                        .findFirst()
                        .orElse(ConsumerState.PAUSED),
                row.getInt(7),
                time(row, 8),
                time(row, 9),
                row.getString(10));
    }

    private static Predicate<ConsumerState> stateOf(String name) {
        return state -> state.name().equals(name);
    }

    @Override
    public boolean renew(Claim claim, Duration length) {
        return transaction(sql -> sql.update(
                        "UPDATE scimlet_feed_consumers SET lease_until = ? WHERE tenant = ? AND name = ? AND"
                                + " lease_epoch = ?",
                        now(sql).plus(length),
                        claim.row().tenant(),
                        claim.row().name(),
                        claim.lease()))
                == 1;
    }

    @Override
    public void release(Claim claim) {
        transaction(sql -> sql.update(
                "UPDATE scimlet_feed_consumers SET lease_owner = NULL, lease_until = NULL"
                        + " WHERE tenant = ? AND name = ? AND lease_epoch = ?",
                claim.row().tenant(),
                claim.row().name(),
                claim.lease()));
    }

    @Override
    public boolean move(Unit unit, Claim claim, long from, long to) {
        return move(sql(unit), claim, from, to);
    }

    @Override
    public boolean move(Claim claim, long from, long to) {
        return transaction(sql -> move(sql, claim, from, to));
    }

    static boolean move(SqlExecutor sql, Claim claim, long from, long to) {
        return sql.update(
                        "UPDATE scimlet_feed_consumers SET read_seq = ?, attempts = 0, next_attempt_at = NULL,"
                                + " failing_since = NULL, last_error = NULL WHERE tenant = ? AND name = ? AND lease_epoch"
                                + " = ? AND read_seq = ?",
                        to,
                        claim.row().tenant(),
                        claim.row().name(),
                        claim.lease(),
                        from)
                == 1;
    }

    @Override
    public Optional<Integer> failed(Claim claim, long position, Duration pause, String error) {
        String tenant = claim.row().tenant();
        String name = claim.row().name();
        return transaction(sql -> {
            Instant now = now(sql);
            int noted = sql.update(
                    "UPDATE scimlet_feed_consumers SET attempts = attempts + 1, next_attempt_at = ?,"
                            + " failing_since = COALESCE(failing_since, ?), last_error = ?"
                            + " WHERE tenant = ? AND name = ? AND lease_epoch = ? AND read_seq = ?",
                    now.plus(pause),
                    now,
                    cut(error),
                    tenant,
                    name,
                    claim.lease(),
                    position);
            return noted == 0
                    ? Optional.<Integer>empty()
                    : first(sql.query(
                            "SELECT attempts FROM scimlet_feed_consumers WHERE tenant = ? AND name = ?",
                            row -> row.getInt(1),
                            tenant,
                            name));
        });
    }

    static @Nullable String cut(@Nullable String error) {
        return error == null || error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR);
    }

    @Override
    public boolean park(Claim claim, long from, Parked parked) {
        return transaction(sql -> {
            if (!move(sql, claim, from, parked.seq())) {
                return false;
            }
            // One may have been put aside before, and have come again by a replay
            insertParked(sql, parked);
            return true;
        });
    }

    static void insertParked(SqlExecutor sql, Parked parked) {
        boolean unused = removeParked(sql, parked.tenant(), parked.name(), parked.seq());
        sql.update(
                "INSERT INTO scimlet_feed_parked (tenant, name, seq, attempts, parked_at, last_status, last_error)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                parked.tenant(),
                parked.name(),
                parked.seq(),
                parked.attempts(),
                parked.time(),
                parked.status(),
                cut(parked.error()));
    }

    @Override
    public void setState(String tenant, String name, ConsumerState state) {
        transaction(sql -> sql.update(
                "UPDATE scimlet_feed_consumers SET state = ?, lease_epoch = lease_epoch + 1, lease_owner = NULL,"
                        + " lease_until = NULL WHERE tenant = ? AND name = ?",
                state.name(),
                tenant,
                name));
    }

    @Override
    public List<Parked> parked(String tenant, String name) {
        return reads.query(
                "SELECT tenant, name, seq, attempts, parked_at, last_status, last_error FROM scimlet_feed_parked"
                        + " WHERE tenant = ? AND name = ? ORDER BY seq",
                row -> new Parked(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getInt(4),
                        required(row, 5),
                        row.getObject(6) == null ? null : row.getInt(6),
                        row.getString(7)),
                tenant,
                name);
    }

    @Override
    public boolean unpark(String tenant, String name, long seq) {
        return transaction(sql -> removeParked(sql, tenant, name, seq));
    }

    @Override
    public boolean unpark(Unit unit, String tenant, String name, long seq) {
        return removeParked(sql(unit), tenant, name, seq);
    }

    static boolean removeParked(SqlExecutor sql, String tenant, String name, long seq) {
        return sql.update(
                        "DELETE FROM scimlet_feed_parked WHERE tenant = ? AND name = ? AND seq = ?", tenant, name, seq)
                == 1;
    }

    @Override
    public List<ConsumerRow> consumers(String tenant) {
        return reads.query(
                "SELECT " + CONSUMER + " FROM scimlet_feed_consumers WHERE tenant = ? ORDER BY name",
                this::consumer,
                tenant);
    }

    @Override
    public List<ConsumerTotals> totals(boolean byTenant) {
        String tenant = byTenant ? "h.tenant" : "CAST(NULL AS CHAR(1))";
        return reads.query(
                "SELECT " + tenant + ", r.name, SUM(h.last_seq), SUM(COALESCE(c.read_seq, 0)), MIN(e.occurred_at),"
                        + " MAX(COALESCE(c.attempts, 0)), SUM(CASE WHEN c.state <> ? THEN 1 ELSE 0 END), SUM(COALESCE(p.parked,"
                        + " 0)) FROM scimlet_feed_consumers r JOIN scimlet_feed_heads h ON h.deleted_at IS NULL LEFT JOIN"
                        + " scimlet_feed_consumers c ON c.tenant = h.tenant AND c.name = r.name LEFT JOIN"
                        + " scimlet_feed_events e ON e.tenant = h.tenant AND e.seq = GREATEST(COALESCE(c.read_seq, 0) + 1,"
                        + " h.oldest_seq) LEFT JOIN (SELECT tenant, name, COUNT(*) AS parked FROM scimlet_feed_parked GROUP"
                        + " BY tenant, name) p ON p.tenant = h.tenant AND p.name = r.name WHERE r.tenant = ? GROUP BY "
                        + (byTenant ? "r.name, h.tenant ORDER BY r.name, h.tenant" : "r.name ORDER BY r.name"),
                row -> new ConsumerTotals(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        time(row, 5),
                        row.getInt(6),
                        row.getLong(7),
                        row.getLong(8)),
                ConsumerState.ACTIVE.name(),
                "");
    }

    @Override
    public long unnumbered() {
        return reads.query("SELECT COUNT(*) FROM scimlet_feed_inbox", row -> row.getLong(1))
                .get(0);
    }

    @Override
    public boolean rewind(String tenant, String name, long position) {
        return transaction(sql -> {
            List<Long> before = sql.query(
                    "SELECT read_seq FROM scimlet_feed_consumers WHERE tenant = ? AND name = ? FOR UPDATE",
                    row -> row.getLong(1),
                    tenant,
                    name);
            return !before.isEmpty()
                    && sql.update(
                                    "UPDATE scimlet_feed_consumers SET read_seq = ?, replay_until = CASE WHEN"
                                            + " replay_until > ? THEN replay_until ELSE ? END, state = ?, attempts = 0,"
                                            + " next_attempt_at = NULL, failing_since = NULL, last_error = NULL,"
                                            + " lease_epoch = lease_epoch + 1, lease_owner = NULL, lease_until = NULL"
                                            + " WHERE tenant = ? AND name = ?",
                                    position,
                                    before.get(0),
                                    before.get(0),
                                    ConsumerState.ACTIVE.name(),
                                    tenant,
                                    name)
                            == 1;
        });
    }

    // ---- what ends

    @Override
    public int removeBefore(String tenant, Instant time, int most) {
        return transaction(sql -> {
            Optional<Head> head = first(sql.query(HEAD + " FOR UPDATE", JdbcFeedStore::head, tenant));
            if (head.isEmpty()) {
                return 0;
            }
            long oldest = head.get().oldest();
            long end = oldest;
            List<Boolean> old = sql.query(
                    "SELECT occurred_at FROM scimlet_feed_events WHERE tenant = ? AND seq >= ? ORDER BY seq LIMIT ?",
                    row -> required(row, 1).isBefore(time),
                    tenant,
                    oldest,
                    most);
            while (end - oldest < old.size() && old.get((int) (end - oldest))) {
                end++;
            }
            return end == oldest ? 0 : remove(sql, tenant, end);
        });
    }

    /** Removes what comes before a number, which is the oldest from now on. */
    private static int remove(SqlExecutor sql, String tenant, long oldest) {
        sql.update("UPDATE scimlet_feed_heads SET oldest_seq = ? WHERE tenant = ?", oldest, tenant);
        sql.update("DELETE FROM scimlet_feed_parked WHERE tenant = ? AND seq < ?", tenant, oldest);
        sql.update("DELETE FROM scimlet_webhook_retries WHERE tenant = ? AND seq < ?", tenant, oldest);
        return sql.update("DELETE FROM scimlet_feed_events WHERE tenant = ? AND seq < ?", tenant, oldest);
    }

    @Override
    public int erase(String tenant, String resourceType, String resourceId, String data) {
        int shard = NewEvent.shard(tenant);
        return transaction(sql -> {
            // No event of it is on its way from one table to the other meanwhile
            Optional<String> unused = lockShard(sql, shard);
            int waiting = sql.update(
                    "UPDATE scimlet_feed_inbox SET data = ?, actor = NULL, request_id = NULL"
                            + " WHERE shard = ? AND tenant = ? AND resource_type = ? AND resource_id = ?",
                    data,
                    shard,
                    tenant,
                    resourceType,
                    resourceId);
            for (String table : List.of("scimlet_feed_parked", "scimlet_webhook_retries")) {
                sql.update(
                        "UPDATE " + table + " SET last_error = NULL WHERE tenant = ? AND seq IN (SELECT seq FROM"
                                + " scimlet_feed_events WHERE tenant = ? AND resource_type = ? AND resource_id = ?)",
                        tenant,
                        tenant,
                        resourceType,
                        resourceId);
            }
            sql.update(
                    "UPDATE scimlet_feed_consumers SET last_error = NULL WHERE tenant = ? AND last_error IS NOT NULL",
                    tenant);
            return waiting
                    + sql.update(
                            "UPDATE scimlet_feed_events SET data = ?, actor = NULL, request_id = NULL"
                                    + " WHERE tenant = ? AND resource_type = ? AND resource_id = ?",
                            data,
                            tenant,
                            resourceType,
                            resourceId);
        });
    }

    @Override
    public void markDeleted(String tenant) {
        transaction(sql -> {
            Optional<String> unused = lockShard(sql, NewEvent.shard(tenant));
            Head head = lockedHead(sql, tenant, () -> "-", true);
            sql.update(
                    "UPDATE scimlet_feed_heads SET deleted_at = ? WHERE tenant = ? AND deleted_at IS NULL",
                    now(sql),
                    head.tenant());
            return sql.update(
                    "UPDATE scimlet_feed_consumers SET state = ?, lease_epoch = lease_epoch + 1, lease_owner = NULL,"
                            + " lease_until = NULL WHERE tenant = ?",
                    ConsumerState.PAUSED.name(),
                    tenant);
        });
    }

    @Override
    public boolean removeDeleted(String tenant, int most) {
        return transaction(sql -> {
            Optional<String> unused = lockShard(sql, NewEvent.shard(tenant));
            Head head = lockedHead(sql, tenant, () -> "-", true);
            if (!head.deleted()) {
                return false;
            }
            sql.update("DELETE FROM scimlet_feed_inbox WHERE shard = ? AND tenant = ?", NewEvent.shard(tenant), tenant);
            long end = Math.min(head.last() + 1, head.oldest() + most);
            remove(sql, tenant, end);
            if (end <= head.last()) {
                return true;
            }
            for (String table : List.of(
                    "scimlet_feed_consumers",
                    "scimlet_feed_parked",
                    "scimlet_webhook_retries",
                    "scimlet_webhook_secrets",
                    "scimlet_webhook_endpoints")) {
                sql.update("DELETE FROM " + table + " WHERE tenant = ?", tenant);
            }
            return false;
        });
    }

    @Override
    public void admit(String tenant, String newEpoch) {
        while (removeDeleted(tenant, NUMBERED_AT_ONCE)) {
            // What is left of its former feed
        }
        transaction(sql -> sql.update(
                "UPDATE scimlet_feed_heads SET deleted_at = NULL, epoch = ?, last_seq = 0, oldest_seq = 1"
                        + " WHERE tenant = ? AND deleted_at IS NOT NULL",
                newEpoch,
                tenant));
    }

    // ---- times

    Instant required(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(time(row, column));
    }

    /** Columns of MariaDB and MySQL have no zone: ours hold times of UTC. */
    @Nullable
    Instant time(ResultSet row, int column) throws SQLException {
        boolean withoutZone = units.knownDatabase()
                .filter(database -> database == SqlDatabase.MARIADB || database == SqlDatabase.MYSQL)
                .isPresent();
        if (withoutZone) {
            LocalDateTime time = row.getObject(column, LocalDateTime.class);
            return time == null ? null : time.toInstant(ZoneOffset.UTC);
        }
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
