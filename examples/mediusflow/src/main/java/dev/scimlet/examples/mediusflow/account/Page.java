package dev.scimlet.examples.mediusflow.account;

import java.util.List;

/**
 * Some of many.
 *
 * @param number which page it is, from 1
 * @param size how many a full page holds
 * @param total how many there are on all pages
 */
public record Page<T>(List<T> items, int number, int size, long total) {

    public Page {
        items = List.copyOf(items);
    }

    public int last() {
        return (int) Math.max(1, (total + size - 1) / size);
    }

    /** A page of a list; if the number lies beyond the last one, the last one. */
    public static <T> Page<T> of(List<T> all, int number, int size) {
        int shown = within(number, size, all.size());
        int from = offset(shown, size);
        return new Page<>(all.subList(from, Math.min(all.size(), from + size)), shown, size, all.size());
    }

    /** The page that is shown for a number that may lie beyond the last one. */
    static int within(int number, int size, long total) {
        return (int) Math.min(Math.max(1, number), Math.max(1, (total + size - 1) / size));
    }

    static int offset(int number, int size) {
        return Math.multiplyExact(Math.max(1, number) - 1, size);
    }
}
