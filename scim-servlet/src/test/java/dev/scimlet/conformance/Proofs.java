package dev.scimlet.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the tests of a run have proven so far: for each requirement the tests that name it and whether they passed. */
final class Proofs {

    /** A test and its result; a test that ran several times passed if it passed each time. */
    record Proof(String test, boolean passed) {}

    private final Map<String, Map<String, Boolean>> byRequirement = new TreeMap<>();

    synchronized void add(String requirement, String test, boolean passed) {
        byRequirement
                .computeIfAbsent(requirement, id -> new TreeMap<>())
                .merge(test, passed, (before, now) -> before && now);
    }

    synchronized List<Proof> of(String requirement) {
        List<Proof> proofs = new ArrayList<>();
        byRequirement
                .getOrDefault(requirement, Collections.emptyMap())
                .forEach((test, passed) -> proofs.add(new Proof(test, passed)));
        return proofs;
    }

    synchronized List<String> requirements() {
        return List.copyOf(byRequirement.keySet());
    }
}
