package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** How much there is of what a resource holds. */
final class Extent {

    /** Quotation marks, colon, comma. */
    private static final int PUNCTUATION = 6;

    /** In UTF-8, of one in UTF-16: half of a surrogate pair has two. */
    private static final int MOST_BYTES_OF_CHARACTER = 3;

    /** Of what is not text: a number, a boolean, a time. */
    private static final int SHORT_VALUE = 8;

    /** About what folding and searching gets through in the time that a comparison takes anyway. */
    private static final int CHARACTERS_PER_COMPARISON = 64;

    private Extent() {}

    static long entries(Attributes attributes) {
        long entries = 0;
        for (int i = 0; i < attributes.definition().subAttributes().size(); i++) {
            Object value = attributes.at(i);
            if (value instanceof Values list) {
                entries += list.size();
            } else if (value instanceof Attributes complex) {
                entries += entries(complex);
            }
        }
        return entries;
    }

    static long bytes(Attributes attributes) {
        return bytes(attributes, Extent::utf8);
    }

    /** No less than {@link #bytes}, and found out without looking at each character. */
    static long mostBytes(Attributes attributes) {
        return bytes(attributes, text -> (long) MOST_BYTES_OF_CHARACTER * text.length());
    }

    private static long bytes(Attributes attributes, ToLongFunction<String> ofText) {
        List<AttributeDefinition> definitions = attributes.definition().subAttributes();
        long bytes = 0;
        for (int i = 0; i < definitions.size(); i++) {
            Object value = attributes.at(i);
            if (value != null && !definitions.get(i).isReferenceList()) {
                bytes += definitions.get(i).name().length() + PUNCTUATION + bytesOf(value, ofText);
            }
        }
        return bytes;
    }

    private static long bytesOf(Object value, ToLongFunction<String> ofText) {
        if (value instanceof String text) {
            return ofText.applyAsLong(text);
        }
        if (value instanceof Attributes complex) {
            return bytes(complex, ofText);
        }
        if (value instanceof Values list) {
            long bytes = 0;
            for (Object entry : list) {
                bytes += PUNCTUATION + bytesOf(entry, ofText);
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
