package dev.scimlet.simulator.entra;

/** How a job stands. */
public enum JobState {
    /** Cycles run every 40 minutes. */
    ACTIVE,
    /** Cycles run once a day, until one goes well. */
    QUARANTINED,
    /** After four weeks of quarantine no cycles run any more. */
    DISABLED
}
