package dev.scimlet.protocol;

import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.RequestContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what on which type, and what may be seen (RFC 7644 §2). Asked for every operation, those inside a Bulk
 * request too. By default, all that authentication let in may do everything.
 */
public interface AccessPolicy {

    /** What is asked for. */
    enum Operation {
        /** POST. */
        CREATE,
        /** GET of one resource. */
        READ,
        /** GET of a list, or {@code .search}. */
        SEARCH,
        /** PUT. */
        REPLACE,
        /** PATCH. */
        PATCH,
        /** DELETE. */
        DELETE
    }

    /** Everything is permitted and visible. */
    AccessPolicy PERMIT_ALL = (context, operation, type, id) -> true;

    /**
     * Whether the operation is permitted; if not, it is answered with 403.
     *
     * @param id the resource, or null where none is named
     */
    boolean permits(RequestContext context, Operation operation, ResourceType type, @Nullable String id);

    /**
     * Whether the client may know of the resource; one that it may not is answered as if there were none (404). Lists are
     * not filtered by this: a repository decorator does that, so that totals are right.
     */
    default boolean isVisible(RequestContext context, Resource resource) {
        return true;
    }

    /** Paths of attributes that the client may neither see nor search nor sort by, such as {@code entitlements}. */
    default Set<String> hiddenAttributes(RequestContext context, ResourceType type) {
        return Set.of();
    }
}
