package dev.scimlet.testkit.json;

/** What was read is not JSON; the message says why and where. */
public final class JsonSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1;

    JsonSyntaxException(String message) {
        super(message);
    }
}
