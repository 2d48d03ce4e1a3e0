package dev.scimlet.simulator.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a provisioning service did to one object in one cycle.
 *
 * @param at when, on the service's clock
 * @param cycle a name of the cycle, such as {@code initial}, {@code incremental 2} or {@code on demand}
 * @param errorCode such as {@code DuplicateTargetEntries}, or empty text
 * @param reason why it failed or was skipped, in a sentence, or empty text
 * @param duration how long it took, on the wall
 */
public record ProvisioningLogEntry(
        Instant at,
        String cycle,
        LoggedIdentity identity,
        ProvisioningAction action,
        ProvisioningStatus status,
        String errorCode,
        String reason,
        List<ProvisioningStep> steps,
        List<ModifiedProperty> modifiedProperties,
        Duration duration) {

    public ProvisioningLogEntry {
        steps = List.copyOf(steps);
        modifiedProperties = List.copyOf(modifiedProperties);
    }
}
