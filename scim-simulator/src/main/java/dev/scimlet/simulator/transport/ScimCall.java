package dev.scimlet.simulator.transport;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request as it stands on the wire.
 *
 * @param method the HTTP method
 * @param target path and query relative to the base URL, encoded, with a leading slash
 * @param headers in the order in which they are sent
 * @param body the body in UTF-8, or empty text for none
 */
public record ScimCall(String method, String target, Map<String, String> headers, String body) {

    public ScimCall {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
