package dev.scimlet.core.schema;

import java.text.Normalizer;

/**
 * How texts compare, in filters, sorting and uniqueness (RFC 7644 §3.4.2.2, §7.8).
 *
 * <p>No locale takes part. Case folding is that of Unicode, full and without context: {@code ß} equals {@code ss}, the
 * three Greek sigmas are equal, the Turkish dotless ı is not an i.
 */
public enum TextComparison {
    /** {@code caseExact}: by code point, after NFC. */
    EXACT,
    /** Not {@code caseExact}: NFC and full case folding. */
    IGNORE_CASE,
    /** User names: NFKC and full case folding, so that width and compatibility forms collide too. */
    USER_NAME;

    private static final int DOTTED_CAPITAL_I = 0x130;
    private static final int DOTLESS_SMALL_I = 0x131;
    private static final char FIRST_COMBINING_MARK = 0x300;

    /** The form in which two texts are equal exactly if they compare equal; for index keys and normalised columns. */
    public String key(String text) {
        int length = text.length();
        boolean changed = false;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return unicodeKey(text);
            }
            changed |= c >= 'A' && c <= 'Z';
        }
        if (!changed || this == EXACT) {
            return text;
        }
        char[] folded = new char[length];
        for (int i = 0; i < length; i++) {
            folded[i] = asciiLower(text.charAt(i));
        }
        return new String(folded);
    }

    /** Whether the two texts are the same under this rule. */
    public boolean equal(String a, String b) {
        int end = Math.min(a.length(), b.length());
        for (int i = 0; i < end; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y && (this == EXACT || asciiLower(x) != asciiLower(y))) {
                // behind an equal start two ASCII characters differ in every normal form
                return (x | y) >= 0x80 && !differAt(a, b, i) && key(a).equals(key(b));
            }
        }
        if (a.length() == b.length()) {
            return true;
        }
        char next = (a.length() > end ? a : b).charAt(end);
        return next >= 0x80 && key(a).equals(key(b));
    }

    /** Whether the keys of two texts that start alike are known to differ here; most differences are plain to see. */
    private boolean differAt(String a, String b, int index) {
        return a.charAt(index) < 0x80 ? differ(a, b, index) : differ(b, a, index);
    }

    /** The same, with an ASCII character in the one text, unless what follows it becomes one with it. */
    private boolean differ(String plain, String other, int index) {
        char x = plain.charAt(index);
        char y = other.charAt(index);
        boolean alone = index + 1 == plain.length() || plain.charAt(index + 1) < FIRST_COMBINING_MARK;
        return x < 0x80 && alone && y < FIRST_COMBINING_MARK && firstOfKey(y) != asciiLower(x);
    }

    private char firstOfKey(char c) {
        char[] known = this == USER_NAME ? LatinKeys.USER_NAME_STARTS : LatinKeys.STARTS;
        return known[c];
    }

    /** What the keys of the letters below the combining marks start with; the smallest of texts, looked up and not made. */
    private static final class LatinKeys {

        static final char[] STARTS = starts(IGNORE_CASE);
        static final char[] USER_NAME_STARTS = starts(USER_NAME);

        private static char[] starts(TextComparison comparison) {
            char[] starts = new char[FIRST_COMBINING_MARK];
            for (char c = 0; c < starts.length; c++) {
                starts[c] = comparison.key(Character.toString(c)).charAt(0);
            }
            return starts;
        }
    }

    /** Whether {@code text} holds {@code operandKey}, which is the {@link #key(String) key} of what is looked for. */
    public boolean contains(String text, String operandKey) {
        if (!isAscii(text)) {
            return key(text).contains(operandKey);
        }
        int last = text.length() - operandKey.length();
        for (int start = 0; start <= last; start++) {
            if (asciiMatchesAt(text, start, operandKey)) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code text} starts with what {@code operandKey} is the key of. */
    public boolean startsWith(String text, String operandKey) {
        if (!isAscii(text)) {
            return key(text).startsWith(operandKey);
        }
        return text.length() >= operandKey.length() && asciiMatchesAt(text, 0, operandKey);
    }

    /** Whether {@code text} ends with what {@code operandKey} is the key of. */
    public boolean endsWith(String text, String operandKey) {
        if (!isAscii(text)) {
            return key(text).endsWith(operandKey);
        }
        int start = text.length() - operandKey.length();
        return start >= 0 && asciiMatchesAt(text, start, operandKey);
    }

    private boolean asciiMatchesAt(String text, int start, String operandKey) {
        for (int i = 0; i < operandKey.length(); i++) {
            char c = text.charAt(start + i);
            if ((this == EXACT ? c : asciiLower(c)) != operandKey.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Negative, zero or positive: the order of the two texts by code point of their {@link #key(String) keys}. */
    public int compare(String a, String b) {
        return compareCodePoints(key(a), key(b));
    }

    private String unicodeKey(String text) {
        if (this == EXACT) {
            return Normalizer.normalize(text, Normalizer.Form.NFC);
        }
        Normalizer.Form form = this == USER_NAME ? Normalizer.Form.NFKC : Normalizer.Form.NFC;
        return Normalizer.normalize(fold(Normalizer.normalize(text, form)), form);
    }

    /** Full case folding: lower, upper and lower again reaches what Unicode's table lists, but for two letters I. */
    private static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length() + 4);
        text.codePoints().forEach(c -> {
            if (c < 0x80) {
                folded.append(asciiLower((char) c));
            } else if (c == DOTTED_CAPITAL_I) {
                folded.append("i\u0307");
            } else if (c == DOTLESS_SMALL_I) {
                folded.appendCodePoint(c);
            } else {
                Character.toString(Character.toLowerCase(c))
                        .toUpperCase(java.util.Locale.ROOT)
                        .codePoints()
                        .forEach(upper -> folded.appendCodePoint(Character.toLowerCase(upper)));
            }
        });
        return folded.toString();
    }

    private static int compareCodePoints(String a, String b) {
        int end = Math.min(a.length(), b.length());
        for (int i = 0; i < end; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // UTF-16 sorts surrogates below U+E000 to U+FFFF; by code point they come above
                boolean high = Character.isSurrogate(x) != Character.isSurrogate(y);
                return high ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static char asciiLower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
