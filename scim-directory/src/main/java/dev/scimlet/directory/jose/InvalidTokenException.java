package dev.scimlet.directory.jose;

/** A token or a set of keys is not of the form that it should have. The message is for administrators and holds no secret. */
public final class InvalidTokenException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With the reason as part of a sentence. */
    public InvalidTokenException(String reason) {
        super(reason, null, false, false);
    }

    /** The reason, as part of a sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
