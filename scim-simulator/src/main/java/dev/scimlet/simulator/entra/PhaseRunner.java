package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.FailureKind;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.log.ProvisioningLog;
import dev.scimlet.simulator.log.ProvisioningLogEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Carries out the work items of one cycle, several at once, and keeps log and escrows in the items' order. */
final class PhaseRunner {

    private final String cycle;
    private final Instant now;
    private final Escrows escrows;
    private final ProvisioningLog log;
    private final ProgressListener listener;
    private final int parallelism;
    private final List<ProvisioningLogEntry> entries = new ArrayList<>();
    private final Set<FailureKind> failures = ConcurrentHashMap.newKeySet();

    PhaseRunner(
            String cycle,
            Instant now,
            Escrows escrows,
            ProvisioningLog log,
            ProgressListener listener,
            int parallelism) {
        this.cycle = cycle;
        this.now = now;
        this.escrows = escrows;
        this.log = log;
        this.listener = listener;
        this.parallelism = parallelism;
    }

    /** What was logged in this cycle so far. */
    List<ProvisioningLogEntry> entries() {
        return List.copyOf(entries);
    }

    /** True once the credentials were refused: nothing more is sent then. */
    boolean stopped() {
        return failures.contains(FailureKind.UNAUTHORIZED);
    }

    /** What the application said when it refused the credentials, after a colon; empty if it did not. */
    String refusal() {
        return entries.stream()
                .filter(entry -> entry.errorCode().equals(Attempt.errorCode(FailureKind.UNAUTHORIZED)))
                .map(entry -> ": " + entry.reason())
                .findFirst()
                .orElse("");
    }

    /** True if an answer was not SCIM. */
    boolean metIncompatibleAnswer() {
        return failures.contains(FailureKind.INCOMPATIBLE);
    }

    void run(CyclePhase phase, List<WorkItem> items) {
        if (stopped()) {
            return;
        }
        PhaseProgress progress = new PhaseProgress(phase, items.size());
        Map<Integer, Outcome> outcomes = new ConcurrentSkipListMap<>();
        Workers.run(
                parallelism,
                lanes(items),
                lane -> lane.forEach((number, item) -> {
                    if (!stopped()) {
                        outcomes.put(number, attempt(item));
                        progress.oneMore();
                    }
                }));
        settle(items, outcomes);
    }

    /** The items by lane, each with its number. */
    private static List<Map<Integer, WorkItem>> lanes(List<WorkItem> items) {
        Map<String, Map<Integer, WorkItem>> lanes = new LinkedHashMap<>();
        for (int number = 0; number < items.size(); number++) {
            WorkItem item = items.get(number);
            lanes.computeIfAbsent(item.lane(), first -> new TreeMap<>()).put(number, item);
        }
        return List.copyOf(lanes.values());
    }

    private Outcome attempt(WorkItem item) {
        Attempt attempt = new Attempt(cycle, now, item.identity());
        try {
            return new Outcome(item.task().run(attempt), Optional.empty());
        } catch (ScimFailureException e) {
            failures.add(e.kind());
            return new Outcome(attempt.failed(e), Optional.of(e));
        }
    }

    /** One failed batch of members keeps the whole membership in escrow. */
    private void settle(List<WorkItem> items, Map<Integer, Outcome> outcomes) {
        Map<EscrowKey, ScimFailureException> failed = new LinkedHashMap<>();
        Set<EscrowKey> settled = new LinkedHashSet<>();
        outcomes.forEach((number, outcome) -> {
            EscrowKey key = items.get(number).key();
            log.add(outcome.entry());
            entries.add(outcome.entry());
            settled.add(key);
            outcome.failure()
                    .filter(failure -> failure.kind() != FailureKind.UNAUTHORIZED)
                    .ifPresent(failure -> failed.put(key, failure));
        });
        failed.forEach((key, failure) -> escrows.failed(key, now, failure.reason()));
        settled.removeAll(failed.keySet());
        settled.forEach(escrows::settled);
    }

    private record Outcome(ProvisioningLogEntry entry, Optional<ScimFailureException> failure) {}

    /** Counts under a lock, so that the listener sees every count once and in order. */
    private final class PhaseProgress {

        private final CyclePhase phase;
        private final int total;
        private int done;

        PhaseProgress(CyclePhase phase, int total) {
            this.phase = phase;
            this.total = total;
            listener.advanced(new Progress(cycle, phase, 0, total));
        }

        synchronized void oneMore() {
            done++;
            listener.advanced(new Progress(cycle, phase, done, total));
        }
    }
}
