package dev.scimlet.simulator.client;

import java.io.Serial;

/** A request that did not succeed. The message says what was asked and what came back. */
public final class ScimFailureException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final int status;
    private final String scimType;

    ScimFailureException(FailureKind kind, int status, String scimType, String message) {
        super(message);
        this.kind = kind;
        this.status = status;
        this.scimType = scimType;
    }

    ScimFailureException(FailureKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = 0;
        this.scimType = "";
    }

    /** A failure that no status tells, but that a client sees in an answer. */
    public static ScimFailureException of(FailureKind kind, String message) {
        return new ScimFailureException(kind, 200, "", message);
    }

    public FailureKind kind() {
        return kind;
    }

    /** The HTTP status, or 0 if no answer came. */
    public int status() {
        return status;
    }

    /** The {@code scimType} of the error (RFC 7644 §3.12), or empty text. */
    public String scimType() {
        return scimType;
    }

    /** The message, for log entries. An exception of this kind always has one. */
    public String reason() {
        String message = getMessage();
        return message == null ? kind.name() : message;
    }
}
