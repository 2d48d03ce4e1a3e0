package dev.scimlet.protocol;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.Wanted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of changes: hooks at once, inside the unit, listeners after its commit, or at once where nothing is taken back. Each method is called with the context of
 * the unit, after the store has written.
 */
final class Changes {

    private static final Logger LOG = LoggerFactory.getLogger(ScimService.class);

    private final List<ChangeHook> hooks;
    private final List<ChangeListener> listeners;
    private final Map<ResourceType, Wanted> wanted = new ConcurrentHashMap<>();
    private final Set<AttributeDefinition> secretHolders = Collections.newSetFromMap(new IdentityHashMap<>());

    Changes(List<ChangeHook> hooks, List<ChangeListener> listeners, List<AttributeDefinition> types) {
        this.hooks = List.copyOf(hooks);
        this.listeners = List.copyOf(listeners);
        types.forEach(this::collectSecretHolders);
    }

    private void collectSecretHolders(AttributeDefinition container) {
        for (AttributeDefinition attribute : container.subAttributes()) {
            collectSecretHolders(attribute);
            if (attribute.returned() == Returned.NEVER || secretHolders.contains(attribute)) {
                secretHolders.add(container);
            }
        }
    }

    /** Whether anybody wants to know; if not, nothing needs to be read for it. */
    boolean areTold() {
        return !hooks.isEmpty() || !listeners.isEmpty();
    }

    /** Whether somebody may write in the unit of a change. */
    boolean areTakenPartIn() {
        return !hooks.isEmpty();
    }

    /** What hooks want to see of a resource, whatever is changed. */
    Wanted wanted(ResourceType type) {
        return wanted.computeIfAbsent(type, asked -> {
            Wanted all = Wanted.nothing();
            for (ChangeHook hook : hooks) {
                for (BoundPath path : hook.wanted(asked)) {
                    all = all.and(path);
                }
            }
            return all;
        });
    }

    void created(RequestContext context, Resource resource) {
        tell(context, resource, unit -> new ResourceEvent.Created(context, unit, withoutSecrets(resource)));
    }

    /**
     * A change of which both states were read; equal versions mean that nothing was stored.
     *
     * @param added values that came into lists of references
     * @param removed values that went
     */
    void changed(RequestContext context, Resource before, Resource after, Set<String> added, Set<String> removed) {
        if (!before.meta().version().equals(after.meta().version())) {
            tell(
                    context,
                    after,
                    unit -> new ResourceEvent.Changed(
                            context, unit, withoutSecrets(before), withoutSecrets(after), added, removed));
        }
    }

    void changed(RequestContext context, AppliedDelta applied) {
        if (applied.changed()) {
            changed(context, applied.before(), applied.after(), applied.added(), applied.removed());
        }
    }

    void deleted(RequestContext context, Resource last) {
        tell(context, last, unit -> new ResourceEvent.Deleted(context, unit, withoutSecrets(last)));
    }

    private interface EventOfUnit {
        ResourceEvent named(String unit);
    }

    private void tell(RequestContext context, Resource changed, EventOfUnit made) {
        Unit unit = context.unit().orElseThrow(() -> new IllegalStateException("a change happens in a unit"));
        note(context, changed, unit);
        if (!areTold()) {
            return;
        }
        ResourceEvent event = made.named(unit.id());
        if (unit.isAtomic()) {
            callHooks(event, unit);
            unit.afterCommit(() -> tellListeners(event));
            return;
        }
        try {
            callHooks(event, unit);
        } finally {
            // What is stored stays, whatever fails from here on
            tellListeners(event);
        }
    }

    private void callHooks(ResourceEvent event, Unit unit) {
        for (ChangeHook hook : hooks) {
            hook.on(event, unit);
        }
    }

    private static void note(RequestContext context, Resource changed, Unit unit) {
        ExchangeOutcome outcome = context.attachment(ExchangeOutcome.class).orElse(null);
        if (outcome == null) {
            return;
        }
        if (unit.isAtomic()) {
            unit.afterCommit(() -> outcome.changed(changed.type().name(), changed.id()));
        } else {
            outcome.changed(changed.type().name(), changed.id());
        }
    }

    private void tellListeners(ResourceEvent event) {
        for (ChangeListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException failure) {
                LOG.error(
                        "request {}: a change listener failed", event.context().requestId(), failure);
            }
        }
    }

    // ---- what no event carries (RFC 9967 §6)

    private Resource withoutSecrets(Resource resource) {
        if (!secretHolders.contains(resource.type().definition())) {
            return resource;
        }
        Attributes cleaned = withoutSecrets(resource.attributes());
        return cleaned == resource.attributes() ? resource : resource.withAttributes(cleaned);
    }

    private Attributes withoutSecrets(Attributes attributes) {
        Attributes cleaned = attributes;
        for (AttributeDefinition attribute : attributes.definition().subAttributes()) {
            Object value = attributes.get(attribute);
            if (value == null) {
                continue;
            }
            if (attribute.returned() == Returned.NEVER) {
                cleaned = cleaned.with(attribute, null);
            } else if (secretHolders.contains(attribute)) {
                cleaned = cleaned.with(attribute, withoutSecrets(attribute, value));
            }
        }
        return cleaned;
    }

    private Object withoutSecrets(AttributeDefinition attribute, Object value) {
        if (!(value instanceof Values entries)) {
            return withoutSecrets((Attributes) value);
        }
        List<Object> cleaned = new ArrayList<>(entries.size());
        entries.forEach(entry -> cleaned.add(withoutSecrets((Attributes) entry)));
        return Values.of(attribute, cleaned);
    }
}
