package dev.scimlet.spi.memory;

import dev.scimlet.spi.ActionsOfUnit;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.SqlExecutor;
import dev.scimlet.spi.Unit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A unit of an {@link InMemoryStore}: a state of its own, from the first write to the commit. */
final class InMemoryUnit implements Unit {

    /**
     * How long a writer waits for the others of its tenant. They hold the lock for a moment; that two tries of this end
     * before clients give up keeps a jam from becoming a queue.
     */
    private static final long LOCK_PATIENCE_MILLIS = 4_000;

    private final InMemoryStore store;
    private final String tenantName;
    private final InMemoryStore.Identity identity;
    private final int attempt;
    private final ActionsOfUnit actions = new ActionsOfUnit();
    private InMemoryStore.@Nullable Tenant locked;
    private @Nullable TenantState written;
    private boolean ended;

    InMemoryUnit(InMemoryStore store, String tenantName, InMemoryStore.Identity identity, int attempt) {
        this.store = store;
        this.tenantName = tenantName;
        this.identity = identity;
        this.attempt = attempt;
    }

    @Override
    public String id() {
        return identity.id();
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public boolean isAtomic() {
        return true;
    }

    @Override
    public Optional<SqlExecutor> sql() {
        return Optional.empty();
    }

    @Override
    public void beforeCommit(Runnable action) {
        actions.addBefore(action);
    }

    @Override
    public void afterCommit(Runnable action) {
        actions.addAfter(action);
    }

    @Override
    public <T> Optional<T> handle(Class<T> type) {
        return type == InMemoryUnit.class ? Optional.of(type.cast(this)) : Optional.empty();
    }

    boolean isOf(InMemoryStore other) {
        return store == other;
    }

    String tenant() {
        return tenantName;
    }

    /** The state as this unit sees it. */
    TenantState state() {
        return written == null ? store.committed(tenantName) : written;
    }

    /** The state that this unit may change: from now on, and until it ends, nobody else writes to the tenant. */
    TenantState lockedState() {
        if (written == null) {
            InMemoryStore.Tenant tenant = store.tenant(tenantName);
            lock(tenant);
            locked = tenant;
            written = tenant.current;
        }
        return written;
    }

    private void lock(InMemoryStore.Tenant tenant) {
        if (ended) {
            throw new IllegalStateException("the unit has ended: nothing can be written in it any longer");
        }
        if (tenant.lock.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "what writes to a store inside a unit must do so in the context of the unit");
        }
        try {
            if (!tenant.lock.tryLock(LOCK_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw ConflictException.locked(null);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ConflictException.locked(interrupted);
        }
    }

    /** Changes the state that {@link #lockedState} gave. */
    void write(TenantState next) {
        written = next;
    }

    void commit() {
        actions.runBefore();
        if (locked != null && written != null) {
            locked.current = written;
        }
    }

    /** Lets others write; what was not committed is forgotten. */
    void end() {
        ended = true;
        written = null;
        if (locked != null) {
            locked.lock.unlock();
            locked = null;
        }
    }

    void runAfter() {
        actions.runAfter();
    }
}
