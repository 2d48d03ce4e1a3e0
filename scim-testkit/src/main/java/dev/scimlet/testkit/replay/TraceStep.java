package dev.scimlet.testkit.replay;

import dev.scimlet.testkit.http.WireHeaders;
import dev.scimlet.testkit.json.Json;
import dev.scimlet.testkit.json.JsonPointer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request of a trace and what its sender needs to get back. Texts may hold references to variables,
 * {@code ${name}}, which are replaced when the trace is replayed.
 *
 * @param number the place in the trace, from 1
 * @param phase the part of the client's routine that the step belongs to
 * @param note why the client does this; empty if nothing is said
 * @param quirks ids of the tolerances that the server needs for this step, such as {@code T47}
 * @param captures variables that take their value from the answer
 */
public record TraceStep(
        int number,
        String name,
        String phase,
        String note,
        List<String> quirks,
        Request request,
        Expectation expect,
        Map<String, JsonPointer> captures) {

    public TraceStep {
        quirks = List.copyOf(quirks);
        captures = Collections.unmodifiableMap(new LinkedHashMap<>(captures));
    }

    /**
     * What is sent.
     *
     * @param path request target below the base URL, sent byte for byte
     * @param headers those that the client sends, and no others
     */
    public record Request(String method, String path, WireHeaders headers, Optional<Json> body) {}

    /**
     * What is expected.
     *
     * @param statuses any of these
     * @param headers regular expressions by header name, each to be found in a value without regard to case
     * @param jsonSubset what the body must hold, with the matchers of the format
     * @param jsonAbsent JSON pointers that must not resolve
     */
    public record Expectation(
            Set<Integer> statuses, Map<String, String> headers, Optional<Json> jsonSubset, List<String> jsonAbsent) {

        public Expectation {
            statuses = Collections.unmodifiableSet(new LinkedHashSet<>(statuses));
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
            jsonAbsent = List.copyOf(jsonAbsent);
        }
    }

    /** Number, name and quirks in one line. */
    @Override
    public String toString() {
        return number + " " + name + (quirks.isEmpty() ? "" : " " + quirks);
    }
}
