package dev.scimlet.simulator.entra;

/** How changes are written into PATCH requests. */
public enum PatchDialect {
    /** Capitalised operations, booleans as text, members removed by a list of values. */
    LEGACY,
    /** RFC 7644, switched on by the flag {@code aadOptscim062020} in the tenant URL. */
    COMPLIANT
}
