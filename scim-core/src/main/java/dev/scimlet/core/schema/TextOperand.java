package dev.scimlet.core.schema;

/**
 * A text that many others are compared with: it is folded once, and looked for in time that grows with the sum of the
 * lengths and not with their product (Knuth, Morris and Pratt).
 *
 * <p>Immutable, for many threads.
 */
public final class TextOperand {

    private final TextComparison comparison;
    private final TextKeys keys;
    private final String key;

    /** For each length of a match that cannot be continued, the length of the longest one that ends at the same place. */
    private final int[] shorter;

    /** An operand by itself. */
    public TextOperand(TextComparison comparison, String operand) {
        this(comparison, operand, new TextKeys());
    }

    /** @param keys what all operands of a filter share */
    public TextOperand(TextComparison comparison, String operand, TextKeys keys) {
        this.comparison = comparison;
        this.keys = keys;
        this.key = comparison.key(operand);
        this.shorter = shorterMatches(key);
    }

    private static int[] shorterMatches(String key) {
        int[] shorter = new int[key.length() + 1];
        int matched = 0;
        for (int i = 1; i < key.length(); i++) {
            while (matched > 0 && key.charAt(matched) != key.charAt(i)) {
                matched = shorter[matched];
            }
            matched += key.charAt(matched) == key.charAt(i) ? 1 : 0;
            shorter[i + 1] = matched;
        }
        return shorter;
    }

    /** Whether a text is the same as the operand ({@code eq}). */
    public boolean equalTo(String text) {
        return switch (comparison.atFirstSight(key, text)) {
            case SAME -> true;
            case DIFFERENT -> false;
            case UNKNOWN -> keyOf(text).equals(key);
        };
    }

    /** Whether a text holds the operand ({@code co}). */
    public boolean isIn(String text) {
        boolean ascii = TextComparison.isAscii(text);
        return find(ascii ? text : keyOf(text), ascii && comparison != TextComparison.EXACT);
    }

    private boolean find(String text, boolean fold) {
        int wanted = key.length();
        int matched = 0;
        for (int i = 0; matched < wanted && i < text.length(); i++) {
            char c = fold ? TextComparison.asciiLower(text.charAt(i)) : text.charAt(i);
            while (matched > 0 && key.charAt(matched) != c) {
                matched = shorter[matched];
            }
            matched += key.charAt(matched) == c ? 1 : 0;
        }
        return matched == wanted;
    }

    /** Whether a text starts with the operand ({@code sw}). */
    public boolean starts(String text) {
        return TextComparison.isAscii(text) ? standsAt(text, 0) : keyOf(text).startsWith(key);
    }

    /** Whether a text ends with the operand ({@code ew}). */
    public boolean ends(String text) {
        return TextComparison.isAscii(text)
                ? standsAt(text, text.length() - key.length())
                : keyOf(text).endsWith(key);
    }

    private boolean standsAt(String ascii, int start) {
        boolean ignoreCase = comparison != TextComparison.EXACT;
        if (start < 0 || start + key.length() > ascii.length()) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            char c = ascii.charAt(start + i);
            if ((ignoreCase ? TextComparison.asciiLower(c) : c) != key.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where a text stands beside the operand in the order of texts: negative before it, positive behind it. */
    public int compare(String text) {
        return TextComparison.compareKeys(keyOf(text), key);
    }

    private String keyOf(String text) {
        return TextComparison.isAscii(text) ? comparison.key(text) : keys.key(comparison, text);
    }
}
