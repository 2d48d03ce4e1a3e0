package dev.scimlet.core.schema;

import org.jspecify.annotations.Nullable;

/** How long the texts of attributes may be that come from clients, in bodies and as operands of filters (RFC 7644 §7.7). */
public final class TextLimits {

    /**
     * What is unique, or what resources and entries are found by: with four bytes a character and the tenant beside it, it
     * fits into an index of every database (PostgreSQL takes 2,704 bytes, MariaDB 3,072).
     */
    public static final int KEY = 256;

    /** Other texts, secrets among them: more than the forms of directories take. */
    public static final int TEXT = 2_048;

    /** Certificates, pictures in data URIs and other binaries, as text: the half of what a resource may hold. */
    public static final int BINARY = 32_768;

    /**
     * What is looked for inside a text ({@code co}). Databases try it at each place, so that its length multiplies the cost of
     * every row.
     */
    public static final int PART = 256;

    private TextLimits() {}

    /** What is wrong with a text for the attribute, to be said behind its name; null if nothing is. */
    public static @Nullable String fault(AttributeDefinition definition, String text) {
        if (text.length() > definition.maxLength()) {
            return "is longer than " + definition.maxLength() + " characters";
        }
        return CombiningMarks.areBounded(text)
                ? null
                : "has more than " + CombiningMarks.LONGEST_RUN
                        + " combining marks in a row (the stream-safe text format of Unicode allows no more)";
    }
}
