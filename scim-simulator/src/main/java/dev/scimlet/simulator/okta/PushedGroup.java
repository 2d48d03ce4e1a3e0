package dev.scimlet.simulator.okta;

import java.util.Set;

/**
 * A group as it was pushed last.
 *
 * @param members the ids in the application
 */
record PushedGroup(String targetId, String displayName, Set<String> members) {

    PushedGroup {
        members = Set.copyOf(members);
    }
}
