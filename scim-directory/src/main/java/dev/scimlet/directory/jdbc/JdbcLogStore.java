package dev.scimlet.directory.jdbc;

import dev.scimlet.directory.log.KeptExchange;
import dev.scimlet.directory.log.LogEntry;
import dev.scimlet.directory.log.LogQuery;
import dev.scimlet.directory.log.LogRow;
import dev.scimlet.directory.log.LogStore;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.spi.sql.SqlDatabase;
import dev.scimlet.spi.sql.SqlFailure;
import dev.scimlet.spi.sql.SqlUnitOfWork;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A log in tables of the database in which the resources are: H2, PostgreSQL, MariaDB or MySQL. The entry of a change is inserted in the
 * transaction of the change, whether that is of {@code scim-jdbc}, of {@code scim-jpa} or of the host.
 */
public final class JdbcLogStore implements LogStore {

    private static final RequestContext CONTEXT =
            RequestContext.builder().principal("log").build();

    private static final String COLUMNS = "id, tenant, first_at, last_at, entries, operation, result, directory_id,"
            + " actor, credential, resource_type, resource_id, name, status, reason, arguments, details, millis,"
            + " request_id";

    private static final String INSERT = "INSERT INTO scimlet_log (" + COLUMNS + ", name_key, words, started_minute)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String SUM = "UPDATE scimlet_log SET entries = ?, last_at = ? WHERE tenant = ? AND id = ?";

    private static final String SELECT = "SELECT " + COLUMNS + " FROM scimlet_log WHERE tenant = ?";

    /** Ends as it was meant; what somebody was refused is no problem of the directory unless it is known whose it was. */
    private static final String PROBLEMS = "SELECT " + COLUMNS
            + " FROM scimlet_log p WHERE p.tenant = ? AND p.result IN ('REFUSED', 'FAILED') AND p.actor IS NOT NULL"
            + " AND NOT EXISTS (SELECT 1 FROM scimlet_log s WHERE s.tenant = p.tenant"
            + " AND p.resource_id IS NOT NULL AND s.resource_type = p.resource_type"
            + " AND s.resource_id = p.resource_id AND s.last_at > p.last_at"
            + " AND s.result IN ('DONE', 'UNCHANGED') AND s.operation IN ('CREATE', 'UPDATE', 'DELETE'))"
            + " AND NOT EXISTS (SELECT 1 FROM scimlet_log s WHERE s.tenant = p.tenant"
            + " AND p.resource_id IS NULL AND p.name_key IS NOT NULL AND s.resource_type = p.resource_type"
            + " AND s.name_key = p.name_key AND s.last_at > p.last_at"
            + " AND s.result IN ('DONE', 'UNCHANGED') AND s.operation IN ('CREATE', 'UPDATE', 'DELETE'))"
            + " AND NOT EXISTS (SELECT 1 FROM scimlet_log s WHERE s.tenant = p.tenant"
            + " AND (p.resource_type IS NULL OR p.resource_id IS NULL AND p.name_key IS NULL)"
            // A sum lies within its minute: the index need not be read from its beginning
            + " AND s.directory_id = p.directory_id AND s.started_minute >= p.started_minute"
            + " AND s.last_at > p.last_at"
            + " AND s.result IN ('DONE', 'UNCHANGED'))"
            + " ORDER BY p.id DESC LIMIT ?";

    private static final String MINUTES =
            "SELECT started_minute, MIN(first_at), MAX(last_at), MIN(id), operation, result,"
                    + " SUM(entries) FROM scimlet_log WHERE tenant = ? AND directory_id = ? AND started_minute < ?"
                    + " GROUP BY started_minute, operation, result ORDER BY started_minute DESC LIMIT ?";

    /** What is asked for in one statement. */
    private static final int IDS_AT_ONCE = 200;

    private static final char ESCAPE = '!';

    private final SqlUnitOfWork units;
    private final SqlExecutor reads;

    private JdbcLogStore(ConnectionSource connections) {
        this.units = SqlUnitOfWork.over(connections);
        this.reads = Reads.of(units, CONTEXT);
    }

    /** A log in the database of a pool. */
    public static JdbcLogStore over(DataSource dataSource) {
        return over(ConnectionSource.of(dataSource));
    }

    /** A log in the database that a source lends connections of, whatever the tenant. */
    public static JdbcLogStore over(ConnectionSource connections) {
        return new JdbcLogStore(connections);
    }

    /**
     * Statements in a transaction that the host has begun and ends, for {@link dev.scimlet.directory.log.ProvisioningLog#record}.
     *
     * @param connection which does not commit by itself; it is left open
     */
    public static SqlExecutor in(Connection connection) {
        return JdbcFeedStore.in(connection);
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
            return Scripts.missingOfLog(database(), reads);
        } catch (IllegalStateException missing) {
            return List.of("the tables of the log are not there (" + missing.getMessage()
                    + "): call createTables(), or run the scripts in dev/scimlet/directory/jdbc/ of"
                    + " scim-directory.jar");
        }
    }

    @Override
    public boolean isBestEffort() {
        return false;
    }

    @Override
    public boolean takesPartIn(Unit unit) {
        return unit.isAtomic() && unit.sql().isPresent();
    }

    private SqlDatabase database() {
        return units.knownDatabase().orElseGet(() -> {
            try {
                return units.read(CONTEXT, units::database);
            } catch (SQLException failure) {
                throw new IllegalStateException("the database does not say what it is", failure);
            }
        });
    }

    private <T> T transaction(Function<SqlExecutor, T> work) {
        return units.perform(CONTEXT, unit -> work.apply(sql(unit)));
    }

    private static SqlExecutor sql(Unit unit) {
        return unit.sql()
                .orElseThrow(() -> new IllegalStateException(
                        "the unit is none of a database, or does not know its connection: the log cannot be written in"
                                + " it"));
    }

    // ---- writing

    @Override
    public void write(Unit unit, List<LogRow> rows) {
        write(sql(unit), rows);
    }

    @Override
    public void write(SqlExecutor transaction, List<LogRow> rows) {
        if (rows.size() == 1) {
            transaction.update(INSERT, values(rows.get(0)).toArray());
        } else if (!rows.isEmpty()) {
            transaction.updateAll(
                    INSERT, rows.stream().map(JdbcLogStore::values).toList());
        }
    }

    @Override
    public void write(List<LogRow> rows, List<LogRow> summed) {
        transaction(sql -> {
            write(sql, rows);
            if (!summed.isEmpty()) {
                sql.updateAll(
                        SUM,
                        summed.stream()
                                .map(row -> Arrays.<@Nullable Object>asList(
                                        row.count(), row.last(), row.tenant(), row.id()))
                                .toList());
            }
            return true;
        });
    }

    @Override
    public boolean isOfValue(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException said) {
                return SqlFailure.of(said) == SqlFailure.VALUE;
            }
        }
        return false;
    }

    private static List<@Nullable Object> values(LogRow row) {
        return Arrays.asList(
                row.id(),
                row.tenant(),
                row.first(),
                row.last(),
                row.count(),
                row.operation().name(),
                row.result().name(),
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
                row.millis(),
                row.requestId(),
                row.nameKey(),
                row.words(),
                row.minute());
    }

    // ---- reading

    private LogRow row(ResultSet row) throws SQLException {
        long millis = row.getLong(18);
        boolean withoutMillis = row.wasNull();
        return new LogRow(
                row.getString(1),
                row.getString(2),
                time(row, 3),
                time(row, 4),
                row.getLong(5),
                LogEntry.Operation.valueOf(row.getString(6)),
                LogEntry.Result.valueOf(row.getString(7)),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getInt(14),
                row.getString(15),
                row.getString(16),
                row.getString(17),
                withoutMillis ? null : millis,
                row.getString(19));
    }

    /** A condition as text, with its parameters. */
    private static final class Conditions {

        final StringBuilder text = new StringBuilder(SELECT);
        final List<@Nullable Object> parameters = new ArrayList<>();

        Conditions(String tenant) {
            parameters.add(tenant);
        }

        void and(String condition, @Nullable Object value) {
            if (value != null) {
                text.append(" AND ").append(condition);
                parameters.add(value);
            }
        }

        void in(String column, Collection<? extends Enum<?>> values) {
            if (!values.isEmpty()) {
                text.append(" AND ").append(column).append(" IN ").append(places(values.size()));
                values.forEach(value -> parameters.add(value.name()));
            }
        }
    }

    private static String places(int count) {
        return "(" + String.join(", ", Collections.nCopies(count, "?")) + ")";
    }

    @Override
    public List<LogRow> find(String tenant, LogQuery query) {
        if (isNowhere(
                tenant,
                query.words(),
                query.before(),
                query.resourceType(),
                query.resourceId(),
                query.directoryId(),
                query.actor())) {
            return List.of();
        }
        Conditions conditions = new Conditions(tenant);
        conditions.and("id < ?", query.before());
        conditions.in("operation", query.operations());
        conditions.in("result", query.results());
        conditions.and("resource_type = ?", query.resourceType());
        conditions.and("resource_id = ?", query.resourceId());
        conditions.and("directory_id = ?", query.directoryId());
        conditions.and("actor = ?", query.actor());
        conditions.and("first_at >= ?", query.from());
        conditions.and("first_at < ?", query.to());
        String words = query.words().strip();
        conditions.and("words LIKE ? ESCAPE '" + ESCAPE + "'", words.isEmpty() ? null : containing(words));
        conditions.text.append(" ORDER BY id DESC LIMIT ?");
        conditions.parameters.add(query.limit());
        return reads.query(conditions.text.toString(), this::row, conditions.parameters.toArray());
    }

    /** Whether one of the texts has a NUL, which no text in the tables has, and which PostgreSQL takes in no statement. */
    private static boolean isNowhere(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null && text.indexOf('\0') >= 0) {
                return true;
            }
        }
        return false;
    }

    private static String containing(String words) {
        StringBuilder pattern = new StringBuilder("%");
        for (char c : words.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c == '%' || c == '_' || c == ESCAPE) {
                pattern.append(ESCAPE);
            }
            pattern.append(c);
        }
        return pattern.append('%').toString();
    }

    @Override
    public Optional<LogRow> find(String tenant, String id) {
        return isNowhere(tenant, id)
                ? Optional.empty()
                : reads.query(SELECT + " AND id = ?", this::row, tenant, id).stream()
                        .findFirst();
    }

    @Override
    public Map<String, String> names(String tenant, String resourceType, Set<String> ids) {
        Map<String, String> names = new HashMap<>();
        for (List<String> some : parts(ids)) {
            List<Object> parameters = parameters(tenant, resourceType, some);
            reads.query(
                            "SELECT resource_id, name FROM scimlet_log WHERE tenant = ? AND resource_type = ? AND id IN"
                                    + " (SELECT MAX(id) FROM scimlet_log WHERE tenant = ? AND resource_type = ? AND"
                                    + " name IS NOT NULL AND resource_id IN " + places(some.size())
                                    + " GROUP BY resource_id)",
                            row -> Map.entry(row.getString(1), row.getString(2)),
                            twice(tenant, resourceType, parameters))
                    .forEach(name -> names.put(name.getKey(), name.getValue()));
        }
        return names;
    }

    private static Object[] twice(String tenant, String resourceType, List<Object> parameters) {
        List<Object> all = new ArrayList<>(List.of(tenant, resourceType));
        all.addAll(parameters);
        return all.toArray();
    }

    private static List<Object> parameters(String tenant, String resourceType, List<String> ids) {
        List<Object> parameters = new ArrayList<>(List.of(tenant, resourceType));
        parameters.addAll(ids);
        return parameters;
    }

    private static List<List<String>> parts(Set<String> ids) {
        List<String> all = List.copyOf(ids);
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
            parts.add(all.subList(from, Math.min(all.size(), from + IDS_AT_ONCE)));
        }
        return parts;
    }

    @Override
    public Set<String> known(String tenant, String resourceType, Set<String> ids) {
        Set<String> known = new HashSet<>();
        for (List<String> some : parts(ids)) {
            known.addAll(reads.query(
                    "SELECT DISTINCT resource_id FROM scimlet_log WHERE tenant = ? AND resource_type = ? AND"
                            + " resource_id IN " + places(some.size()),
                    row -> row.getString(1),
                    parameters(tenant, resourceType, some).toArray()));
        }
        return known;
    }

    @Override
    public List<LogRow> problems(String tenant, int most) {
        return isNowhere(tenant) ? List.of() : reads.query(PROBLEMS, this::row, tenant, most);
    }

    @Override
    public List<Minute> minutes(String tenant, String directoryId, long before, int most) {
        if (isNowhere(tenant, directoryId)) {
            return List.of();
        }
        return reads.query(
                MINUTES,
                row -> new Minute(
                        row.getLong(1),
                        time(row, 2),
                        time(row, 3),
                        row.getString(4),
                        LogEntry.Operation.valueOf(row.getString(5)),
                        LogEntry.Result.valueOf(row.getString(6)),
                        row.getLong(7)),
                tenant,
                directoryId,
                before,
                most);
    }

    // ---- exchanges on demand

    @Override
    public void watch(Watch watch) {
        transaction(sql -> {
            sql.update(
                    "DELETE FROM scimlet_log_watches WHERE tenant = ? AND directory_id = ?",
                    watch.tenant(),
                    watch.directoryId());
            return watch.left() < 1
                    ? 0
                    : sql.update(
                            "INSERT INTO scimlet_log_watches (tenant, directory_id, until_at, remaining)"
                                    + " VALUES (?, ?, ?, ?)",
                            watch.tenant(),
                            watch.directoryId(),
                            watch.until(),
                            watch.left());
        });
    }

    @Override
    public List<Watch> watches(Instant now) {
        return reads.query(
                "SELECT tenant, directory_id, until_at, remaining FROM scimlet_log_watches WHERE until_at > ? AND"
                        + " remaining > 0",
                row -> new Watch(row.getString(1), row.getString(2), time(row, 3), row.getInt(4)),
                now);
    }

    @Override
    public boolean keep(KeptExchange exchange) {
        return transaction(sql -> {
            int counted = sql.update(
                    "UPDATE scimlet_log_watches SET remaining = remaining - 1 WHERE tenant = ? AND directory_id = ?"
                            + " AND remaining > 0",
                    exchange.tenant(),
                    exchange.directoryId());
            return counted == 1
                    && sql.update(
                                    "INSERT INTO scimlet_log_exchanges (tenant, id, directory_id, happened_at,"
                                            + " request_id, method, path, status, request, answer) VALUES (?, ?, ?, ?,"
                                            + " ?, ?, ?, ?, ?, ?)",
                                    exchange.tenant(),
                                    exchange.id(),
                                    exchange.directoryId(),
                                    exchange.time(),
                                    exchange.requestId(),
                                    exchange.method(),
                                    exchange.path(),
                                    exchange.status(),
                                    exchange.request(),
                                    exchange.answer())
                            == 1;
        });
    }

    @Override
    public List<KeptExchange> exchanges(String tenant, String directoryId, int most) {
        if (isNowhere(tenant, directoryId)) {
            return List.of();
        }
        return reads.query(
                "SELECT id, tenant, directory_id, happened_at, request_id, method, path, status, request, answer FROM"
                        + " scimlet_log_exchanges WHERE tenant = ? AND directory_id = ? ORDER BY id DESC LIMIT ?",
                row -> new KeptExchange(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        time(row, 4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getInt(8),
                        row.getString(9),
                        row.getString(10)),
                tenant,
                directoryId,
                most);
    }

    // ---- what ends

    @Override
    public Optional<String> tenantAfter(String tenant) {
        return reads.query(
                        "SELECT MIN(tenant) FROM scimlet_log WHERE tenant > ?",
                        row -> Optional.ofNullable(row.getString(1)),
                        tenant)
                .get(0);
    }

    @Override
    public int removeBefore(String tenant, String id, int most) {
        return transaction(sql -> {
            sql.update("DELETE FROM scimlet_log_exchanges WHERE tenant = ? AND id < ?", tenant, id);
            return remove(sql, "tenant = ? AND id < ?", most, tenant, id);
        });
    }

    /** Removes at most so many: those up to the id that ends them, which every database can say. */
    private static int remove(SqlExecutor sql, String condition, int most, Object... parameters) {
        List<Object> all = new ArrayList<>(List.of(parameters));
        all.add(most);
        List<String> ids = sql.query(
                "SELECT id FROM scimlet_log WHERE " + condition + " ORDER BY id LIMIT ?",
                row -> row.getString(1),
                all.toArray());
        if (ids.isEmpty()) {
            return 0;
        }
        List<Object> bounded = new ArrayList<>(List.of(parameters));
        bounded.add(ids.get(ids.size() - 1));
        return sql.update("DELETE FROM scimlet_log WHERE " + condition + " AND id <= ?", bounded.toArray());
    }

    @Override
    public Set<String> namesOf(String tenant, String resourceType, String resourceId) {
        if (isNowhere(tenant, resourceType, resourceId)) {
            return Set.of();
        }
        return Set.copyOf(reads.query(
                "SELECT DISTINCT name_key FROM scimlet_log WHERE tenant = ? AND resource_type = ? AND resource_id = ?"
                        + " AND name_key IS NOT NULL",
                row -> row.getString(1),
                tenant,
                resourceType,
                resourceId));
    }

    @Override
    public int erase(String tenant, String resourceType, String resourceId, Set<String> names, String reason) {
        if (isNowhere(tenant, resourceType, resourceId)) {
            return 0;
        }
        return transaction(sql -> {
            int changed = sql.update(
                    ERASE + " AND resource_type = ? AND resource_id = ?", reason, tenant, resourceType, resourceId);
            removeExchanges(sql, tenant, resourceId);
            for (String name : names) {
                changed += sql.update(
                        ERASE + " AND resource_type = ? AND name_key = ?", reason, tenant, resourceType, name);
                changed += sql.update(
                        "UPDATE scimlet_log SET details = NULL, arguments = '', words = '' WHERE tenant = ? AND"
                                + " (LOWER(details) LIKE ? ESCAPE '!' OR LOWER(arguments) LIKE ? ESCAPE '!')",
                        tenant,
                        containing(name),
                        containing(name));
                changed += sql.update(
                        "UPDATE scimlet_log SET actor = NULL, credential = NULL, words = '' WHERE tenant = ? AND"
                                + " LOWER(actor) = ?",
                        tenant,
                        name);
                removeExchanges(sql, tenant, name);
            }
            return changed;
        });
    }

    private static final String ERASE =
            "UPDATE scimlet_log SET reason = ?, name = NULL, name_key = NULL, arguments = '',"
                    + " details = NULL, words = '', request_id = NULL WHERE tenant = ?";

    private static void removeExchanges(SqlExecutor sql, String tenant, String text) {
        String pattern = containing(text);
        sql.update(
                "DELETE FROM scimlet_log_exchanges WHERE tenant = ? AND (LOWER(request) LIKE ? ESCAPE '!' OR"
                        + " LOWER(answer) LIKE ? ESCAPE '!' OR LOWER(path) LIKE ? ESCAPE '!')",
                tenant,
                pattern,
                pattern,
                pattern);
    }

    @Override
    public int remove(String tenant, @Nullable String directoryId, int most) {
        return transaction(sql -> {
            for (String table : List.of("scimlet_log_exchanges", "scimlet_log_watches")) {
                String all = "DELETE FROM " + table + " WHERE tenant = ?";
                if (directoryId == null) {
                    sql.update(all, tenant);
                } else {
                    sql.update(all + " AND directory_id = ?", tenant, directoryId);
                }
            }
            return directoryId == null
                    ? remove(sql, "tenant = ?", most, tenant)
                    : remove(sql, "tenant = ? AND directory_id = ?", most, tenant, directoryId);
        });
    }

    /** Columns of MariaDB and MySQL have no zone: ours hold times of UTC. */
    private Instant time(ResultSet row, int column) throws SQLException {
        boolean withoutZone = units.knownDatabase()
                .filter(database -> database == SqlDatabase.MARIADB || database == SqlDatabase.MYSQL)
                .isPresent();
        return withoutZone
                ? row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC)
                : row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
