package dev.scimlet.simulator.log;

/**
 * One step of provisioning an object.
 *
 * @param description what happened, in a sentence
 */
public record ProvisioningStep(StepKind kind, ProvisioningStatus status, String description) {}
