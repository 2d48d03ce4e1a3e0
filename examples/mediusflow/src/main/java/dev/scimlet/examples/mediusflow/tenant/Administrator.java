package dev.scimlet.examples.mediusflow.tenant;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody who may sign in to the console.
 *
 * @param passwordOnce whether the password was made by the application and must be changed before anything else
 * @param rightsLost since when this one may look at everything and change nothing; empty with administrator's rights
 * @param left since when this one may not even sign in
 */
public record Administrator(
        String id,
        String organisationId,
        String loginName,
        boolean passwordOnce,
        Optional<Instant> rightsLost,
        Optional<Instant> left) {

    /** Whether this one has administrator's rights. */
    public boolean mayChange() {
        return rightsLost.isEmpty() && left.isEmpty();
    }
}
