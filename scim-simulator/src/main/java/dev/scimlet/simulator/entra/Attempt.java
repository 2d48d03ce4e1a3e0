package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.FailureKind;
import dev.scimlet.simulator.client.ScimFailureException;
import dev.scimlet.simulator.log.LoggedIdentity;
import dev.scimlet.simulator.log.ModifiedProperty;
import dev.scimlet.simulator.log.ProvisioningAction;
import dev.scimlet.simulator.log.ProvisioningLogEntry;
import dev.scimlet.simulator.log.ProvisioningStatus;
import dev.scimlet.simulator.log.ProvisioningStep;
import dev.scimlet.simulator.log.StepKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects what happens to one object until it is a log entry. Used by one worker. */
final class Attempt {

    private final String cycle;
    private final Instant at;
    private final long startedNanos = System.nanoTime();
    private final List<ProvisioningStep> steps = new ArrayList<>();
    private final List<ModifiedProperty> modifiedProperties = new ArrayList<>();
    private LoggedIdentity identity;
    private ProvisioningAction action = ProvisioningAction.OTHER;
    private StepKind current = StepKind.IMPORT;

    Attempt(String cycle, Instant at, LoggedIdentity identity) {
        this.cycle = cycle;
        this.at = at;
        this.identity = identity;
    }

    /** The step that is being tried: a failure is put down to it. */
    void begin(StepKind step) {
        current = step;
    }

    void done(StepKind step, String description) {
        steps.add(new ProvisioningStep(step, ProvisioningStatus.SUCCESS, description));
    }

    /** Something that Entra ID puts up with, and that costs the application. */
    void warn(String description) {
        steps.add(new ProvisioningStep(current, ProvisioningStatus.WARNING, description));
    }

    void action(ProvisioningAction value) {
        action = value;
    }

    void target(String id) {
        identity = identity.withTargetId(id);
    }

    void modified(List<AttributeChange> changes) {
        changes.forEach(change -> modifiedProperties.add(change.logged()));
    }

    void modified(ModifiedProperty property) {
        modifiedProperties.add(property);
    }

    ProvisioningLogEntry succeeded(String description) {
        done(StepKind.EXPORT, description);
        return entry(ProvisioningStatus.SUCCESS, "", "");
    }

    ProvisioningLogEntry skipped(String code, String reason) {
        steps.add(new ProvisioningStep(current, ProvisioningStatus.SKIPPED, reason));
        return entry(ProvisioningStatus.SKIPPED, code, reason);
    }

    ProvisioningLogEntry failed(ScimFailureException failure) {
        steps.add(new ProvisioningStep(current, ProvisioningStatus.FAILURE, failure.reason()));
        modifiedProperties.clear();
        return entry(ProvisioningStatus.FAILURE, errorCode(failure.kind()), failure.reason());
    }

    private ProvisioningLogEntry entry(ProvisioningStatus status, String errorCode, String reason) {
        Duration duration = Duration.ofNanos(System.nanoTime() - startedNanos);
        return new ProvisioningLogEntry(
                at, cycle, identity, action, status, errorCode, reason, steps, modifiedProperties, duration);
    }

    /** The code that administrators find in Entra ID's log. */
    static String errorCode(FailureKind kind) {
        return switch (kind) {
            case NO_ANSWER -> "Timeout";
            case UNAUTHORIZED -> "Unauthorized";
            case NOT_FOUND -> "InvalidAnchor";
            case CONFLICT -> "EntryConflict";
            case TOO_MANY_REQUESTS -> "TooManyRequests";
            case REFUSED -> "UnprocessableEntity";
            case SERVER_ERROR -> "InternalServerError";
            case DUPLICATE_TARGET -> "DuplicateTargetEntries";
            case DUPLICATE_SOURCE -> "DuplicateSourceEntries";
            case INCOMPATIBLE -> "SystemForCrossDomainIdentityManagementServiceIncompatible";
        };
    }
}
