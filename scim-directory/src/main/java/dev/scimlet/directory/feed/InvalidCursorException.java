package dev.scimlet.directory.feed;

/** A cursor from which reading cannot go on. */
public final class InvalidCursorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean expired;

    private InvalidCursorException(String message, boolean expired) {
        super(message);
        this.expired = expired;
    }

    static InvalidCursorException malformed() {
        return new InvalidCursorException("the cursor is none of this feed", false);
    }

    static InvalidCursorException expired() {
        return new InvalidCursorException(
                "what comes after the cursor is not kept any longer: read the latest cursor, then all resources, then"
                        + " go on from the cursor",
                true);
    }

    /** Whether it was one of this feed once. */
    public boolean isExpired() {
        return expired;
    }
}
