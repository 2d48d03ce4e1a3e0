package dev.scimlet.testkit.http;

import java.io.IOException;

/** The server ended the connection before the first byte of an answer. */
final class NoAnswerException extends IOException {

    private static final long serialVersionUID = 1;

    NoAnswerException(String message) {
        super(message);
    }

    NoAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
