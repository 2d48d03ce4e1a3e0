package dev.scimlet.core.schema;

import org.jspecify.annotations.Nullable;

/**
 * Keys of texts beyond ASCII, each computed once however many comparisons of a filter ask for it. ASCII needs none.
 *
 * <p>Remembers a bounded number of texts. For many threads: what is remembered never changes, and a thread that does not
 * see it yet computes the same.
 */
public final class TextKeys {

    /** More texts than a resource has beside each other in most filters; a power of two. */
    private static final int REMEMBERED = 64;

    /** By the hash of the text; of two that share it, or of two comparisons of one, the later. */
    private final @Nullable Known[] known = new Known[REMEMBERED];

    private record Known(TextComparison comparison, String text, String key) {}

    /** Nothing is known yet. */
    public TextKeys() {}

    String key(TextComparison comparison, String text) {
        int place = text.hashCode() & REMEMBERED - 1;
        Known found = known[place];
        if (found == null || found.comparison != comparison || !found.text.equals(text)) {
            found = new Known(comparison, text, comparison.key(text));
            known[place] = found;
        }
        return found.key;
    }
}
