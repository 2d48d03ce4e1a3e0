package dev.scimlet.protocol.access;

import dev.scimlet.protocol.message.PercentEncoding;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.RequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds out for which tenant a request is, before anything else is looked at (RFC 7644 §6.1). Shipped are {@link
 * #single()}, {@link #byPathSegment()}, {@link #byHost} and {@link #byToken()}.
 */
@FunctionalInterface
public interface TenantResolver {

    /** A path that no request has. */
    String NOWHERE = "?";

    /**
     * What a request names.
     *
     * @param tenant the tenant, or null if only the credentials can tell
     * @param path the rest of the path, for the service itself: empty or starting with a slash; anything else is the path
     *     of nothing (404)
     * @param basePath what belongs to the base URL of the tenant, empty or starting with a slash
     */
    record Named(@Nullable String tenant, String path, String basePath) {}

    /** The tenant that the request names, and what is left of its path. */
    Named resolve(ScimRequest request);

    /** The application has one tenant. */
    static TenantResolver single() {
        return request -> new Named(RequestContext.SINGLE_TENANT, request.path(), "");
    }

    /** The credentials tell the tenant: one URL for all. */
    static TenantResolver byToken() {
        return request -> new Named(null, request.path(), "");
    }

    /**
     * The first segment of the path is the tenant: {@code /acme/Users}. A segment that is empty, that is a step such as
     * {@code ..} or that has parameters ({@code acme;x=y}) names none, and nothing is below it (404); nor does one that
     * holds an encoded slash or control character.
     */
    static TenantResolver byPathSegment() {
        return request -> {
            String path = request.path();
            int end = path.indexOf('/', 1);
            String segment = path.startsWith("/") ? path.substring(1, end < 0 ? path.length() : end) : "";
            String tenant = PercentEncoding.decode(segment);
            return isTenant(segment, tenant)
                    ? new Named(tenant, end < 0 ? "" : path.substring(end), "/" + segment)
                    : new Named(null, NOWHERE, "");
        };
    }

    private static boolean isTenant(String segment, String tenant) {
        return !tenant.isEmpty()
                && segment.indexOf(';') < 0
                && !tenant.equals(".")
                && !tenant.equals("..")
                && tenant.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    }

    /** The host name of the request is translated to the tenant, by a function that may return null for unknown ones. */
    static TenantResolver byHost(java.util.function.Function<String, @Nullable String> tenantOfHost) {
        return request -> {
            String host = request.header("Host").orElse("");
            int port = host.lastIndexOf(':');
            String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
            return new Named(tenantOfHost.apply(name.toLowerCase(java.util.Locale.ROOT)), request.path(), "");
        };
    }
}
