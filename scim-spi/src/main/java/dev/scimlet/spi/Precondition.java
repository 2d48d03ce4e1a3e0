package dev.scimlet.spi;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Resource;

/**
 * What must hold of a stored resource for a write to happen ({@code If-Match}, {@code If-None-Match}, RFC 7644 §3.14).
 * A repository checks it inside the step that writes, so that nobody writes in between.
 */
@FunctionalInterface
public interface Precondition {

    /** Always holds. */
    Precondition NONE = current -> {};

    /**
     * Looks at the stored resource; only its id and metadata need to be read.
     *
     * @throws ScimException status 412 if the precondition does not hold; nothing may then be written
     */
    void check(Resource current);
}
