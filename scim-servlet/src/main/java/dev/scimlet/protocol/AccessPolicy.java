package dev.scimlet.protocol;

import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.RequestContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
     * Which resources of a type the client may know of; empty if all, which is the default and costs nothing. One that it
     * may not know of is answered as if there were none (404), is missing from the {@code groups} of its members, and
     * gives new references to it neither type nor display name.
     *
     * <p>Lists are not filtered by this: a repository decorator does that, so that totals are right. Nor are references
     * that a visible resource holds, such as {@code members}: they are part of it.
     *
     * @return is given whole resources. For such a type the service therefore reads all attributes, members included
     */
    default Optional<Predicate<Resource>> visibility(RequestContext context, ResourceType type) {
        return Optional.empty();
    }

    /**
     * Paths of attributes that the client may neither see nor search nor sort by, such as {@code entitlements}. A path that
     * another type of the service has says nothing of this one; a path that no type has is a mistake of the policy, and
     * the request fails (500).
     */
    default Set<String> hiddenAttributes(RequestContext context, ResourceType type) {
        return Set.of();
    }
}
