package dev.scimlet.spi;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Resource;

/**
 * What must hold of a stored resource for a write to happen: {@code If-Match}, {@code If-None-Match} (RFC 7644 §3.14), and
 * that the client may know of the resource. A repository checks it inside the step that writes, so that nobody writes in
 * between.
 */
@FunctionalInterface
public interface Precondition {

    /** Always holds. */
    Precondition NONE = current -> {};

    /**
     * Looks at the stored resource.
     *
     * @throws ScimException status 412 if the precondition does not hold; nothing may then be written
     */
    void check(Resource current);

    /** The attributes that {@link #check} looks at besides id and metadata, which are always there. */
    default Wanted wanted() {
        return Wanted.nothing();
    }
}
