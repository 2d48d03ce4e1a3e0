package dev.scimlet.simulator.entra;

/**
 * When a job goes into quarantine because of failures. Refused credentials put it there at once.
 *
 * @param minimumFailures fewer failures in a cycle never do
 * @param failurePercent the share of failures among what was attempted in a cycle, above which it does
 * @param incompatibleAtOnce true if one answer that is not SCIM is enough
 */
public record QuarantineThresholds(int minimumFailures, int failurePercent, boolean incompatibleAtOnce) {

    /** The thresholds of Entra ID. */
    public static final QuarantineThresholds ENTRA = new QuarantineThresholds(5_000, 40, true);
}
