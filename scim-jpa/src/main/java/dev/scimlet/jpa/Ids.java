package dev.scimlet.jpa;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ids of an entity class, and how clients see them.
 *
 * @param attribute the name of the id attribute
 * @param form its Java type
 * @param prefix what clients see before it; empty for none
 */
record Ids(String attribute, Form form, String prefix) {

    /** As {@link UUID#toString} writes it; other spellings are other ids. */
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final Pattern NUMBER_FORM = Pattern.compile("0|[1-9][0-9]{0,18}");

    /** Lower case, as some attributes that hold ids ignore case; the number begins where the letters end. */
    private static final Pattern PREFIX = Pattern.compile("[a-z]{1,20}-?");

    /** @throws IllegalArgumentException if the text cannot stand before ids */
    static String prefix(String value) {
        if (!PREFIX.matcher(value).matches()) {
            throw new IllegalArgumentException("a prefix is of lower case letters, not '" + value + "'");
        }
        return value;
    }

    /** The id that a client's text names exactly; null if there can be none. */
    @Nullable
    Object exact(String text) {
        if (!text.startsWith(prefix)) {
            return null;
        }
        String rest = text.substring(prefix.length());
        return switch (form.kind()) {
            case TEXT -> Texts.isStorable(rest) ? rest : null;
            case UUID -> UUID_FORM.matcher(rest).matches() ? UUID.fromString(rest) : null;
            case NUMBER -> number(rest);
            default -> throw new IllegalStateException("no id is " + form.kind());
        };
    }

    private @Nullable Object number(String text) {
        if (!NUMBER_FORM.matcher(text).matches()) {
            return null;
        }
        try {
            return form.java(Long.parseLong(text));
        } catch (NumberFormatException | ArithmeticException tooLarge) {
            return null;
        }
    }

    String text(Object id) {
        return prefix + id;
    }
}
