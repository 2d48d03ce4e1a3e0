package dev.scimlet.simulator.entra;

import dev.scimlet.testkit.json.PlainJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the page of a job shows under <i>View provisioning details</i>, at one moment: while a cycle runs and after.
 *
 * @param at the time on the service's clock
 * @param state how the job stands
 * @param running how far the phase is that runs; empty between cycles
 * @param finishedCycles how many cycles have ended
 * @param lastCycle when the last one began; empty if none has ended
 * @param nextCycle not before then the next one begins; empty for a job that is disabled
 * @param counts how many objects had which action with success since the job began, by {@code User create} and the like
 * @param provisioned how many users, and how many groups, the job keeps in step
 * @param escrows how many objects wait for another attempt
 * @param stagedDeletions how many users and groups wait to be disabled or deleted until somebody allows it
 * @param quarantine why the job is in quarantine, if it is
 * @param lastErrors what failed last, the newest first
 */
public record SynchronizationDetails(
        Instant at,
        JobState state,
        Optional<Progress> running,
        int finishedCycles,
        Optional<Instant> lastCycle,
        Optional<Instant> nextCycle,
        Map<String, Integer> counts,
        Map<String, Integer> provisioned,
        int escrows,
        int stagedDeletions,
        Optional<InQuarantine> quarantine,
        List<FailedAttempt> lastErrors) {

    /** Since when, of which kind, and the sentence for administrators. */
    public record InQuarantine(Instant since, QuarantineReason kind, String reason) {}

    /** An attempt that failed. */
    public record FailedAttempt(Instant at, String type, String name, String errorCode, String reason) {}

    public SynchronizationDetails {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        provisioned = Collections.unmodifiableMap(new LinkedHashMap<>(provisioned));
        lastErrors = List.copyOf(lastErrors);
    }

    /** {@code Running}, {@code Active}, {@code In quarantine} or {@code Disabled}; {@code Not started} before all that. */
    public String status() {
        if (running.isPresent()) {
            return "Running";
        }
        return switch (state) {
            case ACTIVE -> finishedCycles == 0 ? "Not started" : "Active";
            case QUARANTINED -> "In quarantine";
            case DISABLED -> "Disabled";
        };
    }

    /**
     * As a page of text.
     *
     * @param provisioningLog where the log of every object is; empty text if it is written nowhere
     */
    public String text(String provisioningLog) {
        StringBuilder text = new StringBuilder();
        line(text, "Status", status());
        running.ifPresent(progress -> {
            line(text, "Cycle", progress.cycle() + ", " + progress.phase().title());
            line(
                    text,
                    "Progress",
                    progress.done() + " of " + progress.total() + ", " + progress.percent() + " % of this phase");
        });
        line(text, "Cycles finished", Integer.toString(finishedCycles));
        lastCycle.ifPresent(time -> line(text, "Last cycle", second(time)));
        nextCycle.ifPresent(time -> line(text, "Next cycle", second(time)));
        provisioned.forEach((type, number) -> line(text, type + "s kept in step", number.toString()));
        counts.forEach((what, number) -> line(text, what, number.toString()));
        line(text, "Waiting for another attempt", Integer.toString(escrows));
        line(text, "Staged deletions", Integer.toString(stagedDeletions));
        quarantine.ifPresent(why -> line(text, "In quarantine since", second(why.since()) + ": " + why.reason()));
        line(text, "Provisioning log", provisioningLog.isEmpty() ? "not written (--log FILE)" : provisioningLog);
        text.append(lastErrors.isEmpty() ? "No errors.\n" : "Last errors:\n");
        lastErrors.forEach(error -> text.append("  ")
                .append(second(error.at()))
                .append("  ")
                .append(error.type())
                .append(' ')
                .append(error.name())
                .append(": ")
                .append(error.errorCode())
                .append(", ")
                .append(error.reason())
                .append('\n'));
        return text.toString();
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void line(StringBuilder text, String caption, String value) {
        text.append(String.format(Locale.ROOT, "%-29s%s%n", caption, value));
    }

    /** As JSON; {@code provisioningLog} as in {@link #text}. */
    public String json(String provisioningLog) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("at", second(at));
        object.put("status", status());
        running.ifPresent(progress -> {
            Map<String, Object> cycle = new LinkedHashMap<>();
            cycle.put("cycle", progress.cycle());
            cycle.put("phase", progress.phase().title());
            cycle.put("done", progress.done());
            cycle.put("total", progress.total());
            cycle.put("percent", progress.percent());
            object.put("progress", cycle);
        });
        object.put("finishedCycles", finishedCycles);
        lastCycle.ifPresent(time -> object.put("lastCycle", second(time)));
        nextCycle.ifPresent(time -> object.put("nextCycle", second(time)));
        object.put("synchronizedEntryCountByType", provisioned);
        object.put("counts", counts);
        object.put("countOfEscrowedObjects", escrows);
        object.put("stagedDeletions", stagedDeletions);
        quarantine.ifPresent(why -> {
            Map<String, Object> reason = new LinkedHashMap<>();
            reason.put("since", second(why.since()));
            reason.put("reason", why.kind().name());
            reason.put("message", why.reason());
            object.put("quarantine", reason);
        });
        object.put("provisioningLog", provisioningLog);
        object.put(
                "lastErrors",
                lastErrors.stream().map(SynchronizationDetails::object).toList());
        return PlainJson.writeIndented(object);
    }

    private static Map<String, Object> object(FailedAttempt error) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("at", second(error.at()));
        object.put("type", error.type());
        object.put("name", error.name());
        object.put("errorCode", error.errorCode());
        object.put("reason", error.reason());
        return object;
    }
}
