package dev.scimlet.core;

/** The {@code scimType} keywords, each with the status it is sent with (RFC 7644 §3.12, table 9; RFC 9865 §2.1). */
public enum ErrorType {
    /** The filter is malformed, or attribute and operator do not go together. */
    INVALID_FILTER("invalidFilter", 400),
    /** More results than the service provider will process. */
    TOO_MANY("tooMany", 400),
    /** A value that must be unique is taken. */
    UNIQUENESS("uniqueness", 409),
    /** The change is not compatible with the mutability of an attribute. */
    MUTABILITY("mutability", 400),
    /** The body has not the structure that the request demands. */
    INVALID_SYNTAX("invalidSyntax", 400),
    /** A PATCH path is malformed or names nothing known. */
    INVALID_PATH("invalidPath", 400),
    /** A PATCH path yields nothing that the operation could be applied to. */
    NO_TARGET("noTarget", 400),
    /** A required value is missing, or a value does not fit its attribute. */
    INVALID_VALUE("invalidValue", 400),
    /** The protocol version in the URI is not supported. */
    INVALID_VERSION("invalidVers", 400),
    /** The URI would carry personal data; POST to {@code .search} instead. */
    SENSITIVE("sensitive", 403),
    /** The cursor is unknown, forged or belongs to another query. */
    INVALID_CURSOR("invalidCursor", 400),
    /** The cursor is too old. */
    EXPIRED_CURSOR("expiredCursor", 400),
    /** The count is no number, or differs from that of the first page. */
    INVALID_COUNT("invalidCount", 400);

    private final String keyword;
    private final int status;

    ErrorType(String keyword, int status) {
        this.keyword = keyword;
        this.status = status;
    }

    /** The keyword as the {@code scimType} member spells it. */
    public String keyword() {
        return keyword;
    }

    /** The HTTP status that goes with the keyword. */
    public int status() {
        return status;
    }
}
