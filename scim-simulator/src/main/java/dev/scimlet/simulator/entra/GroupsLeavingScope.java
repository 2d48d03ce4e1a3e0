package dev.scimlet.simulator.entra;

/** What happens in the application to a group that leaves the scope but not the directory. */
public enum GroupsLeavingScope {
    DELETED,
    KEPT
}
