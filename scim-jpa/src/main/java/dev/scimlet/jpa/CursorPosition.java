package dev.scimlet.jpa;

import dev.scimlet.spi.KeysetPosition;

/**
 * The position from which a walk goes on.
 *
 * @param total how many resources met the filter when the walk began
 * @param place beside the entity at the edge of a page
 */
record CursorPosition(long total, KeysetPosition place) {

    String text() {
        return total + "." + place.text();
    }

    static CursorPosition parse(String text) {
        int end = text.indexOf('.');
        try {
            return new CursorPosition(
                    Long.parseLong(text.substring(0, Math.max(0, end))), KeysetPosition.parse(text.substring(end + 1)));
        } catch (NumberFormatException malformed) {
            throw SortKey.unknownCursor();
        }
    }
}
