package dev.scimlet.simulator.log;

/** What was to be done to the object in the application. */
public enum ProvisioningAction {
    CREATE("create"),
    UPDATE("update"),
    DISABLE("disable"),
    DELETE("delete"),
    OTHER("other");

    private final String graphName;

    ProvisioningAction(String graphName) {
        this.graphName = graphName;
    }

    /** The name in the log. */
    public String graphName() {
        return graphName;
    }
}
