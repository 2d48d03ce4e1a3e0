package dev.scimlet.simulator.directory;

import java.util.Map;
import java.util.Set;

/** Something that happens in the directory. The ids are object ids. */
public sealed interface DirectoryChange {

    /** A joiner. */
    record AddUser(DirectoryUser user) implements DirectoryChange {}

    /** New values for some attributes of a user; empty text takes a value away. */
    record UpdateUser(String user, Map<String, String> attributes) implements DirectoryChange {
        public UpdateUser {
            attributes = Map.copyOf(attributes);
        }
    }

    /** Sign-in is blocked or allowed again. */
    record EnableAccount(String user, boolean enabled) implements DirectoryChange {}

    record SetManager(String user, String manager) implements DirectoryChange {}

    record RemoveManager(String user) implements DirectoryChange {}

    /** A leaver: the user can be restored within 30 days. */
    record SoftDeleteUser(String user) implements DirectoryChange {}

    /** A leaver who came back within 30 days. */
    record RestoreUser(String user) implements DirectoryChange {}

    /** A soft-deleted user is deleted for good, by hand, before the 30 days are over. */
    record HardDeleteUser(String user) implements DirectoryChange {}

    record AddGroup(DirectoryGroup group) implements DirectoryChange {}

    record UpdateGroup(String group, Map<String, String> attributes) implements DirectoryChange {
        public UpdateGroup {
            attributes = Map.copyOf(attributes);
        }
    }

    record DeleteGroup(String group) implements DirectoryChange {}

    record AddMembers(String group, Set<String> members) implements DirectoryChange {
        public AddMembers {
            members = Set.copyOf(members);
        }
    }

    record RemoveMembers(String group, Set<String> members) implements DirectoryChange {
        public RemoveMembers {
            members = Set.copyOf(members);
        }
    }

    /** A user or a group is assigned to the application, with a role; a second role comes beside the first. */
    record Assign(String principal, AppRole role) implements DirectoryChange {}

    /** All assignments of a user or a group are taken away. */
    record Unassign(String principal) implements DirectoryChange {}
}
