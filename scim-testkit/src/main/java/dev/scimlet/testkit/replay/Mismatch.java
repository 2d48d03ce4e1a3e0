package dev.scimlet.testkit.replay;

import java.util.List;

/**
 * One thing in an answer that is not as the identity provider needs it.
 *
 * @param where a JSON pointer into the body, {@code body} for the whole of it, {@code status}, {@code connection}, or
 *     {@code header} and a name
 * @param expected in words or JSON
 * @param found in words or JSON
 * @param quirks ids of the tolerances that the step relies on
 */
public record Mismatch(String where, String expected, String found, List<String> quirks) {

    public Mismatch {
        quirks = List.copyOf(quirks);
    }

    /** The mismatch in one line. */
    @Override
    public String toString() {
        return where + ": expected " + expected + ", found " + found + (quirks.isEmpty() ? "" : " " + quirks);
    }
}
