package dev.scimlet.filter;

import org.jspecify.annotations.Nullable;

/**
 * The name of an attribute, {@code [urn:]attribute[.subAttribute]} (RFC 7644 §3.10), spelled as in the input.
 *
 * @param schema the URN before the name, or null if there is none
 * @param attribute the name of the attribute, such as {@code userName} or {@code $ref}
 * @param subAttribute the name after the dot, or null if there is none
 */
public record AttributePath(
        @Nullable String schema, String attribute, @Nullable String subAttribute) {

    /** @throws IllegalArgumentException if {@code schema} is not a URN or one of the others is not an attribute name */
    public AttributePath {
        if (schema != null && !Names.isUrn(schema)) {
            throw new IllegalArgumentException("not a schema URN: " + schema);
        }
        requireName(attribute);
        if (subAttribute != null) {
            requireName(subAttribute);
        }
    }

    /**
     * Reads a path with {@link FilterSyntax#DEFAULT}, which knows no schema: the last colon ends the URN.
     *
     * @throws SyntaxException if {@code text} is not an attribute path, with the position where it stops being one
     */
    public static AttributePath parse(String text) {
        return FilterSyntax.DEFAULT.attributePath(text);
    }

    /** This path as text: {@code AttributePath.parse(path.text())} equals it. */
    public String text() {
        if (schema == null && subAttribute == null) {
            return attribute;
        }
        return (schema == null ? "" : schema + ":") + attribute + (subAttribute == null ? "" : "." + subAttribute);
    }

    private static void requireName(String name) {
        if (!Names.isName(name)) {
            throw new IllegalArgumentException("not an attribute name: " + name);
        }
    }
}
