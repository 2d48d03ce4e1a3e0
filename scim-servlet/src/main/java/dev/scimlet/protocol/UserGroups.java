package dev.scimlet.protocol;

import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.MemberRepository;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.ResourceRepository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The groups of users: an attribute that no store keeps, and that is made of the memberships which the repository of groups knows. */
final class UserGroups {

    private final Map<ResourceType, AttributeDefinition> backReferences = new HashMap<>();
    private final Map<ResourceType, ResourceRepository> readers = new HashMap<>();
    private final @Nullable MembershipSource memberships;
    private final @Nullable ResourceRepository groups;

    UserGroups(List<ResourceRepository> repositories, @Nullable ResourceRepository groups) {
        this.memberships = groups instanceof MembershipSource source ? source : null;
        this.groups = groups;
        for (ResourceRepository repository : repositories) {
            AttributeDefinition back = repository.type().definition().find("groups");
            if (back != null && MembershipSource.isMadeOfMemberships(back)) {
                backReferences.put(repository.type(), back);
                addReader(repository);
            }
        }
    }

    private void addReader(ResourceRepository repository) {
        if (memberships != null && repository instanceof MemberRepository members) {
            members.withMembershipsOf(memberships).ifPresent(reader -> readers.put(repository.type(), reader));
        }
    }

    /** The readOnly list of groups of a type, if it has one and somebody knows memberships. */
    @Nullable
    AttributeDefinition backReference(ResourceType type) {
        return memberships == null ? null : backReferences.get(type);
    }

    /** Whether nobody can be in a group before being created. */
    boolean takeOnlyWhoExists() {
        return memberships != null && memberships.takesOnlyWhoExists();
    }

    /** Whether what {@link #reader} finds has its groups: not where the client may not know of all of them. */
    boolean areRead(Exchange exchange, ResourceType type) {
        return groups != null
                && readers.containsKey(type)
                && exchange.view().of(type).hidden().isEmpty()
                && exchange.view().of(groups.type()).visible() == null;
    }

    /** The repository from which answers are read, with groups if it can. */
    ResourceRepository reader(Exchange exchange, ResourceRepository repository) {
        return areRead(exchange, repository.type())
                ? Objects.requireNonNull(readers.get(repository.type()))
                : repository;
    }

    List<Resource> withGroups(Exchange exchange, List<Resource> resources, AttributeDefinition groups) {
        if (resources.isEmpty()) {
            return resources;
        }
        Set<String> ids = new HashSet<>();
        resources.forEach(resource -> ids.add(resource.id()));
        Map<String, List<MembershipSource.Membership>> found =
                membershipsOf(exchange, resources.get(0).type(), ids);
        List<Resource> completed = new ArrayList<>(resources.size());
        for (Resource resource : resources) {
            List<MembershipSource.Membership> of = found.getOrDefault(resource.id(), List.of());
            completed.add(of.isEmpty() ? resource : withGroups(resource, groups, of));
        }
        return completed;
    }

    /** The groups of one resource. */
    Values groupsOf(Exchange exchange, ResourceType type, String id, AttributeDefinition groups) {
        return entries(groups, membershipsOf(exchange, type, Set.of(id)).getOrDefault(id, List.of()));
    }

    private Map<String, List<MembershipSource.Membership>> membershipsOf(
            Exchange exchange, ResourceType type, Set<String> memberIds) {
        if (memberships == null || groups == null) {
            return Map.of();
        }
        Map<String, List<MembershipSource.Membership>> found =
                memberships.membershipsOf(exchange.context(), type, memberIds);
        if (exchange.view().of(groups.type()).visible() == null) {
            return found;
        }
        Set<String> ids = new HashSet<>();
        found.values().forEach(of -> of.forEach(membership -> ids.add(membership.groupId())));
        Set<String> known = ReferredResources.visible(exchange, groups, ids);
        Map<String, List<MembershipSource.Membership>> visible = new HashMap<>();
        found.forEach((member, of) -> visible.put(
                member,
                of.stream()
                        .filter(membership -> known.contains(membership.groupId()))
                        .toList()));
        return visible;
    }

    private static Resource withGroups(
            Resource resource, AttributeDefinition groups, List<MembershipSource.Membership> memberships) {
        return resource.withAttributes(resource.attributes().with(groups, entries(groups, memberships)));
    }

    private static Values entries(AttributeDefinition groups, List<MembershipSource.Membership> memberships) {
        List<Object> entries = new ArrayList<>(memberships.size());
        memberships.forEach(membership -> entries.add(membership.entry(groups)));
        return Values.of(groups, entries);
    }

    /** Whether a list of references in a repository is that of members, which {@link #leave} looks after. */
    boolean keepsMembers(ResourceRepository repository, ReferringAttribute holder) {
        return memberships != null && repository == groups && holder.attribute().multiValued();
    }

    /** A resource that is about to be deleted leaves all groups. */
    void leave(Exchange inside, ResourceType type, String id, Changes changes) {
        if (memberships != null && (backReference(type) != null || groups != null && type == groups.type())) {
            memberships
                    .memberDeleted(inside.context(), type, id)
                    .forEach(applied -> changes.changed(inside.context(), applied));
        }
    }
}
