package dev.scimlet.simulator.client;

/** The kinds of failure that identity providers tell apart. */
public enum FailureKind {
    /** No answer came; whether the request was carried out is unknown. */
    NO_ANSWER,
    /** 401 or 403: the credentials are not good. */
    UNAUTHORIZED,
    /** 404 for a resource that was addressed by its id. */
    NOT_FOUND,
    /** 409: a unique value is taken. */
    CONFLICT,
    /** 429 that did not end. */
    TOO_MANY_REQUESTS,
    /** 400 and every other 4xx. */
    REFUSED,
    /** 5xx. */
    SERVER_ERROR,
    /** More than one resource where only one may match. */
    DUPLICATE_TARGET,
    /** The resource belongs to another object of the directory already. */
    DUPLICATE_SOURCE,
    /** An answer that is not SCIM as the client understands it. */
    INCOMPATIBLE;

    /** True if the request may have been carried out all the same. */
    public boolean leavesDoubt() {
        return this == NO_ANSWER || this == SERVER_ERROR || this == INCOMPATIBLE;
    }
}
