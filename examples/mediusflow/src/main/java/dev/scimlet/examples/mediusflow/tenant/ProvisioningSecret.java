package dev.scimlet.examples.mediusflow.tenant;

import java.time.Instant;
import java.util.Optional;

/**
 * A secret that a directory may present, without the secret itself: that is told once and never kept.
 *
 * @param label no other secret of the tenant has it, in any case
 * @param ownerGone since when the administrator who generated it has no right to it any more
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
        Optional<Instant> revoked,
        Optional<Instant> ownerGone) {

    /** Whether a directory may use it, and why not. */
    public enum State {
        LIVE,
        EXPIRED,
        /** The administrator who generated it has lost the rights or has left. */
        UNOWNED,
        REVOKED
    }

    /** When it stopped to be of use; empty while it is. */
    public Optional<Instant> ended(Instant now) {
        return revoked.or(() -> now.isBefore(expires) ? Optional.empty() : Optional.of(expires))
                .or(() -> ownerGone);
    }

    public State state(Instant now) {
        if (revoked.isPresent()) {
            return State.REVOKED;
        }
        if (!now.isBefore(expires)) {
            return State.EXPIRED;
        }
        return ownerGone.isPresent() ? State.UNOWNED : State.LIVE;
    }
}
