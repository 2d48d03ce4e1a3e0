package dev.scimlet.simulator.entra;

/** Is told how a cycle gets on: at the beginning of each phase and after each object. Never by two threads at once. */
@FunctionalInterface
public interface ProgressListener {

    void advanced(Progress progress);
}
