package dev.scimlet.core.query;

import org.jspecify.annotations.Nullable;

/**
 * Which part of the results is asked for. More ways of paging may come: a store that is asked for one which it does not know
 * refuses with an {@link UnsupportedOperationException}.
 */
public sealed interface Page {

    /** The largest number of resources to return; 0 asks for the total alone. */
    int count();

    /**
     * By index (RFC 7644 §3.4.2.4).
     *
     * @param startIndex the first result, counted from 1
     * @param count the largest number of resources to return, not negative
     */
    record Index(int startIndex, int count) implements Page {

        /** @throws IllegalArgumentException if a number is out of range */
        public Index {
            if (startIndex < 1 || count < 0) {
                throw new IllegalArgumentException("startIndex " + startIndex + ", count " + count);
            }
        }
    }

    /**
     * By cursor (RFC 9865).
     *
     * @param position where the page starts, in the words of the store that gave it, or null for the first page. The
     *     client cannot have changed it: cursors are signed around it
     * @param count the largest number of resources to return, not negative
     */
    record Cursor(@Nullable String position, int count) implements Page {

        /** @throws IllegalArgumentException if {@code count} is negative */
        public Cursor {
            if (count < 0) {
                throw new IllegalArgumentException("count " + count);
            }
        }
    }
}
