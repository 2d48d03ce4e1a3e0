package dev.scimlet.spi;

import org.jspecify.annotations.Nullable;

/**
 * Somebody else was faster, or in the way: what was read is not so any longer, or a database ended one of two
 * transactions that met. Nothing of the unit is stored; its work runs again from the start ({@link
 * UnitOfWork#perform}).
 */
public final class ConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What was in the way. */
    public enum Kind {
        /** Another change was faster: to begin again at once is likely to succeed. */
        OVERTAKEN,
        /** A lock was not given in the time that the store waits for it: each try holds a thread while it waits. */
        LOCKED
    }

    private final Kind kind;

    private ConflictException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Another change was faster. */
    public static ConflictException overtaken(@Nullable Throwable cause) {
        return new ConflictException(Kind.OVERTAKEN, "another change was faster", cause);
    }

    /** A lock was not given in time. */
    public static ConflictException locked(@Nullable Throwable cause) {
        return new ConflictException(Kind.LOCKED, "another change held a lock for too long", cause);
    }

    /** What was in the way. */
    public Kind kind() {
        return kind;
    }
}
