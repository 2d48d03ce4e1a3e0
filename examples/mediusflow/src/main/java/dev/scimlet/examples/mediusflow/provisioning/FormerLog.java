package dev.scimlet.examples.mediusflow.provisioning;

import dev.scimlet.directory.Directory;
import dev.scimlet.directory.jdbc.JdbcLogStore;
import dev.scimlet.directory.log.LogEntry.Operation;
import dev.scimlet.directory.log.LogEntry.Result;
import dev.scimlet.directory.log.LogRow;
import dev.scimlet.examples.mediusflow.database.Database;
import dev.scimlet.examples.mediusflow.database.Row;
import dev.scimlet.examples.mediusflow.tenant.ProvisioningSecrets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The table {@code provisioning_log}, in which the application kept a log of its own before it had the library's. */
public final class FormerLog {

    private static final int AT_ONCE = 500;

    private static final String STRANGER = "Unknown";

    private final Database database;
    private final ProvisioningSecrets secrets;
    private final Map<String, Directory> connections = new HashMap<>();

    public FormerLog(Database database, Clock clock) {
        this.database = database;
        this.secrets = new ProvisioningSecrets(database, clock);
    }

    /**
     * Takes over what the table holds, the oldest first. A start that was cut short goes on; several nodes may call this at once. What nodes of the
     * release before log afterwards, in a rolling upgrade, is taken over at the next start.
     */
    public void takeOver() {
        List<Former> some;
        do {
            some = database.list("select * from provisioning_log order by id limit ?", Former::read, AT_ONCE);
            List<Former> read = some;
            database.inTransaction(transaction -> move(transaction, read));
        } while (some.size() == AT_ONCE);
    }

    /** Who takes an entry out there writes it here. */
    private void move(Database transaction, List<Former> entries) {
        List<LogRow> rows = new ArrayList<>();
        for (Former entry : entries) {
            if (transaction.change("delete from provisioning_log where id = ?", entry.id) > 0) {
                rows.add(entry.row(connections.computeIfAbsent(entry.tenantId, secrets::connection)));
            }
        }
        JdbcLogStore.over(database.source()).write(JdbcLogStore.in(transaction.connection()), rows);
    }

    private record Former(
            long id,
            String tenantId,
            Instant time,
            String actor,
            Operation operation,
            String kind,
            String resourceId,
            String name,
            int status,
            Result result,
            String sentence,
            String requestId) {

        static Former read(Row row) {
            return new Former(
                    row.number("id"),
                    row.text("tenant_id"),
                    row.time("happened_at"),
                    row.text("actor"),
                    Operation.valueOf(row.text("operation")),
                    row.text("resource_type"),
                    row.text("resource_id"),
                    row.text("resource_name"),
                    (int) row.number("status"),
                    Result.valueOf(row.text("result")),
                    row.text("reason"),
                    row.text("request_id"));
        }

        /** @param connection the tenant's */
        LogRow row(Directory connection) {
            boolean administration = operation == Operation.CONFIGURE;
            boolean ofDirectory = !administration && !actor.equals(STRANGER);
            boolean person = administration || kind.equals("User") || kind.equals("Group");
            // What was refused as a whole, and look-ups by a filter, concern nobody in particular
            boolean concerns = person && status != 401 && status != 403 && operation != Operation.LOOKUP;
            return new LogRow(
                    entryId(),
                    tenantId,
                    time,
                    time,
                    1,
                    operation,
                    result,
                    ofDirectory ? connection.id() : null,
                    ofDirectory ? connection.name() : administration ? actor : null,
                    ofDirectory ? actor : null,
                    concerns ? kind.replace("UserConfiguration", "User configuration") : null,
                    concerns ? textOf(resourceId).orElse(null) : null,
                    concerns ? textOf(name).orElse(null) : null,
                    status,
                    "text",
                    (concerns ? sentence : sentence + " " + name).strip().replaceAll("\\p{Cntrl}", " "),
                    null,
                    null,
                    textOf(requestId).orElse(null));
        }

        /** Of the form of other entries' ids, which begin with the time, and in the order of the old ones. */
        private String entryId() {
            String millis = String.format(Locale.ROOT, "%012x", time.toEpochMilli());
            return millis.substring(0, 8) + "-" + millis.substring(8) + "-7000-8000-"
                    + String.format(Locale.ROOT, "%012x", id);
        }

        private static Optional<String> textOf(String text) {
            return Optional.of(text).filter(known -> !known.isEmpty());
        }
    }
}
