package dev.scimlet.examples.mediusflow.provisioning;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Keeps those who know no secret from filling a tenant's log: a few entries a minute are enough to notice them. */
final class Strangers {

    private static final int ENTRIES = 20;
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, Count> byTenant = new HashMap<>();

    Strangers(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean mayBeLogged(String tenantId) {
        Instant now = clock.instant();
        Count count = byTenant.get(tenantId);
        if (count == null || count.since.isBefore(now.minus(INTERVAL))) {
            byTenant.put(tenantId, new Count(now, 1));
            return true;
        }
        byTenant.put(tenantId, new Count(count.since, count.entries + 1));
        return count.entries < ENTRIES;
    }

    private record Count(Instant since, int entries) {}
}
