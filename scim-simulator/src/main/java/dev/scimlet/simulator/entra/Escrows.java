package dev.scimlet.simulator.entra;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** All that failed, with intervals that double from one cycle to one day. */
final class Escrows {

    private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

    /** Enough doublings to reach the longest interval. */
    private static final int MOST_DOUBLINGS = 6;

    private final Map<EscrowKey, Escrow> escrows = new LinkedHashMap<>();

    List<Escrow> all() {
        return List.copyOf(escrows.values());
    }

    boolean holds(EscrowKey key) {
        return escrows.containsKey(key);
    }

    /** True if {@code key} failed before and may be tried again. */
    boolean due(EscrowKey key, Instant now) {
        return Optional.ofNullable(escrows.get(key))
                .filter(escrow -> !escrow.nextAttempt().isAfter(now))
                .isPresent();
    }

    /** True if {@code key} failed before and has to wait. */
    boolean waits(EscrowKey key, Instant now) {
        return holds(key) && !due(key, now);
    }

    void failed(EscrowKey key, Instant now, String reason) {
        int attempts =
                Optional.ofNullable(escrows.get(key)).map(Escrow::attempts).orElse(0) + 1;
        escrows.put(key, new Escrow(key, attempts, now.plus(interval(attempts)), reason));
    }

    void settled(EscrowKey key) {
        escrows.remove(key);
    }

    /** Forgets those for which there is nothing left to do. */
    void forgetIf(Predicate<EscrowKey> moot) {
        escrows.keySet().removeIf(moot);
    }

    /** Forgets everything. */
    void clear() {
        escrows.clear();
    }

    private static Duration interval(int attempts) {
        Duration interval =
                ProvisioningService.CYCLE_INTERVAL.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
        return interval.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : interval;
    }
}
