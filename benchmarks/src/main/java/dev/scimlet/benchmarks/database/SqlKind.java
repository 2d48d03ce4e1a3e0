package dev.scimlet.benchmarks.database;

import java.util.Locale;

/** The databases that are measured. */
public enum SqlKind {
    POSTGRESQL,
    H2,
    MARIADB;

    /** @throws IllegalArgumentException if it is a database that is not measured */
    static SqlKind of(String url) {
        for (SqlKind kind : values()) {
            if (url.startsWith("jdbc:" + kind.lowerCase() + ":")) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no database that is measured: " + url);
    }

    /** As it is written in URLs and on the command line. */
    public String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
