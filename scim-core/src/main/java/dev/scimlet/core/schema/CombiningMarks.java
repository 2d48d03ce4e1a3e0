package dev.scimlet.core.schema;

/**
 * Bounds runs of combining marks as Unicode's stream-safe text format does (UAX #15 §13), because putting the marks of one
 * run into their canonical order takes time that grows with the square of its length.
 *
 * <p>Every character of a mark category counts, also those that never change places: no language needs so many of either.
 * The grapheme joiner, with which that format divides runs, ends one.
 */
public final class CombiningMarks {

    /** The longest run of marks in stream-safe text; more than any writing system uses. */
    public static final int LONGEST_RUN = 30;

    private static final char FIRST = 0x300;
    private static final char COMBINING_GRAPHEME_JOINER = 0x34F;
    private static final int CATEGORIES =
            1 << Character.NON_SPACING_MARK | 1 << Character.ENCLOSING_MARK | 1 << Character.COMBINING_SPACING_MARK;

    private CombiningMarks() {}

    /** Whether no run of marks is longer than {@link #LONGEST_RUN}. */
    public static boolean areBounded(String text) {
        return endOfLongRun(text) < 0;
    }

    /** The text with every longer run cut into bounded ones by the combining grapheme joiner, which takes no part in ordering. */
    static String bounded(String text) {
        int end = endOfLongRun(text);
        return end < 0 ? text : divided(text, end);
    }

    private static String divided(String text, int firstEnd) {
        StringBuilder divided = new StringBuilder(text.length() + text.length() / LONGEST_RUN + 1);
        divided.append(text, 0, firstEnd).append(COMBINING_GRAPHEME_JOINER);
        int run = 0;
        for (int i = firstEnd; i < text.length(); ) {
            int c = text.codePointAt(i);
            run = isMark(c) ? run + 1 : 0;
            if (run > LONGEST_RUN) {
                divided.append(COMBINING_GRAPHEME_JOINER);
                run = 1;
            }
            divided.appendCodePoint(c);
            i += Character.charCount(c);
        }
        return divided.toString();
    }

    /** Where the first run that is too long would have to end; -1 if there is none. */
    private static int endOfLongRun(String text) {
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < FIRST) {
                run = 0;
                continue;
            }
            int codePoint = text.codePointAt(i);
            run = isMark(codePoint) ? run + 1 : 0;
            if (run > LONGEST_RUN) {
                return i;
            }
            i += Character.charCount(codePoint) - 1;
        }
        return -1;
    }

    private static boolean isMark(int codePoint) {
        return codePoint >= FIRST
                && codePoint != COMBINING_GRAPHEME_JOINER
                && (CATEGORIES >> Character.getType(codePoint) & 1) != 0;
    }
}
