package dev.scimlet.examples.mediusflow.log;

import dev.scimlet.examples.mediusflow.account.SearchPattern;
import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.database.Row;
import dev.scimlet.examples.mediusflow.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes and reads the provisioning logs of all tenants. */
public final class ProvisioningLog {

    /** Longer than an audit of a quarter looks back. */
    private static final Duration KEPT = Duration.ofDays(90);

    private final Database database;
    private final Clock clock;

    public ProvisioningLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Deletes the entries of all tenants that are older than 90 days. */
    public void forgetOld() {
        database.change(
                "delete from provisioning_log where happened_at < ?",
                clock.instant().minus(KEPT));
    }

    /** Writes an entry. Texts that are too long for the log are cut; the entry's own id is not looked at. */
    public void write(Tenant tenant, LogEntry entry) {
        database.change(
                "insert into provisioning_log (tenant_id, happened_at, actor, operation, resource_type, resource_id,"
                        + " resource_name, status, result, reason, request_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                tenant.id(),
                entry.time(),
                cut(entry.actor(), 120),
                entry.operation().name(),
                cut(entry.resourceType(), 40),
                cut(entry.resourceId(), 255),
                cut(entry.resourceName(), 255),
                entry.status(),
                entry.result().name(),
                cut(entry.reason(), 2000),
                cut(entry.requestId(), 64));
    }

    /** Writes that an administrator did something in the console. */
    public void writeAdministration(Tenant tenant, String loginName, String what, String whatName, String reason) {
        writeAdministration(tenant, loginName, what, "", whatName, reason);
    }

    /** Writes that an administrator did something to the resource with an id. */
    public void writeAdministration(
            Tenant tenant, String loginName, String what, String whatId, String whatName, String reason) {
        write(
                tenant,
                new LogEntry(
                        0,
                        clock.instant(),
                        loginName,
                        LogEntry.Operation.CONFIGURE,
                        what,
                        whatId,
                        whatName,
                        0,
                        LogEntry.Result.DONE,
                        reason,
                        ""));
    }

    /** The newest entries first, at most {@code limit} of them. */
    public List<LogEntry> newest(Tenant tenant, LogFilter filter, int limit) {
        StringBuilder query = new StringBuilder("select * from provisioning_log where tenant_id = ?");
        List<Object> parameters = new ArrayList<>();
        parameters.add(tenant.id());
        filter.before().ifPresent(id -> {
            query.append(" and id < ?");
            parameters.add(id);
        });
        filter.operation().ifPresent(operation -> {
            query.append(" and operation = ?");
            parameters.add(operation.name());
        });
        filter.result().ifPresent(result -> {
            query.append(" and result = ?");
            parameters.add(result.name());
        });
        if (!filter.resourceType().isEmpty()) {
            query.append(" and resource_type = ?");
            parameters.add(filter.resourceType());
        }
        if (!filter.words().isBlank()) {
            query.append(" and (lower(actor) like ? escape '!' or lower(resource_name) like ? escape '!'"
                    + " or lower(resource_id) like ? escape '!' or lower(reason) like ? escape '!'"
                    + " or lower(request_id) like ? escape '!')");
            String pattern = SearchPattern.containing(filter.words());
            for (int i = 0; i < 5; i++) {
                parameters.add(pattern);
            }
        }
        query.append(" order by id desc limit ?");
        parameters.add(limit);
        return database.list(query.toString(), ProvisioningLog::read, parameters.toArray());
    }

    /** The newest entries about one resource. */
    public List<LogEntry> about(Tenant tenant, String resourceId, int limit) {
        return database.list(
                "select * from provisioning_log where tenant_id = ? and resource_id = ? order by id desc limit ?",
                ProvisioningLog::read,
                tenant.id(),
                resourceId,
                limit);
    }

    /** The newest entry that a directory caused. */
    public Optional<LogEntry> newestFromDirectory(Tenant tenant) {
        return database.first(
                "select * from provisioning_log where tenant_id = ? and status > 0 order by id desc limit 1",
                ProvisioningLog::read,
                tenant.id());
    }

    /**
     * The refusal with which a directory stopped: known by its secret, it is refused as a whole (401 or 403), and since
     * then nothing else was answered. Strangers and our own administrators stop nothing.
     */
    public Optional<LogEntry> stopped(Tenant tenant) {
        long answered = database.first(
                        "select id from provisioning_log where tenant_id = ? and status > 0 and status not in (401, 403)"
                                + " and actor <> ? order by id desc limit 1",
                        row -> row.number("id"),
                        tenant.id(),
                        LogEntry.STRANGER)
                .orElse(0L);
        return database.first(
                "select * from provisioning_log where tenant_id = ? and id > ? and status in (401, 403) and actor <> ?"
                        + " order by id limit 1",
                ProvisioningLog::read,
                tenant.id(),
                answered,
                LogEntry.STRANGER);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }

    private static LogEntry read(Row row) {
        return new LogEntry(
                row.number("id"),
                row.time("happened_at"),
                row.text("actor"),
                LogEntry.Operation.valueOf(row.text("operation")),
                row.text("resource_type"),
                row.text("resource_id"),
                row.text("resource_name"),
                (int) row.number("status"),
                LogEntry.Result.valueOf(row.text("result")),
                row.text("reason"),
                row.text("request_id"));
    }
}
