package dev.scimlet.core.query;

/** The direction of sorting (RFC 7644 §3.4.2.3). */
public enum SortOrder {
    /** Small values first, missing ones last. */
    ASCENDING("ascending"),
    /** Missing values first, then large ones. */
    DESCENDING("descending");

    private final String keyword;

    SortOrder(String keyword) {
        this.keyword = keyword;
    }

    /** The word as {@code sortOrder} spells it. */
    public String keyword() {
        return keyword;
    }
}
