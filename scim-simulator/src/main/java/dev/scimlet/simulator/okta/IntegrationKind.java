package dev.scimlet.simulator.okta;

/** The two kinds of Okta's clients. */
public enum IntegrationKind {
    /** An integration of the catalogue (OIN): PUT for profiles, PATCH for status and groups. */
    CATALOGUE,
    /** An app made with the wizard (AIW): PUT for everything. */
    WIZARD
}
