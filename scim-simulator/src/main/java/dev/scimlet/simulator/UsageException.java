package dev.scimlet.simulator;

import java.io.Serial;

/** A command line that cannot be carried out; the message says what is wrong with it. */
final class UsageException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    UsageException(IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
    }
}
