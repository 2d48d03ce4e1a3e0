package dev.scimlet.simulator.entra;

/** What happens in the application when a value is emptied in the directory. */
public enum EmptiedValues {
    /** The old value stays: Entra ID does not provision nulls. */
    KEPT,
    /** The value is removed, as later tests of Entra ID do. */
    REMOVED
}
