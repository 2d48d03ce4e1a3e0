package dev.scimlet.filter;

import dev.scimlet.filter.text.Surrogates;

/** What is looked at before a text is parsed, so that the parser meets nothing that could exhaust it. */
final class InputCheck {

    private InputCheck() {}

    /** Refuses what is too long or nested too deep, and what is no character of JSON. */
    static void check(String text, FilterSyntax syntax) {
        if (text.length() > syntax.maxLength()) {
            throw SyntaxException.in(
                    text,
                    syntax.maxLength(),
                    "a filter or path has at most " + syntax.maxLength() + " characters, this one has "
                            + text.length());
        }
        checkCharacters(text);
        checkDepth(text, syntax.maxDepth());
    }

    private static void checkCharacters(String text) {
        boolean surrogates = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ') {
                throw SyntaxException.in(
                        text,
                        i,
                        String.format("no control character may stand at position %d: U+%04X", i, (int) character));
            }
            surrogates |= Character.isSurrogate(character);
        }
        if (surrogates) {
            int lone = Surrogates.firstLone(text);
            if (lone >= 0) {
                throw SyntaxException.in(text, lone, "half of a surrogate pair is no character, at position " + lone);
            }
        }
    }

    private static void checkDepth(String text, int maxDepth) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '"' -> i = endOfString(text, i);
                case '(', '[' -> depth++;
                case ')', ']' -> depth--;
                default -> {}
            }
            if (depth > maxDepth) {
                throw SyntaxException.in(
                        text, i, "at most " + maxDepth + " parentheses and brackets may be nested, at position " + i);
            }
        }
    }

    /** Whether {@code position} lies behind a bracket that is closed there or later. */
    static boolean isInClosedBrackets(String text, int position) {
        int depth = 0;
        int outermost = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"') {
                i = endOfString(text, i);
            } else if (character == '[' && depth++ == 0) {
                outermost = i;
            } else if (character == ']' && --depth == 0 && outermost < position && position <= i) {
                return true;
            }
        }
        return false;
    }

    /** The index of the quote that closes the string, or of the last character. */
    static int endOfString(String text, int start) {
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, text.length() - 1);
    }
}
