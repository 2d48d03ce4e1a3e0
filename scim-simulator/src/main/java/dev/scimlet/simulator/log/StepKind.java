package dev.scimlet.simulator.log;

/** The steps of provisioning one object, in their order. */
public enum StepKind {
    /** The object is read from the source directory. */
    IMPORT("import"),
    /** Is it in scope? */
    SCOPING("scoping"),
    /** Is it in the application already? */
    MATCHING("matching"),
    /** The manager or a member is looked up. */
    REFERENCE_RESOLUTION("referenceResolution"),
    /** The object is written to the application. */
    EXPORT("export");

    private final String graphName;

    StepKind(String graphName) {
        this.graphName = graphName;
    }

    /** The name in the log. */
    public String graphName() {
        return graphName;
    }
}
