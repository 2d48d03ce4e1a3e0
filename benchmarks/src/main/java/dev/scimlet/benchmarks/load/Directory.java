package dev.scimlet.benchmarks.load;

import java.util.List;

/**
 * What a subject holds after seeding: the {@code id} of each user in the order of their numbers, and the groups.
 *
 * @param further the same of the tenants with the numbers from 1 on; empty if there is one tenant
 */
public record Directory(List<String> userIds, List<SeededGroup> groups, List<Directory> further) {

    public Directory {
        userIds = List.copyOf(userIds);
        groups = List.copyOf(groups);
        further = List.copyOf(further);
    }

    /** That of one tenant. */
    public Directory(List<String> userIds, List<SeededGroup> groups) {
        this(userIds, groups, List.of());
    }

    /** This tenant and the others. */
    public Directory with(List<Directory> others) {
        return new Directory(userIds, groups, others);
    }

    /** A group with the members 0 to {@code members} - 1. */
    public record SeededGroup(String id, int members) {}
}
