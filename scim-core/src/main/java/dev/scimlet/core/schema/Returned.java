package dev.scimlet.core.schema;

/** When an attribute is part of an answer (RFC 7643 §7). */
public enum Returned {
    /** In every answer, whatever the client asks for. */
    ALWAYS("always"),
    /** In no answer. */
    NEVER("never"),
    /** Unless the client leaves it out. */
    DEFAULT("default"),
    /** Only if the client asks for it or has just written it. */
    REQUEST("request");

    private final String keyword;

    Returned(String keyword) {
        this.keyword = keyword;
    }

    /** The name as schemas spell it. */
    public String keyword() {
        return keyword;
    }
}
