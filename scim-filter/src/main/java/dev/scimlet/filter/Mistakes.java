package dev.scimlet.filter;

/** The words of a {@link SyntaxException}: what was expected, where, and what was found there. */
final class Mistakes {

    /** Enough to recognise the place, too little to flood a log. */
    private static final int LONGEST_EXCERPT = 30;

    private Mistakes() {}

    static SyntaxException expected(String expected, String text, int position) {
        return SyntaxException.in(
                text,
                position,
                "expected " + expected + " at position " + position + ", found " + found(text, position));
    }

    private static String found(String text, int position) {
        if (position >= text.length()) {
            return "the end";
        }
        char first = text.charAt(position);
        if (first == ' ') {
            return "a blank";
        }
        int end = first == '"' ? InputCheck.endOfString(text, position) + 1 : endOfWord(text, position);
        if (end - position <= LONGEST_EXCERPT) {
            return text.substring(position, end);
        }
        int cut = position + LONGEST_EXCERPT;
        return text.substring(position, Character.isHighSurrogate(text.charAt(cut - 1)) ? cut - 1 : cut) + "…";
    }

    /** The characters up to the next blank, quote, parenthesis or bracket; one of these if it stands there. */
    static String wordAt(String text, int position) {
        return position < text.length() ? text.substring(position, endOfWord(text, position)) : "";
    }

    private static int endOfWord(String text, int start) {
        int end = start + 1;
        if (!isDelimiter(text.charAt(start))) {
            while (end < text.length() && !isDelimiter(text.charAt(end))) {
                end++;
            }
        }
        return end;
    }

    private static boolean isDelimiter(char character) {
        return " \"()[]".indexOf(character) >= 0;
    }
}
