package dev.scimlet.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is noted of directories and credentials while requests are answered, and written after them. */
final class WriteBehind {

    private static final Logger LOG = LoggerFactory.getLogger(Directories.class);

    /** How precise the last use is kept. */
    private static final Duration PRECISION = Duration.ofMinutes(1);

    /** What is removed in one step. */
    private static final int EXPIRED_AT_ONCE = 500;

    private final DirectoryStore store;
    private final Consumer<DirectoryMeasure> measures;
    private final boolean measuresTenants;
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();
    private final Map<String, Activity> activities = new ConcurrentHashMap<>();

    WriteBehind(DirectoryStore store, Consumer<DirectoryMeasure> measures, boolean measuresTenants) {
        this.store = store;
        this.measures = measures;
        this.measuresTenants = measuresTenants;
    }

    void used(Credential credential, Instant now) {
        boolean justNow = credential
                .lastUsed()
                .filter(before -> before.isAfter(now.minus(PRECISION)))
                .isPresent();
        if (!justNow) {
            uses.merge(credential.id(), now, (before, after) -> after.isAfter(before) ? after : before);
        }
    }

    /** A request of a directory with its answer; {@code changes} says whether it was meant to change something. */
    void request(Directory directory, int status, boolean changes, Instant now) {
        activity(directory.id()).request(status, changes, now);
        DirectoryHealth.Failure failure = Activity.failure(status);
        Map<String, String> tags = new HashMap<>();
        tags.put("provider", directory.identityProvider().name().toLowerCase(Locale.ROOT));
        tags.put("result", failure == null ? "success" : failure.name().toLowerCase(Locale.ROOT));
        if (measuresTenants) {
            tags.put("tenant", directory.tenant());
        }
        measures.accept(DirectoryMeasure.count("requests", tags));
    }

    /** Tells how things stand. */
    void measure(Instant now) {
        long quarantined = 0;
        long silent = 0;
        for (Activity activity : activities.values()) {
            Activity.Seen seen = activity.seen(now);
            quarantined += seen.refusedSince().isPresent() ? 1 : 0;
            silent += seen.silentSince().isPresent() ? 1 : 0;
        }
        measures.accept(DirectoryMeasure.gauge("seen", activities.size(), Map.of()));
        measures.accept(DirectoryMeasure.gauge("quarantined", quarantined, Map.of()));
        measures.accept(DirectoryMeasure.gauge("silent", silent, Map.of()));
    }

    Activity activity(String directoryId) {
        return activities.computeIfAbsent(directoryId, id -> new Activity());
    }

    Optional<Activity> known(String directoryId) {
        return Optional.ofNullable(activities.get(directoryId));
    }

    /** A directory was deleted. */
    void forget(String directoryId) {
        activities.remove(directoryId);
    }

    /** Writes what was noted, and removes what has ended. What fails is written the next time. */
    void write(Instant now) {
        quietly("the last uses of credentials", this::writeUses);
        quietly("the activity of directories", this::writeActivities);
        quietly("what has ended", () -> {
            if (store.deleteExpired(now, EXPIRED_AT_ONCE) >= EXPIRED_AT_ONCE) {
                store.deleteExpired(now, EXPIRED_AT_ONCE);
            }
        });
    }

    private static void quietly(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.warn("{} could not be written; it is tried again", what, failure);
        }
    }

    private void writeUses() {
        Map<String, Instant> taken = Map.copyOf(uses);
        if (taken.isEmpty()) {
            return;
        }
        store.used(taken);
        taken.forEach(uses::remove);
    }

    private void writeActivities() {
        Map<String, ActivityTimes> taken = new HashMap<>();
        activities.forEach((id, activity) -> {
            @Nullable ActivityTimes times = activity.toWrite();
            if (times != null) {
                taken.put(id, times);
            }
        });
        if (taken.isEmpty()) {
            return;
        }
        try {
            store.note(taken);
        } catch (RuntimeException failure) {
            taken.keySet().forEach(id -> activity(id).notWritten());
            throw failure;
        }
    }
}
