package dev.scimlet.examples.mediusflow.tenant;

import java.time.Instant;
import java.util.Optional;

/**
 * A secret that a directory may present, without the secret itself: that is told once and never kept.
 *
 * @param label no other secret of the tenant has it, in any case
 * @param lastFour the characters by which people tell secrets apart; empty if they were not kept
 */
public record ProvisioningSecret(
        String id,
        String tenantId,
        String label,
        String lastFour,
        String createdBy,
        Instant created,
        Instant expires,
        Optional<Instant> lastUsed,
        Optional<Instant> revoked) {

    /** Whether a directory may use it, and why not. */
    public enum State {
        LIVE,
        EXPIRED,
        REVOKED
    }

    /** When it stopped to be of use; empty while it is. */
    public Optional<Instant> ended(Instant now) {
        return revoked.or(() -> now.isBefore(expires) ? Optional.empty() : Optional.of(expires));
    }

    public State state(Instant now) {
        if (revoked.isPresent()) {
            return State.REVOKED;
        }
        return now.isBefore(expires) ? State.LIVE : State.EXPIRED;
    }
}
