package dev.scimlet.simulator.entra;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A group of the directory and the group of the application that belongs to it.
 *
 * @param targetId the id in the application
 * @param adopted true if the application had it before: its members are not known
 * @param members the ids in the application of the members who were added
 * @param uncertain the ids of those whose addition or removal failed: nobody knows whether it was carried out
 */
record GroupLink(String targetId, boolean adopted, Set<String> members, Set<String> uncertain) {

    GroupLink {
        members = Set.copyOf(members);
        uncertain = Set.copyOf(uncertain);
    }

    /** A group that was just created. */
    static GroupLink toNew(String targetId) {
        return new GroupLink(targetId, false, Set.of(), Set.of());
    }

    /** A group that the application had before. */
    static GroupLink toAdopted(String targetId) {
        return new GroupLink(targetId, true, Set.of(), Set.of());
    }

    GroupLink with(Collection<String> added) {
        return new GroupLink(targetId, adopted, union(members, added), difference(uncertain, added));
    }

    GroupLink withUncertain(Collection<String> touched) {
        return new GroupLink(targetId, adopted, difference(members, touched), union(uncertain, touched));
    }

    GroupLink without(Collection<String> removed) {
        return new GroupLink(targetId, adopted, difference(members, removed), difference(uncertain, removed));
    }

    /** All who may be members. */
    Set<String> possibleMembers() {
        return union(members, uncertain);
    }

    private static Set<String> union(Set<String> some, Collection<String> others) {
        Set<String> merged = new LinkedHashSet<>(some);
        merged.addAll(others);
        return merged;
    }

    private static Set<String> difference(Set<String> some, Collection<String> others) {
        Set<String> rest = new LinkedHashSet<>(some);
        rest.removeAll(Set.copyOf(others));
        return rest;
    }
}
