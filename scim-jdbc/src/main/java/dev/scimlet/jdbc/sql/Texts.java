package dev.scimlet.jdbc.sql;

import dev.scimlet.filter.text.Surrogates;
import java.util.regex.Pattern;

/** Texts on their way to the database. */
public final class Texts {

    /** As {@link java.util.UUID#toString} writes it; other spellings are other ids. */
    public static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final char ESCAPE = '!';
    private static final Pattern NAME_FORM = Pattern.compile(
            "(?:[A-Za-z_][A-Za-z0-9_]{0,62}|\"[^\"\\x00]{1,63}\")(?:\\.(?:[A-Za-z_][A-Za-z0-9_]{0,62}|\"[^\"\\x00]{1,63}\")){0,2}");

    private Texts() {}

    /** Whether every database takes the text: no NUL, no half of a surrogate pair. */
    public static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && Surrogates.firstLone(text) < 0;
    }

    /** The text for a {@code LIKE} with {@code ESCAPE '!'}, in which it stands for nothing but itself. */
    public static String likeLiteral(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 4);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' || c == '_' || c == ESCAPE) {
                escaped.append(ESCAPE);
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    /**
     * A name of a table or column as the host gives it: plain, or in double quotes, perhaps with its schema.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static String name(String name) {
        if (!NAME_FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is no name of a table or column: letters, digits and '_', or anything in double quotes");
        }
        return name;
    }
}
