package dev.scimlet.spi.memory;

import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Retries;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.UnitOfWork;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the repositories of one service share in memory, so that a unit over users and groups is one step:
 *
 * <pre>{@code
 * InMemoryStore store = new InMemoryStore();
 * InMemoryRepository users = store.repository(StandardTypes.user()).build();
 * InMemoryRepository groups = store.repository(StandardTypes.group()).build();
 * }</pre>
 *
 * <p>A unit takes the lock of its tenant with its first write, works on a state of its own, and puts that in the place of
 * the tenant's when it commits. Others see all that it wrote or nothing, and reading waits for nobody.
 */
public final class InMemoryStore implements UnitOfWork {

    private final ConcurrentMap<String, Tenant> tenants = new ConcurrentHashMap<>();
    private final AtomicInteger repositories = new AtomicInteger();

    /** An empty store. */
    public InMemoryStore() {}

    /** Starts a repository whose resources are kept here. */
    public InMemoryRepository.Builder repository(ResourceType type) {
        return new InMemoryRepository.Builder(this, type);
    }

    /** The number of a new repository among those of this store. */
    int newNumber() {
        return repositories.getAndIncrement();
    }

    @Override
    public <T> T perform(RequestContext context, Function<Unit, T> work) {
        if (present(context) != null) {
            return work.apply(context.unit().orElseThrow());
        }
        Retries retries = new Retries();
        Identity identity = new Identity();
        while (true) {
            try {
                return once(new InMemoryUnit(this, context.tenant(), identity, retries.attempt()), work);
            } catch (ConflictException conflict) {
                retries.pauseOrGiveUp(conflict);
            }
        }
    }

    /** The id of a unit through all its attempts. Few ask for it, and randomness costs. */
    static final class Identity {

        private @Nullable String id;

        String id() {
            if (id == null) {
                id = UUID.randomUUID().toString();
            }
            return id;
        }
    }

    private static <T> T once(InMemoryUnit unit, Function<Unit, T> work) {
        T result;
        try {
            result = work.apply(unit);
            unit.commit();
        } finally {
            unit.end();
        }
        unit.runAfter();
        return result;
    }

    /** The unit of this store that the context is in, or null. */
    @Nullable
    InMemoryUnit present(RequestContext context) {
        InMemoryUnit unit = context.unit()
                .flatMap(any -> any.handle(InMemoryUnit.class))
                .filter(any -> any.isOf(this))
                .orElse(null);
        if (unit != null && !unit.tenant().equals(context.tenant())) {
            throw new IllegalStateException("a unit of one tenant is used for another");
        }
        return unit;
    }

    /** The state that a reader sees: in a unit, with what it has written. */
    TenantState state(RequestContext context) {
        InMemoryUnit unit = present(context);
        return unit == null ? committed(context.tenant()) : unit.state();
    }

    TenantState committed(String tenant) {
        Tenant known = tenants.get(tenant);
        return known == null ? TenantState.NOTHING : known.current;
    }

    Tenant tenant(String name) {
        return tenants.computeIfAbsent(name, unknown -> new Tenant());
    }

    /** Who holds the lock, and nobody else, may change the state. */
    static final class Tenant {

        final ReentrantLock lock = new ReentrantLock();
        volatile TenantState current = TenantState.NOTHING;
    }
}
