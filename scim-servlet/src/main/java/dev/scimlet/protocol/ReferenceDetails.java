package dev.scimlet.protocol;

import dev.scimlet.core.patch.PatchOperation;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.ValuesDeltas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What references say besides the id: the type and the display name of what they refer to, as the service knows them.
 * Repositories are asked once for all ids of a request.
 */
final class ReferenceDetails {

    private final ReferringAttributes referring;
    private final ReferenceNames names;
    private final Map<ReferringAttribute, ValuesDeltas> lookingThemselves = new HashMap<>();

    ReferenceDetails(ReferringAttributes referring, ReferenceNames names) {
        this.referring = referring;
        this.names = names;
        for (ResourceRepository repository : referring.repositories()) {
            if (repository instanceof ValuesDeltas deltas) {
                referring.of(repository.type()).forEach(holder -> addLooking(deltas, holder));
            }
        }
    }

    private void addLooking(ValuesDeltas deltas, ReferringAttribute holder) {
        if (holder.attribute().multiValued() && !holder.targets().isEmpty()) {
            deltas.lookingAt(holder.path(), holder.targets())
                    .ifPresent(looking -> lookingThemselves.put(holder, looking));
        }
    }

    /**
     * The deltas of a list, which look at who is added themselves where the store can and the client may know of everybody.
     *
     * @param deltas those of the repository
     */
    ValuesDeltas deltas(Exchange exchange, ResourceType type, ValuesDeltas deltas, BoundPath list) {
        ReferringAttribute holder = referring.lookedUpAt(type, list.attribute());
        return holder != null && lookingThemselves.containsKey(holder) && holder.isSeenWhole(exchange)
                ? Objects.requireNonNull(lookingThemselves.get(holder))
                : deltas;
    }

    Attributes complete(Exchange exchange, ResourceType type, Attributes attributes) {
        Attributes completed = attributes;
        for (ReferringAttribute holder : referring.of(type)) {
            Object value = holder.path().attributeValue(attributes);
            Object next = value;
            if (value instanceof Values list) {
                Set<String> ids = holder.ids(list);
                next = completed(exchange, holder, list, ReferredResources.known(exchange, holder, ids));
            } else if (value instanceof Attributes single) {
                next = completed(exchange, holder, single, Map.of());
            }
            completed = next == value ? completed : holder.path().withAttributeValue(completed, next);
        }
        return completed;
    }

    /**
     * The attributes with the names of those whom single references name, a manager's {@code displayName} (RFC 7643 §4.3). Who
     * was named before is called as then.
     *
     * @param before what the resource was; null for a new one
     */
    Attributes named(Exchange exchange, ResourceType type, @Nullable Attributes before, Attributes attributes) {
        Attributes named = attributes;
        for (ReferringAttribute holder : referring.of(type)) {
            AttributeDefinition display = holder.display();
            if (display != null
                    && !holder.attribute().multiValued()
                    && holder.path().attributeValue(named) instanceof Attributes reference) {
                Object name = nameOf(exchange, holder, before, reference);
                Attributes next =
                        Objects.equals(reference.get(display), name) ? reference : reference.with(display, name);
                named = next == reference ? named : holder.path().withAttributeValue(named, next);
            }
        }
        return named;
    }

    private @Nullable Object nameOf(
            Exchange exchange, ReferringAttribute holder, @Nullable Attributes before, Attributes reference) {
        AttributeDefinition display = Objects.requireNonNull(holder.display());
        if (!(reference.get(holder.value()) instanceof String id)) {
            return null;
        }
        if (before != null
                && holder.path().attributeValue(before) instanceof Attributes earlier
                && id.equals(earlier.get(holder.value()))
                && earlier.get(display) != null) {
            return earlier.get(display);
        }
        ReferredResources.Known known = ReferredResources.known(exchange, holder, new HashSet<>(Set.of(id)))
                .get(id);
        return known == null || known.display().isEmpty() ? null : known.display();
    }

    PatchRequest complete(Exchange exchange, ResourceType type, PatchRequest request) {
        Map<AttributeDefinition, Set<String>> ids = new HashMap<>(4);
        for (PatchOperation operation : request.operations()) {
            ReferringAttribute holder =
                    referring.lookedUpAt(type, operation.path().attribute());
            Object value = operation instanceof PatchOperation.Add add
                    ? add.value()
                    : operation instanceof PatchOperation.Replace replace ? replace.value() : null;
            if (holder != null && value instanceof Values list && list.definition() == holder.attribute()) {
                holder.addIds(list, ids.computeIfAbsent(holder.attribute(), attribute -> new HashSet<>()));
            }
        }
        Map<AttributeDefinition, Map<String, ReferredResources.Known>> known = new HashMap<>(4);
        ids.forEach((attribute, open) -> {
            ReferringAttribute holder = referring.lookedUpAt(type, attribute);
            if (holder != null && !open.isEmpty()) {
                known.put(attribute, ReferredResources.known(exchange, holder, open));
            }
        });
        return request.mapReferences(entry -> {
            ReferringAttribute holder = referring.at(type, entry.definition());
            return holder == null
                    ? entry
                    : completed(exchange, holder, entry, known.getOrDefault(entry.definition(), Map.of()));
        });
    }

    private static Values completed(
            Exchange exchange, ReferringAttribute holder, Values list, Map<String, ReferredResources.Known> known) {
        boolean same = true;
        List<Object> entries = new ArrayList<>(list.size());
        for (Object entry : list) {
            Attributes next = completed(exchange, holder, (Attributes) entry, known);
            same &= next == entry;
            entries.add(next);
        }
        return same ? list : Values.of(holder.attribute(), entries);
    }

    private static Attributes completed(
            Exchange exchange,
            ReferringAttribute holder,
            Attributes entry,
            Map<String, ReferredResources.Known> known) {
        ReferredResources.Known target = entry.get(holder.value()) instanceof String id ? known.get(id) : null;
        if (target == null) {
            return isMadeFor(exchange, holder, entry) ? entry.with(holder.ref(), null) : entry;
        }
        @Nullable Object[] parts = new Object[holder.attribute().subAttributes().size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = entry.at(i);
        }
        ReferringAttribute.put(parts, holder.type(), target.type());
        ReferringAttribute.put(parts, holder.display(), target.display());
        parts[holder.ref().position()] = null;
        return Attributes.ofPositions(holder.attribute(), parts);
    }

    /**
     * Whether {@code $ref} goes out as the service makes it of the id, whatever the client gave. Then it is not stored: else
     * a client that gives it would change the resource, and nobody would see a difference.
     */
    private static boolean isMadeFor(Exchange exchange, ReferringAttribute holder, Attributes entry) {
        if (entry.get(holder.ref()) == null || !(entry.get(holder.value()) instanceof String id)) {
            return false;
        }
        List<String> types = holder.ref().referenceTypes();
        AttributeDefinition told = holder.type();
        Object type = types.size() == 1 ? types.get(0) : told == null ? null : entry.get(told);
        return type instanceof String name && exchange.locations().of(name, id).isPresent();
    }

    /**
     * The completed attributes of a PUT, in which those that are members already are called as the client calls them: that
     * is compared with what is kept of them, and what they are called by now is not. Where the client may not know a name,
     * what it gives is not compared, for the answer would tell it.
     */
    Attributes withGivenDetails(
            Exchange exchange, ResourceType type, Attributes current, Attributes given, Attributes completed) {
        Attributes result = completed;
        for (ReferringAttribute holder : referring.of(type)) {
            if (holder.path().attributeValue(current) instanceof Values known
                    && holder.path().attributeValue(given) instanceof Values told
                    && holder.path().attributeValue(completed) instanceof Values list) {
                Set<String> unnamed = names.hiddenOf(exchange, holder, told);
                if (told == list && unnamed.isEmpty()) {
                    continue;
                }
                List<Object> entries = new ArrayList<>(list.size());
                for (Object entry : list) {
                    Object before = known.find(entry);
                    Object of = before == null ? null : told.find(entry);
                    entries.add(
                            before == null || of == null
                                    ? entry
                                    : withGivenDetails(
                                            holder, (Attributes) before, (Attributes) of, (Attributes) entry, unnamed));
                }
                result = holder.path().withAttributeValue(result, Values.of(holder.attribute(), entries));
            }
        }
        return result;
    }

    private static Attributes withGivenDetails(
            ReferringAttribute holder, Attributes known, Attributes given, Attributes completed, Set<String> unnamed) {
        Attributes result = completed;
        for (AttributeDefinition part : Arrays.asList(holder.type(), holder.display())) {
            if (part != null && known.get(part) != null) {
                boolean untold = part == holder.display()
                        && given.get(holder.value()) instanceof String id
                        && unnamed.contains(id);
                result = result.with(part, untold ? null : given.get(part));
            }
        }
        return result;
    }
}
