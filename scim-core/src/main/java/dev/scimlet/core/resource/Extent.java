package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import org.jspecify.annotations.Nullable;

/** How much there is of what a resource holds. */
final class Extent {

    /** Quotation marks, colon, comma. */
    private static final int PUNCTUATION = 6;

    /** Of what is not text: a number, a boolean, a time. */
    private static final int SHORT_VALUE = 8;

    /** About what folding and searching gets through in the time that a comparison takes anyway. */
    private static final int CHARACTERS_PER_COMPARISON = 64;

    private Extent() {}

    static long entries(Attributes attributes) {
        long entries = 0;
        for (AttributeDefinition attribute : attributes.definition().subAttributes()) {
            Object value = attributes.get(attribute);
            if (value instanceof Values list) {
                entries += list.size();
            } else if (value instanceof Attributes complex) {
                entries += entries(complex);
            }
        }
        return entries;
    }

    static long bytes(Attributes attributes) {
        long bytes = 0;
        for (AttributeDefinition attribute : attributes.definition().subAttributes()) {
            Object value = attribute.isReferenceList() ? null : attributes.get(attribute);
            if (value != null) {
                bytes += attribute.name().length() + PUNCTUATION + bytesOf(value);
            }
        }
        return bytes;
    }

    private static long bytesOf(Object value) {
        if (value instanceof String text) {
            return utf8(text);
        }
        if (value instanceof Attributes complex) {
            return bytes(complex);
        }
        if (value instanceof Values list) {
            long bytes = 0;
            for (Object entry : list) {
                bytes += PUNCTUATION + bytesOf(entry);
            }
            return bytes;
        }
        return SHORT_VALUE;
    }

    private static long utf8(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                // Each half of a surrogate pair is two of the four bytes
                bytes += character < 0x800 || Character.isSurrogate(character) ? 1 : 2;
            }
        }
        return bytes;
    }

    /** How many comparisons one with this value counts as: short values are alike, long texts take longer. */
    static long comparisons(@Nullable Object value) {
        if (value instanceof String text) {
            return 1L + text.length() / CHARACTERS_PER_COMPARISON;
        }
        return value instanceof ShortValues list ? 1L + list.size() : 1;
    }
}
