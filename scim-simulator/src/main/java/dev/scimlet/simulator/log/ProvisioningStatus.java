package dev.scimlet.simulator.log;

/** What became of it. */
public enum ProvisioningStatus {
    SUCCESS("success"),
    FAILURE("failure"),
    SKIPPED("skipped"),
    /** Of a step that went well, though the application did something that it should not do. */
    WARNING("warning");

    private final String graphName;

    ProvisioningStatus(String graphName) {
        this.graphName = graphName;
    }

    /** The name in the log. */
    public String graphName() {
        return graphName;
    }
}
