package dev.scimlet.protocol;

import dev.scimlet.spi.RequestContext;
import java.util.Map;

/**
 * Changes what discovery says, by request: one directory may authenticate in other ways than another, or be shown other
 * schemas. Documents are JSON as maps, lists, texts, numbers and booleans; each method returns the one to send.
 */
public interface DiscoveryView {

    /** {@code /ServiceProviderConfig} (RFC 7643 §5). */
    default Map<String, Object> serviceProviderConfig(RequestContext context, Map<String, Object> document) {
        return document;
    }

    /** One of {@code /ResourceTypes} (RFC 7643 §6). */
    default Map<String, Object> resourceType(RequestContext context, Map<String, Object> document) {
        return document;
    }

    /** One of {@code /Schemas} (RFC 7643 §7). */
    default Map<String, Object> schema(RequestContext context, Map<String, Object> document) {
        return document;
    }
}
