package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.PatchOperation;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What references between resources need from other repositories: the type and display name of new members, and the
 * groups of users. Each is asked for once, for all ids of a request or of a page.
 */
final class References {

    private final Map<String, ResourceRepository> repositories = new LinkedHashMap<>();
    private final @Nullable MembershipSource memberships;
    private final @Nullable ResourceRepository groups;
    private final boolean integrity;

    References(List<ResourceRepository> repositories, @Nullable ResourceRepository groups, boolean integrity) {
        repositories.forEach(
                repository -> this.repositories.put(repository.type().name().toLowerCase(Locale.ROOT), repository));
        this.memberships = groups instanceof MembershipSource source ? source : null;
        this.groups = groups;
        this.integrity = integrity;
    }

    // ---- members that come in

    Attributes complete(Exchange exchange, Attributes attributes) {
        Attributes completed = attributes;
        for (AttributeDefinition attribute : attributes.definition().subAttributes()) {
            if (attribute.isReferenceList() && completed.get(attribute) instanceof Values list) {
                Known known = known(exchange, attribute, list);
                List<Object> entries = new ArrayList<>(list.size());
                list.forEach(entry -> entries.add(completed(attribute, (Attributes) entry, known)));
                completed = completed.with(attribute, Values.of(attribute, entries));
            }
        }
        return completed;
    }

    PatchRequest complete(Exchange exchange, ResourceType type, PatchRequest request) {
        List<Values> lists = new ArrayList<>();
        for (PatchOperation operation : request.operations()) {
            Object value = operation instanceof PatchOperation.Add add
                    ? add.value()
                    : operation instanceof PatchOperation.Replace replace ? replace.value() : null;
            if (value instanceof Values list && list.definition().isReferenceList()) {
                lists.add(list);
            }
        }
        if (lists.isEmpty()) {
            return request;
        }
        Map<AttributeDefinition, Known> known = new HashMap<>();
        for (Values list : lists) {
            known.merge(list.definition(), known(exchange, list.definition(), list), Known::and);
        }
        return request.mapReferences(entry -> {
            Known found = known.get(entry.definition());
            return found == null ? entry : completed(entry.definition(), entry, found);
        });
    }

    /** What the repositories know of some ids: the type, and the display name. */
    private record Known(Map<String, String> types, Map<String, String> displays) {

        Known and(Known other) {
            types.putAll(other.types);
            displays.putAll(other.displays);
            return this;
        }
    }

    private Known known(Exchange exchange, AttributeDefinition list, Values entries) {
        Known known = new Known(new HashMap<>(), new HashMap<>());
        AttributeDefinition ref = list.refSubAttribute();
        if (ref == null) {
            return known;
        }
        Set<String> open = ids(list, entries);
        for (String typeName : ref.referenceTypes()) {
            ResourceRepository repository = repositories.get(typeName.toLowerCase(Locale.ROOT));
            if (repository instanceof ReferenceSource source && !open.isEmpty()) {
                Map<String, String> found = source.displayNames(exchange.context(), open);
                found.forEach((id, display) -> {
                    if (isVisible(exchange, repository, id)) {
                        known.types().put(id, repository.type().name());
                        known.displays().put(id, display);
                    }
                });
                open.removeAll(found.keySet());
            }
        }
        if (integrity && !open.isEmpty()) {
            throw ScimException.of(
                    ErrorType.INVALID_VALUE,
                    "'" + list.name() + "' refers to resources that do not exist: " + firstOf(open));
        }
        return known;
    }

    private static boolean isVisible(Exchange exchange, ResourceRepository repository, String id) {
        Sight.OfType sight = exchange.sight().of(repository.type());
        return !sight.hidesResources()
                || repository
                        .find(exchange.context(), id, Wanted.everything())
                        .filter(sight::shows)
                        .isPresent();
    }

    private static String firstOf(Set<String> ids) {
        return ids.stream().sorted().limit(5).toList() + (ids.size() > 5 ? " and " + (ids.size() - 5) + " more" : "");
    }

    private static Set<String> ids(AttributeDefinition list, Values entries) {
        Set<String> ids = new HashSet<>();
        AttributeDefinition value = list.valueSubAttribute();
        for (Object entry : entries) {
            if (value != null && ((Attributes) entry).get(value) instanceof String id) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static Attributes completed(AttributeDefinition list, Attributes entry, Known known) {
        AttributeDefinition value = list.valueSubAttribute();
        if (value == null || !(entry.get(value) instanceof String id)) {
            return entry;
        }
        Attributes completed = entry;
        AttributeDefinition type = list.typeSubAttribute();
        String typeName = known.types().get(id);
        if (type != null && typeName != null) {
            completed = completed.with(type, typeName);
        }
        AttributeDefinition display = list.find("display");
        String displayName = known.displays().get(id);
        if (display != null && displayName != null && !displayName.isEmpty()) {
            completed = completed.with(display, displayName);
        }
        AttributeDefinition ref = list.refSubAttribute();
        return ref != null && typeName != null ? completed.with(ref, null) : completed;
    }

    // ---- groups of users that go out

    /** The readOnly list of groups of a type, if it has one and somebody knows memberships. */
    @Nullable
    AttributeDefinition backReference(ResourceType type) {
        AttributeDefinition groups =
                memberships == null ? null : type.definition().find("groups");
        return groups != null && groups.mutability() == Mutability.READ_ONLY && groups.isReferenceList()
                ? groups
                : null;
    }

    List<Resource> withGroups(Exchange exchange, List<Resource> resources, AttributeDefinition groups) {
        if (resources.isEmpty()) {
            return resources;
        }
        Set<String> ids = new HashSet<>();
        resources.forEach(resource -> ids.add(resource.id()));
        Map<String, List<MembershipSource.Membership>> found = membershipsOf(exchange, ids);
        List<Resource> completed = new ArrayList<>(resources.size());
        for (Resource resource : resources) {
            List<MembershipSource.Membership> of = found.getOrDefault(resource.id(), List.of());
            completed.add(of.isEmpty() ? resource : withGroups(resource, groups, of));
        }
        return completed;
    }

    /** The groups of one resource. */
    Values groupsOf(Exchange exchange, String id, AttributeDefinition groups) {
        return entries(groups, membershipsOf(exchange, Set.of(id)).getOrDefault(id, List.of()));
    }

    private Map<String, List<MembershipSource.Membership>> membershipsOf(Exchange exchange, Set<String> ids) {
        if (memberships == null || groups == null) {
            return Map.of();
        }
        Map<String, List<MembershipSource.Membership>> found = memberships.membershipsOf(exchange.context(), ids);
        return exchange.sight().of(groups.type()).hidesResources() ? visible(exchange, groups, found) : found;
    }

    private static Map<String, List<MembershipSource.Membership>> visible(
            Exchange exchange, ResourceRepository groups, Map<String, List<MembershipSource.Membership>> found) {
        Map<String, Boolean> asked = new HashMap<>();
        Map<String, List<MembershipSource.Membership>> visible = new HashMap<>();
        found.forEach((member, of) -> visible.put(
                member,
                of.stream()
                        .filter(membership ->
                                asked.computeIfAbsent(membership.groupId(), id -> isVisible(exchange, groups, id)))
                        .toList()));
        return visible;
    }

    private static Resource withGroups(
            Resource resource, AttributeDefinition groups, List<MembershipSource.Membership> memberships) {
        return resource.withAttributes(resource.attributes().with(groups, entries(groups, memberships)));
    }

    private static Values entries(AttributeDefinition groups, List<MembershipSource.Membership> memberships) {
        List<Object> entries = new ArrayList<>(memberships.size());
        for (MembershipSource.Membership membership : memberships) {
            Attributes entry = Attributes.empty(groups);
            entry = with(entry, "value", membership.groupId());
            entry = with(entry, "display", membership.display());
            entries.add(with(entry, "type", "direct"));
        }
        return Values.of(groups, entries);
    }

    private static Attributes with(Attributes entry, String name, String text) {
        AttributeDefinition part = entry.definition().find(name);
        return part == null || text.isEmpty() ? entry : entry.with(part, text);
    }

    /** A deleted resource leaves all groups. */
    void deleted(Exchange exchange, ResourceType type, String id) {
        if (memberships != null && (backReference(type) != null || groups != null && type == groups.type())) {
            memberships.memberDeleted(exchange.context(), id);
        }
    }
}
