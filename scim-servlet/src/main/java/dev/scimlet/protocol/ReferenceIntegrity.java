package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.ResourceRepository;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What comes into the lists of references of a resource and what goes; with integrity on, what comes leads to what exists. */
final class ReferenceIntegrity {

    private final ReferringAttributes referring;
    private final boolean kept;

    ReferenceIntegrity(ReferringAttributes referring, boolean kept) {
        this.referring = referring;
        this.kept = kept;
    }

    /**
     * What came into the lists of references of a resource, and what went.
     *
     * @param before null for a new resource
     */
    Difference difference(ResourceType type, @Nullable Attributes before, Attributes after) {
        Map<ReferringAttribute, Set<String>> added = new LinkedHashMap<>(4);
        Set<String> removed = new HashSet<>();
        for (ReferringAttribute holder : referring.of(type)) {
            if (holder.attribute().multiValued()) {
                Values old = holder.list(before);
                Values next = holder.list(after);
                if (old != next) {
                    Values.Difference difference = old.differenceTo(next);
                    Set<String> came = holder.ids(difference.added());
                    Set<String> went = holder.ids(difference.removed());
                    Set<String> stayed = new HashSet<>(came);
                    stayed.retainAll(went);
                    came.removeAll(stayed);
                    went.removeAll(stayed);
                    added.put(holder, came);
                    removed.addAll(went);
                }
            }
        }
        return new Difference(added, removed);
    }

    /**
     * What came into lists of references, and what went.
     *
     * @param addedTo values by the list that they came into
     */
    record Difference(Map<ReferringAttribute, Set<String>> addedTo, Set<String> removed) {

        Set<String> added() {
            Set<String> all = new HashSet<>();
            addedTo.values().forEach(all::addAll);
            return all;
        }
    }

    /** Whether references must lead to resources that exist. */
    boolean isKept() {
        return kept;
    }

    /**
     * With integrity on, refuses what came into a list and leads nowhere, and keeps the rest from being deleted before the
     * unit ends. What was in the list before is not asked for.
     */
    void hold(Exchange inside, Difference difference) {
        difference.addedTo().forEach((holder, ids) -> hold(inside, holder, ids));
    }

    /**
     * As {@link #hold(Exchange, Difference)} for what a delta brought into one list.
     *
     * @param held whether the store holds it already; what the client may not know of is refused nevertheless
     */
    void hold(Exchange inside, ResourceType type, BoundPath list, Set<String> ids, boolean held) {
        ReferringAttribute holder = referring.lookedUpAt(type, list.attribute());
        if (holder != null && !(held && holder.isSeenWhole(inside))) {
            hold(inside, holder, ids);
        }
    }

    private void hold(Exchange inside, ReferringAttribute holder, Set<String> ids) {
        if (!kept || ids.isEmpty() || holder.targets().isEmpty() || !holder.demandsExistence()) {
            return;
        }
        Set<String> open = new HashSet<>(ids);
        for (ResourceRepository target : holder.targets()) {
            if (!open.isEmpty()) {
                Set<String> held = ((ReferenceSource) target).hold(inside.context(), open);
                open.removeAll(ReferredResources.visibleWithinBudget(inside, target, held));
            }
        }
        if (!open.isEmpty()) {
            throw ScimException.of(
                    ErrorType.INVALID_VALUE,
                    "'" + holder.path().text() + "' refers to resources that do not exist: " + firstOf(open));
        }
    }

    private static String firstOf(Set<String> ids) {
        return ids.stream().sorted().limit(5).toList() + (ids.size() > 5 ? " and " + (ids.size() - 5) + " more" : "");
    }
}
