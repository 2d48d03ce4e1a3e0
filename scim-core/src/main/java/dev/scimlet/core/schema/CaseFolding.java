package dev.scimlet.core.schema;

import java.util.BitSet;
import java.util.Locale;

/**
 * Full case folding without locale: lower, upper and lower again reaches what Unicode's table lists, but for two letters I.
 */
final class CaseFolding {

    private static final int DOTTED_CAPITAL_I = 0x130;
    private static final int DOTLESS_SMALL_I = 0x131;

    /** The letters of the basic plane whose upper case is several letters; outside of it there are none. */
    private static final BitSet EXPANDING = expanding();

    private CaseFolding() {}

    private static BitSet expanding() {
        BitSet expanding = new BitSet();
        for (int c = 0x80; c <= Character.MAX_VALUE; c++) {
            if (Character.isLowerCase(c) && upper(c).length() > 1) {
                expanding.set(c);
            }
        }
        return expanding;
    }

    private static String upper(int codePoint) {
        return Character.toString(codePoint).toUpperCase(Locale.ROOT);
    }

    static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length() + 4);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            append(folded, c);
            i += Character.charCount(c);
        }
        return folded.toString();
    }

    private static void append(StringBuilder folded, int c) {
        if (c < 0x80) {
            folded.append(TextComparison.asciiLower((char) c));
        } else if (c == DOTTED_CAPITAL_I) {
            folded.append("i\u0307");
        } else if (c == DOTLESS_SMALL_I) {
            folded.append((char) c);
        } else {
            int lower = Character.toLowerCase(c);
            if (EXPANDING.get(lower)) {
                upper(lower).codePoints().forEach(upper -> folded.appendCodePoint(Character.toLowerCase(upper)));
            } else {
                folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(lower)));
            }
        }
    }
}
