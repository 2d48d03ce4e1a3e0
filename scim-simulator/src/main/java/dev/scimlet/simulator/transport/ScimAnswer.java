package dev.scimlet.simulator.transport;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The answer to a {@link ScimCall}.
 *
 * @param status the HTTP status
 * @param headers the first value of each header; names compare without regard to case
 * @param body the body, or empty text for none
 */
public record ScimAnswer(int status, Map<String, String> headers, String body) {

    public ScimAnswer {
        TreeMap<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = Collections.unmodifiableMap(sorted);
    }

    /** The value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
