package dev.scimlet.simulator.directory;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Makes a directory of users with chains of managers, and of groups with members. The same seed makes the same
 * directory. Everybody is assigned to the application, directly, and so is every group.
 */
public final class DirectoryGenerator {

    /** How many people report to one manager: 1,000 users make chains of about four. */
    private static final int REPORTS = 6;

    private final long seed;
    private final int users;
    private final int groups;

    /** @throws IllegalArgumentException if a number is negative */
    public DirectoryGenerator(long seed, int users, int groups) {
        if (users < 0 || groups < 0) {
            throw new IllegalArgumentException("numbers of users and groups cannot be negative");
        }
        this.seed = seed;
        this.users = users;
        this.groups = groups;
    }

    public SourceDirectory generate(Clock clock) {
        Random random = new Random(seed);
        SourceDirectory directory = new SourceDirectory(clock);
        addUsers(directory, random);
        addGroups(directory, random);
        return directory;
    }

    /** Reports come before their managers: an identity provider cannot count on another order. */
    private void addUsers(SourceDirectory directory, Random random) {
        People people = new People(random);
        for (int number = 0; number < users; number++) {
            String objectId = objectId(seed, "user", number);
            directory.apply(new DirectoryChange.AddUser(DirectoryUser.of(objectId, people.person(number))));
            directory.apply(new DirectoryChange.Assign(objectId, AppRole.named("User")));
        }
        int last = users - 1;
        for (int number = 0; number < last; number++) {
            int manager = last - (last - number) / REPORTS;
            directory.apply(
                    new DirectoryChange.SetManager(objectId(seed, "user", number), objectId(seed, "user", manager)));
        }
    }

    private void addGroups(SourceDirectory directory, Random random) {
        List<DirectoryUser> everybody = List.copyOf(directory.users());
        for (int number = 0; number < groups; number++) {
            Set<String> members = new LinkedHashSet<>();
            int size = everybody.isEmpty() ? 0 : 1 + random.nextInt(sizeOfLargest(everybody.size()));
            while (members.size() < size) {
                members.add(everybody.get(random.nextInt(everybody.size())).objectId());
            }
            String objectId = objectId(seed, "group", number);
            directory.apply(new DirectoryChange.AddGroup(new DirectoryGroup(
                    objectId,
                    Map.of("displayName", "Approvers " + (number + 1), "mailNickname", "approvers-" + (number + 1)),
                    members)));
            directory.apply(new DirectoryChange.Assign(objectId, AppRole.named("User")));
        }
    }

    private static int sizeOfLargest(int everybody) {
        return Math.max(1, Math.min(everybody, 10 + everybody / 20));
    }

    static String objectId(long seed, String kind, int number) {
        return UUID.nameUUIDFromBytes((kind + " " + number + " of " + seed).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
