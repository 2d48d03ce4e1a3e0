package dev.scimlet.filter;

import java.util.Locale;

/** The attribute operators that take a value (RFC 7644 §3.4.2.2, table 3), in the order of the table. */
public enum CompareOperator {
    /** Equal. */
    EQ,
    /** Not equal. */
    NE,
    /** Contains. */
    CO,
    /** Starts with. */
    SW,
    /** Ends with. */
    EW,
    /** Greater than. */
    GT,
    /** Greater than or equal to. */
    GE,
    /** Less than. */
    LT,
    /** Less than or equal to. */
    LE;

    private final String keyword = name().toLowerCase(Locale.ROOT);

    /** The word that stands for this operator in a filter, in lower case. */
    public String keyword() {
        return keyword;
    }
}
