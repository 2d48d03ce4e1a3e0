package dev.scimlet.benchmarks.load;

import java.util.List;

/**
 * What a subject holds after seeding: the {@code id} of each user in the order of their numbers, and the groups.
 */
public record Directory(List<String> userIds, List<SeededGroup> groups) {

    public Directory {
        userIds = List.copyOf(userIds);
        groups = List.copyOf(groups);
    }

    /** A group with the members 0 to {@code members} - 1. */
    public record SeededGroup(String id, int members) {}
}
