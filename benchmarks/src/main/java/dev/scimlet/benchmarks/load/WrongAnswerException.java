package dev.scimlet.benchmarks.load;

/** A subject answered something else than it was asked for: its figures would mean nothing. */
public final class WrongAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int QUOTED_CHARACTERS = 400;

    public WrongAnswerException(String message) {
        super(message);
    }

    /** As much of an answer as helps to see what it is. */
    static String beginning(String text) {
        return text.length() <= QUOTED_CHARACTERS ? text : text.substring(0, QUOTED_CHARACTERS) + " …";
    }
}
