package dev.scimlet.examples.mediusflow.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes guessing slow: after some failures a key must wait, longer with each further one. */
final class Throttle {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    /** After this long without a failure, the earlier ones are forgotten. */
    private static final Duration MEMORY = Duration.ofHours(1);

    /** So that made-up names cannot fill the memory; the key whose failure is longest ago is forgotten first. */
    private static final int MOST_KEYS = 10_000;

    private final int freeFailures;
    private final Clock clock;
    private final Map<String, Failures> byKey = new LinkedHashMap<>();

    /** @param freeFailures how many failures a key has before it must wait */
    Throttle(int freeFailures, Clock clock) {
        this.freeFailures = freeFailures;
        this.clock = clock;
    }

    /** How long {@code key} must still wait before it may try again; zero if it need not. */
    synchronized Duration wait(String key) {
        Failures failures = byKey.get(key);
        if (failures == null || failures.count < freeFailures) {
            return Duration.ZERO;
        }
        int further = Math.min(failures.count - freeFailures, 10);
        Duration full = FIRST_WAIT.multipliedBy(1L << further);
        Duration capped = full.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : full;
        Duration left = Duration.between(clock.instant(), failures.last.plus(capped));
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void failed(String key) {
        Instant now = clock.instant();
        Failures before = byKey.remove(key);
        boolean remembered = before != null && before.last.isAfter(now.minus(MEMORY));
        byKey.put(key, new Failures(remembered && before != null ? before.count + 1 : 1, now));
        if (byKey.size() > MOST_KEYS) {
            byKey.remove(byKey.keySet().iterator().next());
        }
    }

    synchronized void succeeded(String key) {
        byKey.remove(key);
    }

    private record Failures(int count, Instant last) {}
}
