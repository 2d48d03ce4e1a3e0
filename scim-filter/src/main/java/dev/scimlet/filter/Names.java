package dev.scimlet.filter;

/** What attribute names, schema URNs and words without quotes are made of. */
final class Names {

    private static final String URN_PREFIX = "urn:";

    private Names() {}

    /** Whether {@code text} is a letter or {@code $}, followed by letters, digits, {@code -}, {@code _} and {@code $}. */
    static boolean isName(String text) {
        if (text.isEmpty() || !isFirstOfName(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char character = text.charAt(i);
            if (!isFirstOfName(character) && !isDigit(character) && character != '-' && character != '_') {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code text} is {@code urn:}, a namespace, a colon and something (RFC 8141 §2, without parentheses). */
    static boolean isUrn(String text) {
        if (!text.regionMatches(true, 0, URN_PREFIX, 0, URN_PREFIX.length())) {
            return false;
        }
        int namespaceEnd = text.indexOf(':', URN_PREFIX.length());
        if (namespaceEnd <= URN_PREFIX.length() || namespaceEnd == text.length() - 1) {
            return false;
        }
        for (int i = URN_PREFIX.length(); i < text.length(); i++) {
            if (!isPartOfUrn(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code text} may stand for a string: it begins with a letter or digit and holds no kind of blank. */
    static boolean isWord(String text) {
        return Character.isLetterOrDigit(text.codePointAt(0))
                && text.codePoints()
                        .noneMatch(character -> Character.isSpaceChar(character) || Character.isISOControl(character));
    }

    private static boolean isPartOfUrn(char character) {
        return isLetter(character) || isDigit(character) || "-._~!$&'*+,;=:@/%".indexOf(character) >= 0;
    }

    private static boolean isFirstOfName(char character) {
        return isLetter(character) || character == '$';
    }

    private static boolean isLetter(char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
