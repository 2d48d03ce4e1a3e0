package dev.scimlet.core.json;

import dev.scimlet.core.resource.ResourceType;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The URIs of resources below one base URL: {@code meta.location} and {@code $ref} (RFC 7643 §2.4, §3.1). Immutable.
 */
public final class Locations {

    private final String baseUrl;
    private final Map<String, String> prefixes = new LinkedHashMap<>();

    /**
     * The locations of resources of the given types.
     *
     * @param baseUrl absolute, without a slash at the end
     */
    public Locations(String baseUrl, Collection<ResourceType> types) {
        this.baseUrl = baseUrl;
        for (ResourceType type : types) {
            String prefix = baseUrl + type.endpoint() + "/";
            prefixes.put(type.name(), prefix);
            prefixes.putIfAbsent(type.name().toLowerCase(Locale.ROOT), prefix);
        }
    }

    /** The base URL, without a slash at the end. */
    public String baseUrl() {
        return baseUrl;
    }

    /** The URI of a resource. */
    public String of(ResourceType type, String id) {
        return prefixes.get(type.name()) + segment(id);
    }

    /** The URI of the resource that a reference means, if the type, in any case, is one of ours. */
    public Optional<String> of(String typeName, String id) {
        String prefix = prefixes.get(typeName);
        if (prefix == null) {
            prefix = prefixes.get(typeName.toLowerCase(Locale.ROOT));
        }
        return prefix == null ? Optional.empty() : Optional.of(prefix + segment(id));
    }

    /**
     * The id of the resource of ours that a reference means, absolute or relative to the base URL, with or without a
     * version segment (RFC 7643 §2.3.7, §2.4); empty if it leads elsewhere.
     */
    public Optional<String> idOf(String reference) {
        String target;
        try {
            target = withoutSlash(normal(URI.create(baseUrl + "/").resolve(reference)));
        } catch (IllegalArgumentException noUri) {
            return Optional.empty();
        }
        for (String prefix : prefixes.values()) {
            String start = normal(URI.create(prefix + "x"));
            start = start.substring(0, start.length() - 1);
            if (target.startsWith(start) && target.length() > start.length()) {
                return decoded(target.substring(start.length()));
            }
        }
        return Optional.empty();
    }

    /**
     * The id that a reference ends in, whoever it leads to (RFC 7644 §3.5.2): its last segment, decoded, without query,
     * fragment and a slash at the end; empty if there is none.
     */
    static Optional<String> idAtEndOf(String reference) {
        String path;
        try {
            URI uri = new URI(reference);
            path = uri.isOpaque() ? reference : uri.getRawSchemeSpecificPart();
        } catch (URISyntaxException noUri) {
            return Optional.empty();
        }
        int query = path.indexOf('?');
        path = withoutSlash(query < 0 ? path : path.substring(0, query));
        int slash = path.lastIndexOf('/');
        boolean hostAlone = path.startsWith("//") && slash == 1;
        return hostAlone || slash == path.length() - 1 ? Optional.empty() : decoded(path.substring(slash + 1));
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Empty if the bytes are no text. */
    private static Optional<String> decoded(String segment) {
        String id = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        return id.isEmpty() || id.indexOf('\ufffd') >= 0 ? Optional.empty() : Optional.of(id);
    }

    /** Scheme and host in lower case, no default port, no dot segments, no version segment before the endpoint. */
    private static String normal(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean defaultPort = uri.getPort() == (scheme.equals("https") ? 443 : 80);
        String port = uri.getPort() < 0 || defaultPort ? "" : ":" + uri.getPort();
        String path = String.valueOf(uri.normalize().getRawPath()).replaceFirst("/v[0-9]+(?=/[^/]+/[^/]+/?$)", "");
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + port + path;
    }

    /** An id as a path segment; ids that we give need no encoding, those of a host may. */
    private static String segment(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (!isUnreserved(id.charAt(i))) {
                return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
            }
        }
        return id;
    }

    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
