package dev.scimlet.benchmarks.database;

import java.util.Locale;

/** Which tables hold the users and groups. */
public enum SqlLayout {
    /** Tables of the library's own making, with a column or a table for each attribute. */
    OWN,

    /** Those of an application: {@link HostTables}. */
    USERS;

    /** As it is written on the command line. */
    public String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
