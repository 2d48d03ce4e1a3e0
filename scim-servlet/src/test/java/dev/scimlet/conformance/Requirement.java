package dev.scimlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One row of the checklist: what a source demands, and how strongly. */
record Requirement(String id, Level level, String text, String reference, String part, String section) {

    /** How strongly; LIB is a decision of this library where the sources are silent or contradict themselves. */
    enum Level {
        MUST,
        SHOULD,
        MAY,
        LIB;

        /** Whether a row of this level needs a test that passes. */
        boolean demandsProof() {
            return this == MUST || this == LIB;
        }
    }

    /** Why a row may go without a test. */
    enum Kind {
        /** It belongs to an optional ability that the service does not have, and does not say that it had. */
        NOT_OFFERED,
        /** No test of a service provider can tell. */
        NOT_CHECKABLE;

        static Kind of(String text) {
            return valueOf(text.toUpperCase(java.util.Locale.ROOT).replace(' ', '_'));
        }

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    /** Why a row has no test. */
    record Decision(Kind kind, String reason) {}

    static List<Requirement> all() {
        List<Requirement> all = new ArrayList<>();
        for (JsonNode row : read("requirements.json")) {
            all.add(new Requirement(
                    row.get("id").asText(),
                    Level.valueOf(row.get("level").asText()),
                    row.get("requirement").asText(),
                    row.get("reference").asText(),
                    row.get("part").asText(),
                    row.get("section").asText()));
        }
        return all;
    }

    static Map<String, Decision> decisions() {
        Map<String, Decision> decisions = new LinkedHashMap<>();
        for (JsonNode row : read("decisions.json")) {
            decisions.put(
                    row.get("id").asText(),
                    new Decision(
                            Kind.of(row.get("kind").asText()), row.get("reason").asText()));
        }
        return decisions;
    }

    private static JsonNode read(String name) {
        try (InputStream json = Requirement.class.getResourceAsStream(name)) {
            return new JsonMapper().readTree(json);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
