package dev.scimlet.simulator.directory;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Lets a directory live: joiners, movers, leavers, re-hires, renames, blocked accounts, new managers, memberships that
 * come and go, groups that come, are renamed and go. The same seed draws the same changes for the same directory.
 */
public final class RandomChanges {

    /** What can be drawn, and how often among one hundred. */
    private enum Kind {
        JOIN(12),
        MOVE(22),
        RENAME(8),
        CHANGE_MANAGER(10),
        BLOCK_OR_ALLOW(5),
        LEAVE(7),
        RETURN(4),
        PURGE(2),
        ADD_MEMBER(13),
        REMOVE_MEMBER(11),
        ADD_GROUP(2),
        RENAME_GROUP(3),
        DELETE_GROUP(1);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    private final long seed;
    private final Random random;
    private final People people;
    private int created;

    public RandomChanges(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.people = new People(random);
    }

    /**
     * Applies {@code count} changes; a draw that finds nobody to change is drawn again.
     *
     * @return how many of each kind were made, for reports
     * @throws IllegalArgumentException if the directory has no users at all
     */
    public Map<String, Integer> apply(SourceDirectory directory, int count) {
        if (directory.users().isEmpty()) {
            throw new IllegalArgumentException("an empty directory has nobody to change");
        }
        EnumMap<Kind, Integer> made = new EnumMap<>(Kind.class);
        for (int change = 0; change < count; ) {
            Kind kind = draw();
            if (make(kind, directory)) {
                made.merge(kind, 1, Integer::sum);
                change++;
            }
        }
        Map<String, Integer> named = new LinkedHashMap<>();
        made.forEach((kind, number) -> named.put(kind.name(), number));
        return named;
    }

    private Kind draw() {
        int drawn = random.nextInt(100);
        for (Kind kind : Kind.values()) {
            drawn -= kind.weight;
            if (drawn < 0) {
                return kind;
            }
        }
        throw new AssertionError("the weights do not make one hundred");
    }

    private boolean make(Kind kind, SourceDirectory directory) {
        return switch (kind) {
            case JOIN -> join(directory);
            case MOVE -> live(directory).map(user -> move(directory, user)).orElse(false);
            case RENAME -> live(directory).map(user -> rename(directory, user)).orElse(false);
            case CHANGE_MANAGER ->
                live(directory).map(user -> changeManager(directory, user)).orElse(false);
            case BLOCK_OR_ALLOW ->
                live(directory)
                        .map(user -> apply(
                                directory, new DirectoryChange.EnableAccount(user.objectId(), !user.accountEnabled())))
                        .orElse(false);
            case LEAVE ->
                live(directory)
                        .map(user -> apply(directory, new DirectoryChange.SoftDeleteUser(user.objectId())))
                        .orElse(false);
            case RETURN ->
                softDeleted(directory)
                        .map(user -> apply(directory, new DirectoryChange.RestoreUser(user.objectId())))
                        .orElse(false);
            case PURGE ->
                softDeleted(directory)
                        .map(user -> apply(directory, new DirectoryChange.HardDeleteUser(user.objectId())))
                        .orElse(false);
            case ADD_MEMBER ->
                group(directory).map(group -> addMember(directory, group)).orElse(false);
            case REMOVE_MEMBER ->
                group(directory).map(group -> removeMember(directory, group)).orElse(false);
            case ADD_GROUP -> addGroup(directory);
            case RENAME_GROUP ->
                group(directory)
                        .map(group -> apply(
                                directory,
                                new DirectoryChange.UpdateGroup(
                                        group.objectId(), Map.of("displayName", "Approvers renamed " + created++))))
                        .orElse(false);
            case DELETE_GROUP ->
                group(directory)
                        .map(group -> apply(directory, new DirectoryChange.DeleteGroup(group.objectId())))
                        .orElse(false);
        };
    }

    private boolean join(SourceDirectory directory) {
        int number = created++;
        String objectId = DirectoryGenerator.objectId(seed, "joiner", number);
        directory.apply(new DirectoryChange.AddUser(DirectoryUser.of(objectId, people.person(unique(number)))));
        directory.apply(new DirectoryChange.Assign(objectId, AppRole.named("User")));
        return true;
    }

    private boolean move(SourceDirectory directory, DirectoryUser user) {
        return apply(
                directory,
                new DirectoryChange.UpdateUser(
                        user.objectId(),
                        Map.of(
                                "jobTitle", people.title(),
                                "department", people.department(),
                                "telephoneNumber", people.phone())));
    }

    private boolean rename(SourceDirectory directory, DirectoryUser user) {
        String givenName = user.attributes().getOrDefault("givenName", "Ann");
        return apply(
                directory,
                new DirectoryChange.UpdateUser(user.objectId(), people.renamed(givenName, unique(created++))));
    }

    private boolean changeManager(SourceDirectory directory, DirectoryUser user) {
        if (user.manager().isPresent() && random.nextInt(5) == 0) {
            return apply(directory, new DirectoryChange.RemoveManager(user.objectId()));
        }
        return live(directory)
                .filter(manager -> !manager.objectId().equals(user.objectId()))
                .map(manager -> apply(directory, new DirectoryChange.SetManager(user.objectId(), manager.objectId())))
                .orElse(false);
    }

    private boolean addMember(SourceDirectory directory, DirectoryGroup group) {
        return live(directory)
                .filter(user -> !group.members().contains(user.objectId()))
                .map(user ->
                        apply(directory, new DirectoryChange.AddMembers(group.objectId(), Set.of(user.objectId()))))
                .orElse(false);
    }

    private boolean removeMember(SourceDirectory directory, DirectoryGroup group) {
        return pick(List.copyOf(group.members()))
                .map(member -> apply(directory, new DirectoryChange.RemoveMembers(group.objectId(), Set.of(member))))
                .orElse(false);
    }

    private boolean addGroup(SourceDirectory directory) {
        int number = created++;
        String objectId = DirectoryGenerator.objectId(seed, "new group", number);
        Optional<DirectoryUser> member = live(directory);
        if (member.isEmpty()) {
            return false;
        }
        directory.apply(new DirectoryChange.AddGroup(DirectoryGroup.of(
                objectId,
                "New approvers " + seed + "-" + number,
                Set.of(member.get().objectId()))));
        directory.apply(new DirectoryChange.Assign(objectId, AppRole.named("User")));
        return true;
    }

    private static boolean apply(SourceDirectory directory, DirectoryChange change) {
        if (change instanceof DirectoryChange.RestoreUser restore && nameIsTaken(directory, restore.user())) {
            return false;
        }
        directory.apply(change);
        return true;
    }

    private static boolean nameIsTaken(SourceDirectory directory, String objectId) {
        return directory
                .user(objectId)
                .flatMap(user -> directory.userNamed(user.userPrincipalName()))
                .isPresent();
    }

    /** Numbers of changed people lie above those of generated ones. */
    private static int unique(int number) {
        return 1_000_000 + number;
    }

    private Optional<DirectoryUser> live(SourceDirectory directory) {
        return pick(
                directory.users().stream().filter(user -> !user.softDeleted()).toList());
    }

    private Optional<DirectoryUser> softDeleted(SourceDirectory directory) {
        return pick(
                directory.users().stream().filter(DirectoryUser::softDeleted).toList());
    }

    private Optional<DirectoryGroup> group(SourceDirectory directory) {
        return pick(List.copyOf(directory.groups()));
    }

    private <T> Optional<T> pick(List<T> choices) {
        return choices.isEmpty() ? Optional.empty() : Optional.of(choices.get(random.nextInt(choices.size())));
    }
}
