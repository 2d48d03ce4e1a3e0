package dev.scimlet.simulator.entra;

/**
 * How far a phase of a cycle is.
 *
 * @param done how many objects were dealt with
 * @param total how many there are in this phase
 */
public record Progress(String cycle, CyclePhase phase, int done, int total) {

    /** From 0 to 100; a phase without objects is done. */
    public int percent() {
        return total == 0 ? 100 : (int) (100L * done / total);
    }
}
