package dev.scimlet.spi.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The resources of one tenant at one moment, those of all repositories of a store. Immutable. */
final class TenantState {

    static final TenantState NOTHING = new TenantState(new Snapshot[0]);

    private final @Nullable Snapshot[] snapshots;

    private TenantState(@Nullable Snapshot[] snapshots) {
        this.snapshots = snapshots;
    }

    /** What the repository of this number keeps; null if it was never written to. */
    @Nullable
    Snapshot of(int repository) {
        return repository < snapshots.length ? snapshots[repository] : null;
    }

    TenantState with(int repository, Snapshot snapshot) {
        @Nullable Snapshot[] copy = Arrays.copyOf(snapshots, Math.max(snapshots.length, repository + 1));
        copy[repository] = snapshot;
        return new TenantState(copy);
    }
}
