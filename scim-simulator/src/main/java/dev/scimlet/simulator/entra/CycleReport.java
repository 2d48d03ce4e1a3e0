package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.log.ProvisioningAction;
import dev.scimlet.simulator.log.ProvisioningLogEntry;
import dev.scimlet.simulator.log.ProvisioningStatus;
import dev.scimlet.simulator.log.ProvisioningStep;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What came of a cycle.
 *
 * @param cycle {@code initial} or {@code incremental} with a number
 * @param state how the job stands after it
 * @param stateReason why it is in quarantine or disabled, or empty text
 * @param heldDeletions how many users and groups were not disabled or deleted, because there were too many at once
 * @param escrows how many objects wait for another attempt
 * @param entries what was logged
 */
public record CycleReport(
        String cycle,
        Instant at,
        JobState state,
        String stateReason,
        int heldDeletions,
        int escrows,
        List<ProvisioningLogEntry> entries) {

    public CycleReport {
        entries = List.copyOf(entries);
    }

    /** How many objects of a type ({@code User}, {@code Group}) had this action with success. */
    public int count(String type, ProvisioningAction action) {
        return (int) entries.stream()
                .filter(entry -> entry.status() == ProvisioningStatus.SUCCESS)
                .filter(entry -> entry.action() == action)
                .filter(entry -> entry.identity().type().equals(type))
                .count();
    }

    public int count(ProvisioningStatus status) {
        return (int) entries.stream().filter(entry -> entry.status() == status).count();
    }

    /** What the application did that it should not do, though Entra ID puts up with it: each thing once. */
    public Set<String> warnings() {
        return entries.stream()
                .flatMap(entry -> entry.steps().stream())
                .filter(step -> step.status() == ProvisioningStatus.WARNING)
                .map(ProvisioningStep::description)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** How many entries tell of a change in the application. */
    public int changes() {
        return count(ProvisioningStatus.SUCCESS);
    }

    public int failures() {
        return count(ProvisioningStatus.FAILURE);
    }
}
