package dev.scimlet.spi;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;

/** A change of a resource: from its present state to the attributes that it shall have. */
@FunctionalInterface
public interface ResourceChange {

    /**
     * The attributes that the resource shall have. It may be called several times, on the same or on fresh states, and
     * changes nothing by itself.
     *
     * @throws ScimException if the change is not possible; nothing may then be written, and the exception passes through
     */
    Attributes apply(Resource current);
}
