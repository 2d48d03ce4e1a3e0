package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.mapping.TargetPath;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What the service remembers between cycles: which object of the directory is which of the application. Several threads
 * change it at once, each for objects of its own.
 */
final class SynchronizationState {

    private final Map<String, UserLink> users = new ConcurrentHashMap<>();
    private final Map<String, GroupLink> groups = new ConcurrentHashMap<>();
    private final Map<String, String> sourceByTarget = new ConcurrentHashMap<>();
    private final Map<String, Map<TargetPath, Object>> uncertainCreations = new ConcurrentHashMap<>();

    int users() {
        return users.size();
    }

    int groups() {
        return groups.size();
    }

    Optional<UserLink> user(String sourceId) {
        return Optional.ofNullable(users.get(sourceId));
    }

    Optional<GroupLink> group(String sourceId) {
        return Optional.ofNullable(groups.get(sourceId));
    }

    /** The id in the directory of the object that an object of the application belongs to. */
    Optional<String> sourceOf(String targetId) {
        return Optional.ofNullable(sourceByTarget.get(targetId));
    }

    /** The values with which a resource may have been created, though no answer told its id. */
    Optional<Map<TargetPath, Object>> uncertainCreation(String sourceId) {
        return Optional.ofNullable(uncertainCreations.get(sourceId));
    }

    void creationIsUncertain(String sourceId, Map<TargetPath, Object> values) {
        uncertainCreations.put(sourceId, values);
    }

    void noUncertainCreation(String sourceId) {
        uncertainCreations.remove(sourceId);
    }

    void link(String sourceId, UserLink link) {
        users.put(sourceId, link);
        uncertainCreations.remove(sourceId);
        sourceByTarget.put(link.targetId(), sourceId);
    }

    void link(String sourceId, GroupLink link) {
        groups.put(sourceId, link);
        uncertainCreations.remove(sourceId);
        sourceByTarget.put(link.targetId(), sourceId);
    }

    void changeUser(String sourceId, UnaryOperator<UserLink> change) {
        users.computeIfPresent(sourceId, (id, link) -> change.apply(link));
    }

    void addMembers(String group, Collection<String> members) {
        groups.computeIfPresent(group, (id, link) -> link.with(members));
    }

    void membersAreUncertain(String group, Collection<String> members) {
        groups.computeIfPresent(group, (id, link) -> link.withUncertain(members));
    }

    void removeMembers(String group, Collection<String> members) {
        groups.computeIfPresent(group, (id, link) -> link.without(members));
    }

    /** The account still exists, but belongs to this user no more. */
    void unlinkUser(String sourceId) {
        UserLink link = users.remove(sourceId);
        if (link != null) {
            sourceByTarget.remove(link.targetId(), sourceId);
        }
    }

    /** The account is gone, and with it its memberships. Whether managers are, has to be asked. */
    void forgetUser(String sourceId) {
        UserLink gone = users.get(sourceId);
        unlinkUser(sourceId);
        if (gone != null) {
            groups.replaceAll((id, group) ->
                    group.possibleMembers().contains(gone.targetId()) ? group.without(Set.of(gone.targetId())) : group);
        }
    }

    void forgetGroup(String sourceId) {
        GroupLink link = groups.remove(sourceId);
        if (link != null) {
            sourceByTarget.remove(link.targetId(), sourceId);
        }
    }

    void clear() {
        users.clear();
        groups.clear();
        sourceByTarget.clear();
        uncertainCreations.clear();
    }
}
