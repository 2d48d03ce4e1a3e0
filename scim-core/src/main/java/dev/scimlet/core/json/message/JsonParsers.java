package dev.scimlet.core.json.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** What makes the parsers of bodies and messages: all take the same names and numbers. */
public final class JsonParsers {

    /** More digits than this cost time that grows with their square; no attribute needs them. */
    private static final int LONGEST_NUMBER = 1_000;

    private static final int LONGEST_NAME = 2_000;

    private JsonParsers() {}

    /**
     * A factory of parsers. It remembers names from one message to the next. What goes beyond is a {@code
     * StreamConstraintsException}.
     *
     * @param nesting how deep objects and arrays may be nested
     */
    public static JsonFactory within(int nesting) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(nesting)
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxNameLength(LONGEST_NAME)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }
}
