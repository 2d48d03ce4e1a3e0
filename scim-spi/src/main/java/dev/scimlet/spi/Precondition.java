package dev.scimlet.spi;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Resource;

/**
 * What must hold of a stored resource for a write to happen: it has the version that the client named ({@code If-Match},
 * {@code If-None-Match}, RFC 7644 §3.14), and is one that the client may know of. A repository checks it inside the step
 * that writes, so that nobody writes in between.
 */
@FunctionalInterface
public interface Precondition {

    /** Always holds. */
    Precondition NONE = current -> {};

    /**
     * Looks at the stored resource; its id, its metadata and what is {@link #wanted} must have been read.
     *
     * @throws ScimException status 412 if the precondition does not hold, 404 if the client may not know of the resource;
     *     nothing may then be written
     */
    void check(Resource current);

    /**
     * Which attributes it looks at besides id and metadata, which are always there. A decorator that wraps a precondition hands
     * this on.
     */
    default Wanted wanted() {
        return Wanted.nothing();
    }
}
