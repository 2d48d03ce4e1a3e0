package dev.scimlet.filter;

import org.jspecify.annotations.Nullable;

/**
 * What a PATCH operation changes: its {@code path} (RFC 7644 §3.5.2). Nothing is checked against a schema. No kinds will come:
 * the language has no more.
 */
public sealed interface PatchPath {

    /**
     * A schema extension as a whole, named by its URN alone.
     *
     * @param schema the URN in its registered spelling
     */
    record SchemaTarget(String schema) implements PatchPath {

        /** @throws IllegalArgumentException if {@code schema} is not a URN */
        public SchemaTarget {
            if (!Names.isUrn(schema)) {
                throw new IllegalArgumentException("not a schema URN: " + schema);
            }
        }
    }

    /**
     * {@code name.familyName}: an attribute or a sub-attribute.
     *
     * @param path its name
     */
    record AttributeTarget(AttributePath path) implements PatchPath {}

    /**
     * {@code emails[type eq "work"].value}: the values of a multi-valued attribute that match a filter, or one
     * sub-attribute of each of them.
     *
     * @param path an attribute without sub-attribute
     * @param filter a filter on sub-attributes, as in {@link Filter.ValuePath}
     * @param subAttribute the name after the brackets, or null if there is none
     */
    record ValueTarget(
            AttributePath path, Filter filter, @Nullable String subAttribute) implements PatchPath {

        /** @throws IllegalArgumentException if a component is not as described */
        public ValueTarget {
            ValueFilters.requirePathWithoutSubAttribute(path);
            ValueFilters.requireValueFilter(filter);
            if (subAttribute != null && !Names.isName(subAttribute)) {
                throw new IllegalArgumentException("not an attribute name: " + subAttribute);
            }
        }
    }

    /**
     * Reads a path with {@link FilterSyntax#DEFAULT}, which knows no schema: the last colon ends the URN, and no path is
     * a {@link SchemaTarget}.
     *
     * @throws SyntaxException if {@code text} is not a PATCH path, with the position where it stops being one
     */
    static PatchPath parse(String text) {
        return FilterSyntax.DEFAULT.path(text);
    }

    /** This path as canonical text: a {@link FilterSyntax} with the same schemas reads it as an equal path. */
    default String text() {
        return FilterWriter.write(this);
    }
}
