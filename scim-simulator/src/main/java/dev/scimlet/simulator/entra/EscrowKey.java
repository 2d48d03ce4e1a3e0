package dev.scimlet.simulator.entra;

/**
 * What is to be tried again.
 *
 * @param sourceId the id in the directory
 */
public record EscrowKey(Kind kind, String sourceId) {

    /** The kinds of work that can fail by themselves. */
    public enum Kind {
        USER,
        MANAGER,
        GROUP,
        MEMBERSHIP
    }
}
