package dev.scimlet.simulator.directory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The users, groups and assignments of one tenant, with a delta query. Threads may read it while nothing changes it.
 *
 * <p>As in Entra ID, a user principal name belongs to one user at a time (soft-deleted users give theirs up), and a
 * soft-deleted user is deleted for good after 30 days.
 */
public final class SourceDirectory {

    /** How long a soft-deleted user can be restored. */
    public static final Duration SOFT_DELETION_PERIOD = Duration.ofDays(30);

    private final Clock clock;
    private final Map<String, DirectoryUser> users = new LinkedHashMap<>();
    private final Map<String, DirectoryGroup> groups = new LinkedHashMap<>();
    private final Map<String, List<DirectoryUser>> formerUsers = new LinkedHashMap<>();
    private final Map<String, List<DirectoryGroup>> formerGroups = new LinkedHashMap<>();
    private final Map<String, DirectoryUser> hardDeletedUsers = new LinkedHashMap<>();
    private final Map<String, DirectoryGroup> deletedGroups = new LinkedHashMap<>();
    private final Map<String, String> objectIdByUserPrincipalName = new LinkedHashMap<>();
    private final Map<String, List<AppRole>> assignments = new LinkedHashMap<>();
    private final Map<String, Long> changedAt = new LinkedHashMap<>();
    private final List<ScheduledChange> schedule = new ArrayList<>();
    private long watermark;

    /** An empty directory. */
    public SourceDirectory(Clock clock) {
        this.clock = clock;
    }

    /** All users in the order in which they were added, soft-deleted ones included. */
    public Collection<DirectoryUser> users() {
        return List.copyOf(users.values());
    }

    public Optional<DirectoryUser> user(String objectId) {
        return Optional.ofNullable(users.get(objectId));
    }

    /** The user who has this name and is not deleted; the case of letters makes no difference. */
    public Optional<DirectoryUser> userNamed(String userPrincipalName) {
        return Optional.ofNullable(objectIdByUserPrincipalName.get(folded(userPrincipalName)))
                .flatMap(this::user);
    }

    /** All groups in the order in which they were added. */
    public Collection<DirectoryGroup> groups() {
        return List.copyOf(groups.values());
    }

    public Optional<DirectoryGroup> group(String objectId) {
        return Optional.ofNullable(groups.get(objectId));
    }

    /** Users who were deleted for good, as they were last. */
    public Collection<DirectoryUser> hardDeletedUsers() {
        return List.copyOf(hardDeletedUsers.values());
    }

    /** Groups that were deleted, as they were last. */
    public Collection<DirectoryGroup> deletedGroups() {
        return List.copyOf(deletedGroups.values());
    }

    /** A user as she was before each change of her attributes, the latest first. */
    public List<DirectoryUser> formerStates(DirectoryUser user) {
        return List.copyOf(formerUsers.getOrDefault(user.objectId(), List.of()));
    }

    /** A group as it was before each change of its attributes, the latest first. */
    public List<DirectoryGroup> formerStates(DirectoryGroup group) {
        return List.copyOf(formerGroups.getOrDefault(group.objectId(), List.of()));
    }

    /** The roles with which a user or a group is assigned: none if it is not. */
    public List<AppRole> assignedRoles(String principal) {
        return assignments.getOrDefault(principal, List.of());
    }

    /** A mark for {@link #changedSince}: everything up to now. */
    public long watermark() {
        return watermark;
    }

    /** The ids of all objects, deleted ones included, that were changed after {@code watermark} was taken. */
    public Set<String> changedSince(long mark) {
        Set<String> changed = new LinkedHashSet<>();
        changedAt.forEach((objectId, at) -> {
            if (at > mark) {
                changed.add(objectId);
            }
        });
        return changed;
    }

    /** Makes a change happen when its time has come, see {@link #catchUp}. */
    public void schedule(ScheduledChange change) {
        schedule.add(change);
        schedule.sort(Comparator.comparing(ScheduledChange::at));
    }

    /** Applies what was scheduled up to now, and deletes for good who was soft-deleted 30 days ago. */
    public void catchUp() {
        Instant now = clock.instant();
        while (!schedule.isEmpty() && !schedule.get(0).at().isAfter(now)) {
            apply(schedule.remove(0).change());
        }
        for (DirectoryUser user : users()) {
            if (user.softDeletedAt()
                    .filter(at -> !at.plus(SOFT_DELETION_PERIOD).isAfter(now))
                    .isPresent()) {
                hardDelete(user);
            }
        }
    }

    /**
     * Applies a change now.
     *
     * @throws IllegalArgumentException if it does not fit the directory: an unknown object, or a name that is taken
     */
    public void apply(DirectoryChange change) {
        if (change instanceof DirectoryChange.AddUser add) {
            addUser(add.user());
        } else if (change instanceof DirectoryChange.UpdateUser update) {
            DirectoryUser user = existing(update.user());
            store(user.withAttributes(update.attributes()));
            formerUsers
                    .computeIfAbsent(user.objectId(), first -> new ArrayList<>())
                    .add(0, user);
        } else if (change instanceof DirectoryChange.EnableAccount enable) {
            store(existing(enable.user()).withAccountEnabled(enable.enabled()));
        } else if (change instanceof DirectoryChange.SetManager set) {
            store(existing(set.user()).withManager(existing(set.manager()).objectId()));
        } else if (change instanceof DirectoryChange.RemoveManager remove) {
            store(existing(remove.user()).withoutManager());
        } else if (change instanceof DirectoryChange.SoftDeleteUser delete) {
            softDelete(existing(delete.user()));
        } else if (change instanceof DirectoryChange.RestoreUser restore) {
            store(existing(restore.user()).restored());
        } else if (change instanceof DirectoryChange.HardDeleteUser delete) {
            hardDelete(existing(delete.user()));
        } else if (change instanceof DirectoryChange.AddGroup add) {
            addGroup(add.group());
        } else if (change instanceof DirectoryChange.UpdateGroup update) {
            DirectoryGroup group = existingGroup(update.group());
            store(group.withAttributes(update.attributes()));
            formerGroups
                    .computeIfAbsent(group.objectId(), first -> new ArrayList<>())
                    .add(0, group);
        } else if (change instanceof DirectoryChange.DeleteGroup delete) {
            deleteGroup(existingGroup(delete.group()));
        } else if (change instanceof DirectoryChange.AddMembers add) {
            add.members().forEach(this::requirePrincipal);
            store(existingGroup(add.group()).with(add.members()));
        } else if (change instanceof DirectoryChange.RemoveMembers remove) {
            store(existingGroup(remove.group()).without(remove.members()));
        } else if (change instanceof DirectoryChange.Assign assign) {
            assign(assign.principal(), assign.role());
        } else if (change instanceof DirectoryChange.Unassign unassign) {
            assignments.remove(unassign.principal());
            touch(unassign.principal());
        } else {
            throw new AssertionError("unknown kind of change: " + change);
        }
    }

    private void addUser(DirectoryUser user) {
        requireNew(user.objectId());
        user.manager().ifPresent(this::existing);
        store(user);
    }

    private void addGroup(DirectoryGroup group) {
        requireNew(group.objectId());
        group.members().forEach(this::requirePrincipal);
        store(group);
    }

    private void store(DirectoryUser user) {
        String name = folded(user.userPrincipalName());
        if (!user.softDeleted()) {
            String holder = objectIdByUserPrincipalName.getOrDefault(name, user.objectId());
            if (!holder.equals(user.objectId())) {
                throw new IllegalArgumentException("userPrincipalName " + user.userPrincipalName() + " is taken");
            }
        }
        forgetNameOf(user.objectId());
        if (!user.softDeleted()) {
            objectIdByUserPrincipalName.put(name, user.objectId());
        }
        users.put(user.objectId(), user);
        touch(user.objectId());
    }

    private void forgetNameOf(String objectId) {
        user(objectId)
                .map(before -> folded(before.userPrincipalName()))
                .ifPresent(name -> objectIdByUserPrincipalName.remove(name, objectId));
    }

    private void store(DirectoryGroup group) {
        groups.put(group.objectId(), group);
        touch(group.objectId());
    }

    private void softDelete(DirectoryUser user) {
        if (!user.softDeleted()) {
            store(user.deletedAt(clock.instant()));
        }
    }

    private void hardDelete(DirectoryUser user) {
        forgetNameOf(user.objectId());
        users.remove(user.objectId());
        assignments.remove(user.objectId());
        hardDeletedUsers.put(user.objectId(), user);
        touch(user.objectId());
        for (DirectoryUser report : users()) {
            if (report.manager().filter(user.objectId()::equals).isPresent()) {
                store(report.withoutManager());
            }
        }
        forgetMember(user.objectId());
    }

    private void deleteGroup(DirectoryGroup group) {
        groups.remove(group.objectId());
        assignments.remove(group.objectId());
        deletedGroups.put(group.objectId(), group);
        touch(group.objectId());
        forgetMember(group.objectId());
    }

    private void forgetMember(String objectId) {
        for (DirectoryGroup group : groups()) {
            if (group.members().contains(objectId)) {
                store(group.without(Set.of(objectId)));
            }
        }
    }

    private void assign(String principal, AppRole role) {
        requirePrincipal(principal);
        Set<AppRole> roles = new LinkedHashSet<>(assignedRoles(principal));
        roles.add(role);
        assignments.put(principal, List.copyOf(roles));
        touch(principal);
    }

    private void touch(String objectId) {
        watermark++;
        changedAt.put(objectId, watermark);
    }

    private DirectoryUser existing(String objectId) {
        return user(objectId).orElseThrow(() -> new IllegalArgumentException("no user has the id " + objectId));
    }

    private DirectoryGroup existingGroup(String objectId) {
        return group(objectId).orElseThrow(() -> new IllegalArgumentException("no group has the id " + objectId));
    }

    private void requirePrincipal(String objectId) {
        if (!users.containsKey(objectId) && !groups.containsKey(objectId)) {
            throw new IllegalArgumentException("no user or group has the id " + objectId);
        }
    }

    private void requireNew(String objectId) {
        if (changedAt.containsKey(objectId)) {
            throw new IllegalArgumentException("the id " + objectId + " was used before");
        }
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
