package dev.scimlet.testkit.replay;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;

/** What the tolerances that steps name by id ask of a server, each in a line. */
final class Tolerances {

    private static final int ID_LENGTH = 3;

    private static final Map<String, String> TEXTS = Traces.lines("tolerances.txt").stream()
            .collect(toUnmodifiableMap(
                    line -> line.substring(0, ID_LENGTH),
                    line -> line.substring(ID_LENGTH).strip()));

    private Tolerances() {}

    /** Id and text; the id alone if it is none of ours. */
    static String describe(String id) {
        return TEXTS.containsKey(id) ? id + ": " + TEXTS.get(id) : id;
    }
}
