package dev.scimlet.directory;

import dev.scimlet.directory.DirectoryHealth.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one directory did, as this node has seen it. */
final class Activity {

    private static final int MINUTES = 60;
    private static final int HOURS = 24;
    private static final int DAYS = 14;

    private static final int REFUSALS_OF_A_QUARANTINE = 5;

    private static final int PAUSES_OF_A_SILENCE = 3;

    private final Counts byMinute = new Counts(Duration.ofMinutes(1), MINUTES);
    private final Counts byHour = new Counts(Duration.ofHours(1), HOURS);
    private final long[] dayOfPause = new long[DAYS];
    private final long[] pauseMillis = new long[DAYS];
    private @Nullable Instant firstRequest;
    private @Nullable Instant lastRequest;
    private @Nullable Instant lastSuccess;
    private @Nullable Instant lastChange;
    private @Nullable Instant refusedSince;
    private int refusals;
    private boolean unwritten;

    /** What is made of it. */
    record Seen(
            Map<Failure, Integer> lastHour,
            Map<Failure, Integer> lastDay,
            Optional<Instant> refusedSince,
            Optional<Instant> silentSince) {

        static final Seen NOTHING = new Seen(Map.of(), Map.of(), Optional.empty(), Optional.empty());
    }

    /** Failures in the last so many units of time. */
    private static final class Counts {

        private final long unit;
        private final long[] units;
        private final List<Map<Failure, Integer>> counts = new ArrayList<>();

        Counts(Duration unit, int many) {
            this.unit = unit.toMillis();
            this.units = new long[many];
            for (int place = 0; place < many; place++) {
                counts.add(new EnumMap<>(Failure.class));
            }
        }

        void add(Failure failure, Instant now) {
            long present = now.toEpochMilli() / unit;
            int place = (int) (present % units.length);
            if (units[place] != present) {
                units[place] = present;
                counts.get(place).clear();
            }
            counts.get(place).merge(failure, 1, Integer::sum);
        }

        Map<Failure, Integer> sum(Instant now) {
            long present = now.toEpochMilli() / unit;
            Map<Failure, Integer> sums = new EnumMap<>(Failure.class);
            for (int place = 0; place < units.length; place++) {
                if (units[place] > present - units.length && units[place] <= present) {
                    counts.get(place).forEach((failure, count) -> sums.merge(failure, count, Integer::sum));
                }
            }
            return Collections.unmodifiableMap(sums);
        }
    }

    /** A request with its answer; {@code changes} says whether it was meant to change something. */
    synchronized void request(int status, boolean changes, Instant now) {
        notePause(now);
        lastRequest = now;
        unwritten = true;
        Failure failure = failure(status);
        if (failure == null) {
            lastSuccess = now;
            refusedSince = null;
            refusals = 0;
            if (changes && status < 300) {
                lastChange = now;
            }
            return;
        }
        byMinute.add(failure, now);
        byHour.add(failure, now);
        if (failure == Failure.REFUSED) {
            refusals++;
            if (refusedSince == null) {
                refusedSince = now;
            }
        }
    }

    static @Nullable Failure failure(int status) {
        return switch (status) {
            case 401, 403 -> Failure.REFUSED;
            case 404 -> null;
            case 429 -> Failure.LIMITED;
            case 503 -> Failure.UNAVAILABLE;
            default -> status < 400 ? null : status < 500 ? Failure.REJECTED : Failure.FAILED;
        };
    }

    private void notePause(Instant now) {
        if (firstRequest == null || lastRequest == null) {
            firstRequest = now;
            return;
        }
        long day = now.toEpochMilli() / Duration.ofDays(1).toMillis();
        int place = (int) (day % DAYS);
        long pause = Duration.between(lastRequest, now).toMillis();
        if (dayOfPause[place] != day) {
            dayOfPause[place] = day;
            pauseMillis[place] = 0;
        }
        pauseMillis[place] = Math.max(pauseMillis[place], pause);
    }

    synchronized Seen seen(Instant now) {
        Instant since = refusals >= REFUSALS_OF_A_QUARANTINE ? refusedSince : null;
        return new Seen(byMinute.sum(now), byHour.sum(now), Optional.ofNullable(since), silentSince(now));
    }

    private Optional<Instant> silentSince(Instant now) {
        if (firstRequest == null || lastRequest == null || now.isBefore(firstRequest.plus(Duration.ofDays(1)))) {
            return Optional.empty();
        }
        long today = now.toEpochMilli() / Duration.ofDays(1).toMillis();
        long longest = 0;
        for (int place = 0; place < DAYS; place++) {
            if (dayOfPause[place] > today - DAYS) {
                longest = Math.max(longest, pauseMillis[place]);
            }
        }
        boolean silent = longest > 0 && Duration.between(lastRequest, now).toMillis() > PAUSES_OF_A_SILENCE * longest;
        return silent ? Optional.of(lastRequest) : Optional.empty();
    }

    synchronized ActivityTimes times() {
        return new ActivityTimes(lastRequest, lastSuccess, lastChange);
    }

    /** The times, if something has happened since they were last asked for; else null. */
    synchronized @Nullable ActivityTimes toWrite() {
        if (!unwritten) {
            return null;
        }
        unwritten = false;
        return times();
    }

    /** Says that the times could not be written. */
    synchronized void notWritten() {
        unwritten = true;
    }
}
