package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.directory.DirectoryGroup;
import dev.scimlet.simulator.directory.DirectoryUser;
import dev.scimlet.simulator.log.LoggedIdentity;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.TargetPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Decides what has to be done in each phase of a cycle, from what the phases before have left. */
final class CyclePlan {

    private final CycleContext context;
    private final Escrows escrows;
    private final Set<String> changed;
    private final Instant now;
    private final UserProvisioner users;

    /** @param changed the ids of all objects that changed in the directory since the last cycle */
    CyclePlan(CycleContext context, Escrows escrows, Set<String> changed, Instant now) {
        this.context = context;
        this.escrows = escrows;
        this.changed = changed;
        this.now = now;
        this.users = new UserProvisioner(context);
    }

    List<WorkItem> leavers() {
        List<WorkItem> items = new ArrayList<>();
        context.directory().users().forEach(user -> leaver(user).ifPresent(items::add));
        deletedUsers().forEach(user -> items.add(userItem(user, attempt -> users.delete(user, attempt))));
        context.job().schema().groups().ifPresent(mapping -> addDeletedGroups(mapping, items));
        return items;
    }

    private Optional<WorkItem> leaver(DirectoryUser user) {
        boolean hasAccount =
                context.state().user(user.objectId()).filter(UserLink::entitled).isPresent()
                        || context.state().uncertainCreation(user.objectId()).isPresent();
        boolean leaves = hasAccount && !context.scope().includes(user) && mayRun(EscrowKey.Kind.USER, user.objectId());
        return leaves ? Optional.of(userItem(user, attempt -> users.disable(user, attempt))) : Optional.empty();
    }

    private List<DirectoryUser> deletedUsers() {
        return context.directory().hardDeletedUsers().stream()
                .filter(user -> context.state().user(user.objectId()).isPresent()
                        || context.state().uncertainCreation(user.objectId()).isPresent())
                .filter(user -> mayRun(EscrowKey.Kind.USER, user.objectId()))
                .toList();
    }

    private void addDeletedGroups(ObjectMapping mapping, List<WorkItem> items) {
        GroupProvisioner groups = new GroupProvisioner(context, mapping);
        List<DirectoryGroup> gone = new ArrayList<>(context.directory().deletedGroups());
        if (context.job().groupsLeavingScope() == GroupsLeavingScope.DELETED) {
            context.directory().groups().stream()
                    .filter(group -> !context.scope().includes(group))
                    .forEach(gone::add);
        }
        gone.stream()
                .filter(group -> context.state().group(group.objectId()).isPresent()
                        || context.state().uncertainCreation(group.objectId()).isPresent())
                .filter(group -> mayRun(EscrowKey.Kind.GROUP, group.objectId()))
                .forEach(group -> items.add(groupItem(
                        EscrowKey.Kind.GROUP,
                        group,
                        group.objectId(),
                        attempt -> groups.delete(group.objectId(), attempt))));
    }

    List<WorkItem> users() {
        List<WorkItem> items = new ArrayList<>();
        for (DirectoryUser user : context.directory().users()) {
            if (context.scope().includes(user)) {
                if (userIsDue(user)) {
                    items.add(userItem(user, attempt -> users.provision(user, attempt)));
                }
            } else if (changed.contains(user.objectId())
                    && context.state().user(user.objectId()).isEmpty()) {
                items.add(userItem(user, attempt -> users.notEntitled(user, attempt)));
            }
        }
        return items;
    }

    private boolean userIsDue(DirectoryUser user) {
        boolean leftBefore = context.state()
                .user(user.objectId())
                .filter(link -> !link.entitled())
                .isPresent();
        return changed.contains(user.objectId())
                || escrows.due(key(EscrowKey.Kind.USER, user.objectId()), now)
                || (leftBefore && mayRun(EscrowKey.Kind.USER, user.objectId()));
    }

    List<WorkItem> references() {
        List<WorkItem> items = new ArrayList<>();
        context.job().schema().users().reference().ifPresent(target -> {
            ManagerProvisioner managers = new ManagerProvisioner(context, target);
            for (DirectoryUser user : context.directory().users()) {
                context.state()
                        .user(user.objectId())
                        .filter(link -> context.job().userActions().update())
                        .filter(link -> context.scope().includes(user))
                        .filter(link -> managers.isDue(user, link))
                        .filter(link -> mayRun(EscrowKey.Kind.MANAGER, user.objectId()))
                        .ifPresent(link -> items.add(new WorkItem(
                                key(EscrowKey.Kind.MANAGER, user.objectId()),
                                identity(user),
                                user.objectId(),
                                attempt -> managers.provision(user, link, attempt))));
            }
        });
        return items;
    }

    List<WorkItem> groups() {
        List<WorkItem> items = new ArrayList<>();
        context.job().schema().groups().ifPresent(mapping -> {
            GroupProvisioner groups = new GroupProvisioner(context, mapping);
            for (DirectoryGroup group : context.directory().groups()) {
                if (context.scope().includes(group) && groupIsDue(group)) {
                    // groups of one name must not race for one group of the application
                    String lane = group.displayName().toLowerCase(Locale.ROOT);
                    items.add(
                            groupItem(EscrowKey.Kind.GROUP, group, lane, attempt -> groups.provision(group, attempt)));
                }
            }
        });
        return items;
    }

    private boolean groupIsDue(DirectoryGroup group) {
        boolean missing = context.state().group(group.objectId()).isEmpty()
                && context.job().groupActions().create();
        return changed.contains(group.objectId())
                || escrows.due(key(EscrowKey.Kind.GROUP, group.objectId()), now)
                || (missing && mayRun(EscrowKey.Kind.GROUP, group.objectId()));
    }

    List<WorkItem> memberships() {
        List<WorkItem> items = new ArrayList<>();
        context.job().schema().groups().flatMap(ObjectMapping::reference).ifPresent(target -> {
            MembershipProvisioner memberships = new MembershipProvisioner(context, target);
            for (DirectoryGroup group : context.directory().groups()) {
                context.state()
                        .group(group.objectId())
                        .filter(link -> context.job().groupActions().update())
                        .filter(link -> context.scope().includes(group))
                        .filter(link -> mayRun(EscrowKey.Kind.MEMBERSHIP, group.objectId()))
                        .ifPresent(link -> addBatches(memberships, group, link, items));
            }
        });
        return items;
    }

    /** The one item that makes a user a member of a group, if both are in the application and the user is in scope. */
    List<WorkItem> membership(String groupId, String userId) {
        List<WorkItem> items = new ArrayList<>();
        context.job().schema().groups().flatMap(ObjectMapping::reference).ifPresent(target -> {
            MembershipProvisioner memberships = new MembershipProvisioner(context, target);
            Optional<DirectoryGroup> group = groupInScope(groupId);
            Optional<GroupLink> link = context.state().group(groupId);
            Optional<String> account = context.state().user(userId).map(UserLink::targetId);
            if (group.isPresent() && link.isPresent() && account.isPresent()) {
                boolean wanted = memberships.wanted(group.get()).contains(account.get());
                if (wanted && !link.get().members().contains(account.get())) {
                    List<String> one = List.of(account.get());
                    items.add(membershipItem(
                            group.get(), 0, attempt -> memberships.add(group.get(), link.get(), one, attempt)));
                }
            }
        });
        return items;
    }

    private void addBatches(
            MembershipProvisioner memberships, DirectoryGroup group, GroupLink link, List<WorkItem> items) {
        Set<String> wanted = memberships.wanted(group);
        List<String> added =
                wanted.stream().filter(id -> !link.members().contains(id)).toList();
        List<String> removed = link.possibleMembers().stream()
                .filter(id -> !wanted.contains(id))
                .sorted()
                .toList();
        for (List<String> batch : batches(added)) {
            items.add(membershipItem(group, items.size(), attempt -> memberships.add(group, link, batch, attempt)));
        }
        for (List<String> batch : batches(removed)) {
            items.add(membershipItem(group, items.size(), attempt -> memberships.remove(group, link, batch, attempt)));
        }
    }

    private List<List<String>> batches(List<String> members) {
        List<List<String>> batches = new ArrayList<>();
        int size = context.job().membersPerRequest();
        for (int start = 0; start < members.size(); start += size) {
            batches.add(members.subList(start, Math.min(members.size(), start + size)));
        }
        return batches;
    }

    private static WorkItem membershipItem(DirectoryGroup group, int number, WorkItem.Task task) {
        return groupItem(EscrowKey.Kind.MEMBERSHIP, group, Integer.toString(number), task);
    }

    /** True if what failed before need not be done any more: somebody left before the creation succeeded. */
    boolean isMoot(EscrowKey key) {
        return switch (key.kind()) {
            case USER -> isMootUser(key.sourceId());
            case GROUP ->
                context.state().group(key.sourceId()).isEmpty()
                        && context.state().uncertainCreation(key.sourceId()).isEmpty()
                        && groupInScope(key.sourceId()).isEmpty();
            case MANAGER -> hasRightManager(key.sourceId());
            case MEMBERSHIP -> hasRightMembers(key.sourceId());
        };
    }

    private boolean isMootUser(String sourceId) {
        Optional<DirectoryUser> user = context.directory().user(sourceId);
        return user.filter(context.scope()::includes).isEmpty()
                && context.state().uncertainCreation(sourceId).isEmpty()
                && context.state()
                        .user(sourceId)
                        .filter(link -> link.entitled() || user.isEmpty())
                        .isEmpty();
    }

    private boolean hasRightManager(String sourceId) {
        ObjectMapping mapping = context.job().schema().users();
        Optional<DirectoryUser> user = context.directory().user(sourceId).filter(context.scope()::includes);
        Optional<UserLink> link = context.state().user(sourceId);
        return mapping.reference().isEmpty()
                || user.isEmpty()
                || link.isEmpty()
                || !new ManagerProvisioner(context, mapping.reference().get()).isDue(user.get(), link.get());
    }

    private boolean hasRightMembers(String sourceId) {
        Optional<TargetPath> target = context.job().schema().groups().flatMap(ObjectMapping::reference);
        Optional<DirectoryGroup> group = groupInScope(sourceId);
        Optional<GroupLink> link = context.state().group(sourceId);
        return target.isEmpty()
                || group.isEmpty()
                || link.isEmpty()
                || (link.get().uncertain().isEmpty()
                        && new MembershipProvisioner(context, target.get())
                                .wanted(group.get())
                                .equals(link.get().members()));
    }

    private Optional<DirectoryGroup> groupInScope(String sourceId) {
        return context.directory().group(sourceId).filter(context.scope()::includes);
    }

    /** What failed before waits for its next attempt, unless the object was changed. */
    private boolean mayRun(EscrowKey.Kind kind, String sourceId) {
        return changed.contains(sourceId) || !escrows.waits(key(kind, sourceId), now);
    }

    private static EscrowKey key(EscrowKey.Kind kind, String sourceId) {
        return new EscrowKey(kind, sourceId);
    }

    static WorkItem userItem(DirectoryUser user, WorkItem.Task task) {
        return new WorkItem(key(EscrowKey.Kind.USER, user.objectId()), identity(user), user.objectId(), task);
    }

    static LoggedIdentity identity(DirectoryUser user) {
        return new LoggedIdentity("User", user.objectId(), user.userPrincipalName(), "");
    }

    private static WorkItem groupItem(EscrowKey.Kind kind, DirectoryGroup group, String lane, WorkItem.Task task) {
        LoggedIdentity identity = new LoggedIdentity("Group", group.objectId(), group.displayName(), "");
        return new WorkItem(key(kind, group.objectId()), identity, lane, task);
    }
}
