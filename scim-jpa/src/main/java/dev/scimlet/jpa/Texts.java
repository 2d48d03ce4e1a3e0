package dev.scimlet.jpa;

import dev.scimlet.filter.text.Surrogates;

/** Texts on their way to the database. */
final class Texts {

    static final char ESCAPE = '!';

    private Texts() {}

    /** Whether every database takes the text: no NUL, no half of a surrogate pair. */
    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && Surrogates.firstLone(text) < 0;
    }

    /** The text for a {@code LIKE} with {@link #ESCAPE}, in which it stands for nothing but itself. */
    static String likeLiteral(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
