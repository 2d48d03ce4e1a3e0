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
        return switch (atFirstSight(a, b)) {
            case SAME -> true;
            case DIFFERENT -> false;
            case UNKNOWN -> key(a).equals(key(b));
        };
    }

    /** What can be said of two texts without their keys. */
    enum FirstSight {
        SAME,
        DIFFERENT,
        UNKNOWN
    }

    FirstSight atFirstSight(String a, String b) {
        int end = Math.min(a.length(), b.length());
        for (int i = 0; i < end; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y && (this == EXACT || asciiLower(x) != asciiLower(y))) {
                // behind an equal start two ASCII characters differ in every normal form
                return (x | y) < 0x80 || differAt(a, b, i) ? FirstSight.DIFFERENT : FirstSight.UNKNOWN;
            }
        }
        if (a.length() == b.length()) {
            return FirstSight.SAME;
        }
        char next = (a.length() > end ? a : b).charAt(end);
        return next >= 0x80 ? FirstSight.UNKNOWN : FirstSight.DIFFERENT;
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

    /** Negative, zero or positive: the order of the two texts by code point of their {@link #key(String) keys}. */
    public int compare(String a, String b) {
        return compareKeys(key(a), key(b));
    }

    private String unicodeKey(String text) {
        String bounded = CombiningMarks.bounded(text);
        if (this == EXACT) {
            return normalized(bounded, Normalizer.Form.NFC);
        }
        Normalizer.Form form = this == USER_NAME ? Normalizer.Form.NFKC : Normalizer.Form.NFC;
        return normalized(CaseFolding.fold(normalized(bounded, form)), form);
    }

    private static String normalized(String text, Normalizer.Form form) {
        return form == Normalizer.Form.NFC && isBelowMarks(text) ? text : Normalizer.normalize(text, form);
    }

    /** The letters below the combining marks are in NFC as they are. */
    private static boolean isBelowMarks(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_COMBINING_MARK) {
                return false;
            }
        }
        return true;
    }

    /** The order of texts by code point: of two {@link #key(String) keys}, what {@link #compare} says of their texts. */
    public static int compareKeys(String a, String b) {
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

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    static char asciiLower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
