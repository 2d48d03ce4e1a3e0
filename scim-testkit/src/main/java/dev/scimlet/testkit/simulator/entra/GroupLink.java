package dev.scimlet.testkit.simulator.entra;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A group of the directory and the group of the application that belongs to it.
 *
 * @param targetId the id in the application
 * @param adopted true if the application had it before: its members are not known
 * @param members the ids in the application of the members who were added
 */
record GroupLink(String targetId, boolean adopted, Set<String> members) {

    GroupLink {
        members = Set.copyOf(members);
    }

    GroupLink with(Collection<String> added) {
        Set<String> merged = new LinkedHashSet<>(members);
        merged.addAll(added);
        return new GroupLink(targetId, adopted, merged);
    }

    GroupLink without(Collection<String> removed) {
        Set<String> rest = new LinkedHashSet<>(members);
        rest.removeAll(removed);
        return new GroupLink(targetId, adopted, rest);
    }
}
