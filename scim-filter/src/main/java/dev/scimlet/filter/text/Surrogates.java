package dev.scimlet.filter.text;

/** Halves of characters: they are no text, and no encoding can write them. */
public final class Surrogates {

    private Surrogates() {}

    /** The index of the first half of a surrogate pair that stands alone, or -1 if there is none. */
    public static int firstLone(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isSurrogate(character)) {
                boolean pair = Character.isHighSurrogate(character)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
