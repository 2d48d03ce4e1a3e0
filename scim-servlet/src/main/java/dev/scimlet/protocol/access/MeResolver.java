package dev.scimlet.protocol.access;

import dev.scimlet.spi.RequestContext;
import java.util.Optional;

/** Finds the resource that stands for the client itself: {@code /Me} (RFC 7644 §3.11). */
@FunctionalInterface
public interface MeResolver {

    /**
     * A resource.
     *
     * @param resourceType the name of its type, such as {@code User}
     * @param id its id
     */
    record Subject(String resourceType, String id) {}

    /** The resource of the authenticated client, or empty if it has none (404). */
    Optional<Subject> subject(RequestContext context);
}
