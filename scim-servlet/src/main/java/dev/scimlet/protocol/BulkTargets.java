package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the operations of one Bulk request go. */
final class BulkTargets {

    private final Map<String, ResourceEndpoint> endpoints;
    private final Exchange exchange;

    /** Most operations go where the one before went. */
    private String lastPath = "";

    private @Nullable Target last;

    BulkTargets(Map<String, ResourceEndpoint> endpoints, Exchange exchange) {
        this.endpoints = endpoints;
        this.exchange = exchange;
    }

    /**
     * Where an operation goes.
     *
     * @param segment the id, perhaps as {@code bulkId:…}; null if a new resource is to be made
     */
    record Target(ResourceEndpoint endpoint, @Nullable String segment) {}

    /** @throws ScimException {@code invalidPath}, or another refusal of the path */
    Target of(BulkRequest.Operation operation) {
        return of(operation.method(), operation.path());
    }

    /** As {@link #of(BulkRequest.Operation)}, of the method in upper case. */
    Target of(String method, String path) {
        Target target = last;
        if (target == null || !path.equals(lastPath)) {
            target = found(path);
            lastPath = path;
            last = target;
        }
        boolean post = method.equals("POST");
        if (post != (target.segment() == null)) {
            throw invalidPath(
                    post ? "POST goes to an endpoint such as /Users" : method + " needs the path of a resource");
        }
        return target;
    }

    private Target found(String path) {
        String base = exchange.locations().baseUrl();
        String relative = path.startsWith(base + "/") ? path.substring(base.length()) : path;
        Route route = Route.of(relative);
        route.requireServed(exchange.profile());
        List<String> segments = route.effectiveSegments(exchange.profile());
        ResourceEndpoint endpoint = segments.isEmpty() ? null : endpoints.get(segments.get(0));
        boolean known = segments.size() <= 2
                && !segments.isEmpty()
                && !segments.get(segments.size() - 1).equals(".search");
        if (!known || endpoint == null) {
            throw invalidPath(
                    "'path' must name a resource type or a resource of this service, such as /Users or /Users/7");
        }
        return new Target(endpoint, segments.size() == 1 ? null : segments.get(1));
    }

    private static ScimException invalidPath(String detail) {
        return ScimException.of(ErrorType.INVALID_PATH, detail);
    }
}
