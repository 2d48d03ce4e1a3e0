package dev.scimlet.examples.quickstart;

/** What stands on the command line cannot be done; the message is one line for the person at the keyboard. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UsageException(String message) {
        this(message, null);
    }

    UsageException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message.strip().replaceAll("\\s*\\R\\s*", " "), cause);
    }
}
