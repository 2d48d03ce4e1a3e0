package dev.scimlet.protocol;

import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.protocol.message.ScimResponse;
import java.util.Set;

/**
 * Answers browsers of other origins (the Fetch standard, A-79). Only origins that were named are answered, each by its
 * name; cookies are never asked for, because clients authenticate by header.
 */
final class Cors {

    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String REQUEST_HEADERS = "Authorization, Content-Type, Accept, If-Match, If-None-Match";
    private static final String RESPONSE_HEADERS = "ETag, Location, Content-Location, WWW-Authenticate, Retry-After";
    private static final String PREFLIGHT_SECONDS = "600";

    private final Set<String> origins;

    Cors(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    private boolean allows(ScimRequest request) {
        return !origins.isEmpty()
                && request.header("Origin").filter(origins::contains).isPresent();
    }

    /** Whether the browser only asks what it may send; it does so without credentials. */
    boolean isPreflight(ScimRequest request) {
        return request.method().equals("OPTIONS")
                && request.header("Access-Control-Request-Method").isPresent()
                && allows(request);
    }

    ScimResponse preflight(ScimRequest request) {
        ScimResponse.Builder answer = ScimResponse.builder(204)
                .header("Access-Control-Allow-Methods", METHODS)
                .header("Access-Control-Allow-Headers", REQUEST_HEADERS)
                .header("Access-Control-Max-Age", PREFLIGHT_SECONDS);
        mark(request, answer);
        return answer.build();
    }

    /** Makes an answer readable for the origin that asked. */
    void mark(ScimRequest request, ScimResponse.Builder answer) {
        if (allows(request)) {
            answer.header(
                            "Access-Control-Allow-Origin",
                            request.header("Origin").orElseThrow())
                    .header("Access-Control-Expose-Headers", RESPONSE_HEADERS)
                    .header("Vary", "Origin");
        }
    }
}
