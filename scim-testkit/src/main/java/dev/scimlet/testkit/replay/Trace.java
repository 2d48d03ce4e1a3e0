package dev.scimlet.testkit.replay;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One conversation of an identity provider with a service provider, read by {@link Traces}.
 *
 * @param idp the identity provider, in one lower-case word
 * @param confidence how well the shapes are known, in words; empty if nothing is said
 * @param sources where the shapes come from
 * @param variables initial values; they may refer to the built-in {@code run}, {@code token} and {@code baseUrl}, and to
 *     those before them
 * @param steps at least one, in the order in which they are sent
 */
public record Trace(
        String id,
        String idp,
        String title,
        String description,
        String confidence,
        List<String> sources,
        Requirements requires,
        Map<String, String> variables,
        List<TraceStep> steps) {

    public Trace {
        sources = List.copyOf(sources);
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        steps = List.copyOf(steps);
    }

    @Override
    public String toString() {
        return id;
    }
}
