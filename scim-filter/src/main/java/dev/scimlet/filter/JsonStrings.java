package dev.scimlet.filter;

/** The strings of JSON (RFC 8259 §7), out of a text whose characters have been checked. */
final class JsonStrings {

    private static final String ESCAPE =
            "an escape of JSON (\\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits)";
    private static final int UNICODE_ESCAPE_LENGTH = "\\u0000".length();

    private JsonStrings() {}

    /**
     * The value of the string whose opening quote stands at {@code start} and whose closing one at {@code end}.
     *
     * @throws SyntaxException if it holds an escape that JSON does not have, or half of a surrogate pair
     */
    static String decode(String text, int start, int end) {
        int escape = text.indexOf('\\', start);
        if (escape < 0 || escape > end) {
            return text.substring(start + 1, end);
        }
        var value = new StringBuilder(end - start);
        for (int i = start + 1; i < end; i++) {
            char character = text.charAt(i);
            if (character != '\\') {
                value.append(character);
            } else if (text.charAt(i + 1) == 'u') {
                i += appendUnicode(value, text, i, end) - 1;
            } else {
                value.append(simpleEscape(text, i));
                i++;
            }
        }
        return value.toString();
    }

    private static char simpleEscape(String text, int escape) {
        return switch (text.charAt(escape + 1)) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw Mistakes.expected(ESCAPE, text, escape);
        };
    }

    /** Appends the character that one escape or, for a surrogate pair, two stand for; returns their length. */
    private static int appendUnicode(StringBuilder value, String text, int escape, int end) {
        char first = unicodeEscape(text, escape, end);
        value.append(first);
        if (!Character.isSurrogate(first)) {
            return UNICODE_ESCAPE_LENGTH;
        }
        int next = escape + UNICODE_ESCAPE_LENGTH;
        if (Character.isHighSurrogate(first) && text.startsWith("\\u", next)) {
            char second = unicodeEscape(text, next, end);
            if (Character.isLowSurrogate(second)) {
                value.append(second);
                return 2 * UNICODE_ESCAPE_LENGTH;
            }
        }
        throw Mistakes.expected("both halves of a surrogate pair", text, escape);
    }

    private static char unicodeEscape(String text, int escape, int end) {
        int unit = 0;
        for (int i = escape + 2; i < escape + UNICODE_ESCAPE_LENGTH; i++) {
            int digit = i < end ? hexadecimalDigit(text.charAt(i)) : -1;
            if (digit < 0) {
                throw Mistakes.expected("four hexadecimal digits after \\u", text, i);
            }
            unit = unit * 16 + digit;
        }
        return (char) unit;
    }

    private static int hexadecimalDigit(char character) {
        return character < 0x80 ? Character.digit(character, 16) : -1;
    }
}
