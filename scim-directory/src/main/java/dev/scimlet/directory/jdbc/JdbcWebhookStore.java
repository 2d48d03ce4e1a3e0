package dev.scimlet.directory.jdbc;

import dev.scimlet.directory.feed.FeedStore;
import dev.scimlet.directory.feed.NewEvent;
import dev.scimlet.directory.feed.WebhookStore;
import dev.scimlet.directory.feed.WebhookTotals;
import dev.scimlet.spi.SqlExecutor;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables of webhooks, beside those of the feed. */
final class JdbcWebhookStore implements WebhookStore {

    private static final String ORDERED = "ORDERED";
    private static final String UNORDERED = "UNORDERED";

    private static final String ENDPOINT = "e.tenant, e.name, e.uri, e.event_types, e.delivery, e.created_at";

    private static final String RETRY =
            "SELECT tenant, name, seq, attempts, next_attempt_at, last_status, last_error FROM scimlet_webhook_retries"
                    + " WHERE tenant = ? AND name = ?";

    private static final String INSERT_RETRY =
            "INSERT INTO scimlet_webhook_retries (tenant, name, seq, attempts, next_attempt_at, last_status, last_error)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)";

    /** What an endpoint has still to get are events behind its position, of whatever type, and those that are sent again. */
    private static final String TOTALS =
            ", COUNT(*), SUM(COALESCE(h.last_seq, 0) - c.read_seq + COALESCE(r.waiting, 0)), MIN(n.occurred_at),"
                    + " MIN(r.oldest), SUM(CASE WHEN c.state = 'ACTIVE' AND c.failing_since IS NOT NULL THEN 1 ELSE 0 END),"
                    + " SUM(CASE WHEN c.state = 'PAUSED' THEN 1 ELSE 0 END), SUM(CASE WHEN c.state IN ('EXPIRED',"
                    + " 'SWITCHED_OFF') THEN 1 ELSE 0 END), SUM(COALESCE(p.parked, 0)) FROM scimlet_feed_consumers c"
                    + " LEFT JOIN scimlet_feed_heads h ON h.tenant = c.tenant LEFT JOIN scimlet_feed_events n"
                    + " ON n.tenant = c.tenant AND n.seq = GREATEST(c.read_seq + 1, h.oldest_seq) LEFT JOIN"
                    + " (SELECT w.tenant, w.name, COUNT(*) AS waiting, MIN(e.occurred_at) AS oldest"
                    + " FROM scimlet_webhook_retries w LEFT JOIN scimlet_feed_events e ON e.tenant = w.tenant"
                    + " AND e.seq = w.seq GROUP BY w.tenant, w.name) r ON r.tenant = c.tenant AND r.name = c.name"
                    + " LEFT JOIN (SELECT tenant, name, COUNT(*) AS parked FROM scimlet_feed_parked GROUP BY tenant, name)"
                    + " p ON p.tenant = c.tenant AND p.name = c.name WHERE c.kind = ? AND h.deleted_at IS NULL";

    private final JdbcFeedStore feed;
    private final SqlExecutor reads;

    JdbcWebhookStore(JdbcFeedStore feed, SqlExecutor reads) {
        this.feed = feed;
        this.reads = reads;
    }

    // ---- endpoints

    @Override
    public boolean add(Endpoint endpoint, Secret secret, boolean fromNow) {
        String tenant = endpoint.tenant();
        try {
            return feed.transaction(sql -> {
                // Nobody deletes the tenant meanwhile
                Optional<String> unused = JdbcFeedStore.lockShard(sql, NewEvent.shard(tenant));
                Optional<FeedStore.Head> head = JdbcFeedStore.head(sql, tenant);
                if (head.filter(FeedStore.Head::deleted).isPresent()) {
                    throw new IllegalStateException("the tenant '" + tenant + "' is deleted");
                }
                long position = head.map(found -> fromNow ? found.last() : found.oldest() - 1)
                        .orElse(0L);
                JdbcFeedStore.insertConsumer(sql, tenant, endpoint.name(), KIND, position);
                sql.update(
                        "INSERT INTO scimlet_webhook_endpoints (tenant, name, uri, event_types, delivery, created_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?)",
                        tenant,
                        endpoint.name(),
                        endpoint.uri().toString(),
                        types(endpoint.types()),
                        endpoint.ordered() ? ORDERED : UNORDERED,
                        endpoint.created());
                insert(sql, tenant, endpoint.name(), secret);
                return true;
            });
        } catch (IllegalStateException failure) {
            if (JdbcFeedStore.isTaken(failure)) {
                return false;
            }
            throw failure;
        }
    }

    private static @Nullable String types(Set<String> types) {
        return types.isEmpty() ? null : String.join(",", types.stream().sorted().toList());
    }

    private static void insert(SqlExecutor sql, String tenant, String name, Secret secret) {
        sql.update(
                "INSERT INTO scimlet_webhook_secrets (tenant, name, id, created_at, expires_at, secret)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                tenant,
                name,
                secret.id(),
                secret.created(),
                secret.expires(),
                secret.closed());
    }

    @Override
    public boolean change(Endpoint endpoint) {
        return change(
                endpoint.tenant(),
                endpoint.name(),
                "uri = ?, event_types = ?, delivery = ?",
                endpoint.uri().toString(),
                types(endpoint.types()),
                endpoint.ordered() ? ORDERED : UNORDERED);
    }

    @Override
    public boolean change(String tenant, String name, URI uri, Set<String> types) {
        return change(tenant, name, "uri = ?, event_types = ?", uri.toString(), types(types));
    }

    private boolean change(String tenant, String name, String columns, @Nullable Object... columnValues) {
        List<@Nullable Object> values = new ArrayList<>(Arrays.asList(columnValues));
        values.add(tenant);
        values.add(name);
        int rows = feed.transaction(sql -> sql.update(
                "UPDATE scimlet_webhook_endpoints SET " + columns + " WHERE tenant = ? AND name = ?",
                values.toArray()));
        // A driver that is told to counts only rows that it changed
        return rows == 1 || find(tenant, name).isPresent();
    }

    @Override
    public boolean remove(String tenant, String name) {
        return feed.transaction(sql -> {
            boolean there = false;
            // Its consumer first: whoever works for it notices
            for (String table : List.of(
                    "scimlet_feed_consumers",
                    "scimlet_feed_parked",
                    "scimlet_webhook_retries",
                    "scimlet_webhook_secrets",
                    "scimlet_webhook_endpoints")) {
                there = sql.update("DELETE FROM " + table + " WHERE tenant = ? AND name = ?", tenant, name) > 0;
            }
            return there;
        });
    }

    @Override
    public Optional<Endpoint> find(String tenant, String name) {
        return JdbcFeedStore.first(reads.query(
                "SELECT " + ENDPOINT + " FROM scimlet_webhook_endpoints e WHERE e.tenant = ? AND e.name = ?",
                this::endpoint,
                tenant,
                name));
    }

    @Override
    public List<Endpoint> endpoints(String tenant) {
        return reads.query(
                "SELECT " + ENDPOINT + " FROM scimlet_webhook_endpoints e WHERE e.tenant = ? ORDER BY e.name",
                this::endpoint,
                tenant);
    }

    private Endpoint endpoint(ResultSet row) throws SQLException {
        String types = row.getString(4);
        return new Endpoint(
                row.getString(1),
                row.getString(2),
                URI.create(row.getString(3)),
                types == null ? Set.of() : Set.of(types.split(",")),
                row.getString(5).equals(ORDERED),
                feed.required(row, 6));
    }

    // ---- secrets

    @Override
    public List<Secret> secrets(String tenant, String name) {
        Instant now = feed.now(reads);
        return reads.query(
                "SELECT id, created_at, expires_at, secret FROM scimlet_webhook_secrets WHERE tenant = ? AND name = ?"
                        + " AND (expires_at IS NULL OR expires_at > ?) ORDER BY created_at, id",
                row -> new Secret(row.getString(1), feed.required(row, 2), feed.time(row, 3), row.getString(4)),
                tenant,
                name,
                now);
    }

    @Override
    public boolean addSecret(String tenant, String name, Secret secret, Duration othersEnd, int most) {
        return feed.transaction(sql -> {
            boolean there = !sql.query(
                            "SELECT name FROM scimlet_webhook_endpoints WHERE tenant = ? AND name = ? FOR UPDATE",
                            row -> row.getString(1),
                            tenant,
                            name)
                    .isEmpty();
            Instant now = feed.now(sql);
            Instant end = now.plus(othersEnd);
            sql.update(
                    "DELETE FROM scimlet_webhook_secrets WHERE tenant = ? AND name = ? AND expires_at <= ?",
                    tenant,
                    name,
                    now);
            int present = sql.query(
                            "SELECT id FROM scimlet_webhook_secrets WHERE tenant = ? AND name = ?",
                            row -> row.getString(1),
                            tenant,
                            name)
                    .size();
            if (!there || present >= most) {
                return false;
            }
            sql.update(
                    "UPDATE scimlet_webhook_secrets SET expires_at = ? WHERE tenant = ? AND name = ?"
                            + " AND (expires_at IS NULL OR expires_at > ?)",
                    end,
                    tenant,
                    name,
                    end);
            insert(sql, tenant, name, secret);
            return true;
        });
    }

    @Override
    public void removeEndedSecrets() {
        feed.transaction(sql -> sql.update("DELETE FROM scimlet_webhook_secrets WHERE expires_at <= ?", feed.now(sql)));
    }

    @Override
    public List<WebhookTotals> totals(boolean byTenant) {
        String tenant = byTenant ? "c.tenant" : "CAST(NULL AS CHAR(1))";
        return reads.query(
                "SELECT " + tenant + TOTALS + (byTenant ? " GROUP BY c.tenant ORDER BY c.tenant" : ""),
                row -> new WebhookTotals(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        earlier(feed.time(row, 4), feed.time(row, 5)),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9)),
                KIND);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || other != null && other.isBefore(one) ? other : one;
    }

    // ---- work

    @Override
    public List<Work> work(String owner, Set<String> tenants, int most) {
        Instant now = feed.now(reads);
        List<Object> values =
                new ArrayList<>(List.of(KIND, FeedStore.ConsumerState.ACTIVE.name(), now, now, owner, now));
        values.addAll(tenants);
        values.add(most);
        String ofTenants = tenants.isEmpty()
                ? ""
                : " AND c.tenant IN (" + String.join(", ", Collections.nCopies(tenants.size(), "?")) + ")";
        return reads.query(
                "SELECT c.tenant, c.name, c.attempts FROM scimlet_feed_consumers c JOIN scimlet_feed_heads h"
                        + " ON h.tenant = c.tenant WHERE c.kind = ? AND h.deleted_at IS NULL AND c.state = ?"
                        + " AND (c.next_attempt_at IS NULL OR c.next_attempt_at <= ?)"
                        + " AND (c.lease_until IS NULL OR c.lease_until < ? OR c.lease_owner = ?)"
                        + " AND (c.read_seq < h.last_seq OR EXISTS (SELECT 1 FROM scimlet_webhook_retries r"
                        + " WHERE r.tenant = c.tenant AND r.name = c.name AND r.next_attempt_at <= ?))"
                        + ofTenants + " LIMIT ?",
                row -> new Work(row.getString(1), row.getString(2), row.getInt(3) > 0),
                values.toArray());
    }

    @Override
    public Optional<FeedStore.Claim> claim(String tenant, String name, String owner, Duration length) {
        return feed.claim(tenant, name, owner, length);
    }

    @Override
    public Optional<Endpoint> held(FeedStore.Claim claim) {
        return JdbcFeedStore.first(reads.query(
                "SELECT " + ENDPOINT + " FROM scimlet_webhook_endpoints e JOIN scimlet_feed_consumers c"
                        + " ON c.tenant = e.tenant AND c.name = e.name"
                        + " WHERE e.tenant = ? AND e.name = ? AND c.lease_epoch = ? AND c.state = ?",
                this::endpoint,
                claim.row().tenant(),
                claim.row().name(),
                claim.lease(),
                FeedStore.ConsumerState.ACTIVE.name()));
    }

    @Override
    public List<Retry> retries(String tenant, String name) {
        return reads.query(RETRY + " ORDER BY seq", this::retry, tenant, name);
    }

    @Override
    public List<Retry> dueRetries(String tenant, String name, int most) {
        Instant now = feed.now(reads);
        return reads.query(
                RETRY + " AND next_attempt_at <= ? ORDER BY seq LIMIT ?", this::retry, tenant, name, now, most);
    }

    private Retry retry(ResultSet row) throws SQLException {
        return new Retry(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getInt(4),
                feed.required(row, 5),
                row.getObject(6) == null ? null : row.getInt(6),
                row.getString(7));
    }

    @Override
    public boolean settle(
            FeedStore.Claim claim,
            long from,
            long to,
            Collection<Long> done,
            Collection<Failed> failed,
            Collection<FeedStore.Parked> parked) {
        String tenant = claim.row().tenant();
        String name = claim.row().name();
        return feed.transaction(sql -> {
            boolean held = !sql.query(
                            "SELECT name FROM scimlet_feed_consumers WHERE tenant = ? AND name = ? AND lease_epoch = ?"
                                    + " AND read_seq = ? FOR UPDATE",
                            row -> row.getString(1),
                            tenant,
                            name,
                            claim.lease(),
                            from)
                    .isEmpty();
            if (!held) {
                return false;
            }
            if (to != from || !done.isEmpty()) {
                boolean unused = JdbcFeedStore.move(sql, claim, from, to);
            }
            Instant now = feed.now(sql);
            done.forEach(seq -> removeRetry(sql, tenant, name, seq));
            for (FeedStore.Parked aside : parked) {
                removeRetry(sql, tenant, name, aside.seq());
                JdbcFeedStore.insertParked(sql, aside);
            }
            for (Failed next : failed) {
                removeRetry(sql, tenant, name, next.seq());
                sql.update(
                        INSERT_RETRY,
                        tenant,
                        name,
                        next.seq(),
                        next.attempts(),
                        now.plus(next.pause()),
                        next.status(),
                        JdbcFeedStore.cut(next.error()));
            }
            return true;
        });
    }

    private static void removeRetry(SqlExecutor sql, String tenant, String name, long seq) {
        sql.update("DELETE FROM scimlet_webhook_retries WHERE tenant = ? AND name = ? AND seq = ?", tenant, name, seq);
    }

    @Override
    public int retryParked(String tenant, String name, long first, long last) {
        return feed.transaction(sql -> {
            // One after the other, and none while somebody notes what became of them
            List<String> unused = sql.query(
                    "SELECT name FROM scimlet_feed_consumers WHERE tenant = ? AND name = ? FOR UPDATE",
                    row -> row.getString(1),
                    tenant,
                    name);
            Instant now = feed.now(sql);
            List<List<@Nullable Object>> found = sql.query(
                    "SELECT seq, last_status, last_error FROM scimlet_feed_parked WHERE tenant = ? AND name = ?"
                            + " AND seq >= ? AND seq <= ?",
                    row -> Arrays.asList(
                            tenant,
                            name,
                            row.getLong(1),
                            0,
                            now,
                            row.getObject(2) == null ? null : row.getInt(2),
                            row.getString(3)),
                    tenant,
                    name,
                    first,
                    last);
            for (String table : List.of("scimlet_webhook_retries", "scimlet_feed_parked")) {
                sql.updateAll(
                        "DELETE FROM " + table + " WHERE tenant = ? AND name = ? AND seq = ?",
                        found.stream().map(row -> row.subList(0, 3)).toList());
            }
            sql.updateAll(INSERT_RETRY, found);
            return found.size();
        });
    }
}
