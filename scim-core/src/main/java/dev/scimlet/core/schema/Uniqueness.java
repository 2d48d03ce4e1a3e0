package dev.scimlet.core.schema;

/** Where a value must be the only one (RFC 7643 §7). */
public enum Uniqueness {
    /** Nowhere. */
    NONE("none"),
    /** Among the resources of a tenant. */
    SERVER("server"),
    /** In the world; enforced at least as server. */
    GLOBAL("global");

    private final String keyword;

    Uniqueness(String keyword) {
        this.keyword = keyword;
    }

    /** The name as schemas spell it. */
    public String keyword() {
        return keyword;
    }
}
