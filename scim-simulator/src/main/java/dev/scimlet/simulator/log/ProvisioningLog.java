package dev.scimlet.simulator.log;

import java.util.ArrayList;
import java.util.List;

/** The entries in the order in which objects were taken up, which parallel workers do not change. */
public final class ProvisioningLog {

    private final List<ProvisioningLogEntry> entries = new ArrayList<>();

    /** A log without entries. */
    public ProvisioningLog() {}

    public synchronized void add(ProvisioningLogEntry entry) {
        entries.add(entry);
    }

    /** All entries, the oldest first. */
    public synchronized List<ProvisioningLogEntry> entries() {
        return List.copyOf(entries);
    }

    /** The entries with the given status, the oldest first. */
    public List<ProvisioningLogEntry> entries(ProvisioningStatus status) {
        return entries().stream().filter(entry -> entry.status() == status).toList();
    }

    /** All entries as a JSON array in the form of Microsoft Graph's {@code provisioningObjectSummary}. */
    public String json() {
        return LogWriter.json(entries());
    }

    /** All entries as CSV (RFC 4180) under a header. */
    public String csv() {
        return LogWriter.csv(entries());
    }
}
