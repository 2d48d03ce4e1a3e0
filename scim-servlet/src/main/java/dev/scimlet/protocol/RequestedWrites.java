package dev.scimlet.protocol;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.RequestContext;

/**
 * Takes part in what clients ask to be written, inside the unit that stores it ({@link RequestContext#unit}): it keeps who has
 * written what, and may have a change carry another {@code externalId}. Unlike a {@link ChangeHook} it is asked before a change is
 * stored, is not told of what a write causes beside it, such as the groups that a deleted user leaves, and has nothing read for it
 * but the {@code externalId}.
 *
 * <p>A unit that met another one runs again, and this with it; so it touches nothing but the unit.
 */
public interface RequestedWrites {

    /** A resource was created. */
    void created(RequestContext context, Resource stored);

    /**
     * A resource is about to be changed; perhaps it turns out that nothing changes.
     *
     * @param before what was read of the resource
     * @param next what the request makes of it
     * @param namesExternalId whether the request says what the {@code externalId} is to be, as each PUT does
     * @return what is stored: {@code next}, or with another {@code externalId}
     */
    Attributes changing(RequestContext context, Resource before, Attributes next, boolean namesExternalId);

    /** Values came into a long list of a resource, or went, and nothing of it was read. */
    void listed(RequestContext context, ResourceType type, String id);

    /** A resource was deleted. */
    void deleted(RequestContext context, ResourceType type, String id);
}
