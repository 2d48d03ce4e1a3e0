package dev.scimlet.core.schema;

/** Who may change an attribute, and when (RFC 7643 §7). */
public enum Mutability {
    /** Only the service provider. */
    READ_ONLY("readOnly"),
    /** The client, at any time. */
    READ_WRITE("readWrite"),
    /** The client, as long as there is no value. */
    IMMUTABLE("immutable"),
    /** The client, at any time; it never comes back. */
    WRITE_ONLY("writeOnly");

    private final String keyword;

    Mutability(String keyword) {
        this.keyword = keyword;
    }

    /** The name as schemas spell it. */
    public String keyword() {
        return keyword;
    }
}
