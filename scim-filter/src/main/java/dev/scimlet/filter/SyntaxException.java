package dev.scimlet.filter;

/**
 * A text is not in the language, or beyond its limits. The message is meant for whoever wrote the text: what was
 * expected, at which position, and what was found there, shortened.
 */
public final class SyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int position;
    private final boolean inBrackets;

    private SyntaxException(String message, int position, boolean inBrackets) {
        super(message);
        this.position = position;
        this.inBrackets = inBrackets;
    }

    static SyntaxException in(String text, int position, String message) {
        return new SyntaxException(message, position, InputCheck.isInClosedBrackets(text, position));
    }

    /**
     * Where the mistake is: the index of a {@code char} of the text, counted from 0, or the length of the text if that
     * ends too early. The message names the same number.
     */
    public int position() {
        return position;
    }

    /**
     * Whether the mistake is between a {@code [} and the {@code ]} that closes it. In a PATCH path it is then a mistake
     * of the filter ({@code invalidFilter}), otherwise of the path ({@code invalidPath}; RFC 7644 §3.12).
     */
    public boolean inBrackets() {
        return inBrackets;
    }
}
