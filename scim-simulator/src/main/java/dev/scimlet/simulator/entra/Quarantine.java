package dev.scimlet.simulator.entra;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a job is in quarantine, since when and why. */
final class Quarantine {

    /** How long a job stays in quarantine before it is disabled. */
    private static final Duration LONGEST = Duration.ofDays(28);

    private Optional<Instant> since = Optional.empty();
    private Optional<QuarantineReason> kind = Optional.empty();
    private String reason = "";

    JobState state(Instant now) {
        return since.map(start -> start.plus(LONGEST).isAfter(now) ? JobState.QUARANTINED : JobState.DISABLED)
                .orElse(JobState.ACTIVE);
    }

    Optional<Instant> since() {
        return since;
    }

    Optional<QuarantineReason> kind() {
        return kind;
    }

    String reason() {
        return reason;
    }

    /**
     * Goes into quarantine or stays there.
     *
     * @return true if the job was not there before, or for another kind of reason
     */
    boolean enter(Instant now, QuarantineReason why, String because) {
        boolean news = kind.filter(why::equals).isEmpty();
        since = since.or(() -> Optional.of(now));
        kind = Optional.of(why);
        reason = because;
        return news;
    }

    void leave() {
        since = Optional.empty();
        kind = Optional.empty();
        reason = "";
    }
}
