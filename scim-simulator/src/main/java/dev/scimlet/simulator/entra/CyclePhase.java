package dev.scimlet.simulator.entra;

/** The phases of a cycle, in their order. */
public enum CyclePhase {
    /** Users who left the scope are disabled; users and groups that were deleted are deleted. */
    LEAVERS("leavers"),
    /** Accounts are created and updated. */
    USERS("users"),
    /** Managers are set, now that they have accounts. */
    REFERENCES("references"),
    /** Groups are created, without members, and updated. */
    GROUPS("groups"),
    /** Members are added and removed. */
    MEMBERSHIPS("memberships");

    private final String title;

    CyclePhase(String title) {
        this.title = title;
    }

    /** What people call it. */
    public String title() {
        return title;
    }
}
