package dev.scimlet.testkit.simulator.json;

import java.io.Serial;

/** A text that is not the JSON that was expected. */
public final class JsonException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    JsonException(String message) {
        super(message);
    }

    JsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
