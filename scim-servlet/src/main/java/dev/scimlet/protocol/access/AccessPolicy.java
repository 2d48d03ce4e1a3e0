package dev.scimlet.protocol.access;

import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.RequestContext;
import java.util.Optional;
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
     * What a resource of a type must meet for the client to know of it; empty if it may know of all, which is the default
     * and costs nothing. The condition is a part of every read: lists, totals and cursors are of what meets it, and any
     * other resource is as if there were none. It is answered with 404, is no member that integrity accepts, is missing
     * from the {@code groups} of its members, and its display name is not told: {@code members.display} and {@code
     * manager.displayName} can be neither searched nor sorted by. Its id stays in the {@code members} of groups that the
     * client sees.
     *
     * <pre>{@code
     * return type.name().equals("User") ? Optional.of(type.filter("userType eq \"Employee\"")) : Optional.empty();
     * }</pre>
     *
     * <p>It may look at attributes that are hidden from the client, but not at those that are never returned, nor at
     * {@code groups}. Values that come from elsewhere belong in a filter that is built, not written: {@code
     * BoundFilter.compare(type.path("userType"), CompareOperator.EQ, kind)}. A condition that is bound to another type, or
     * that the store cannot answer, is a mistake of the policy, and the request fails (500).
     *
     * <p>What a client creates or changes it is shown in the answer, though it be invisible from then on. And a value that
     * must be unique is taken (409) whoever has it: that somebody does cannot be hidden.
     *
     * @param type as the repository has it; the condition is made of it
     */
    default Optional<BoundFilter> visibility(RequestContext context, ResourceType type) {
        return Optional.empty();
    }

    /**
     * Paths of attributes that the client may not know of, such as {@code entitlements}: to it they are attributes that
     * there are not. It does not see them, cannot search or sort by them, and writes them as it would write any unknown
     * attribute: ignored or refused as its profile says, and never stored. What they hold stays in PUT and PATCH. {@code
     * /Schemas} and {@code /ResourceTypes} do not tell of them.
     *
     * <p>A value inside an entry of a list stays as long as the entry can be recognised: by its {@code value} and {@code
     * type}, or by its place where as many entries are there as before. An attribute that is required cannot well be
     * hidden from a client that creates resources, unless the service has a default for it.
     *
     * <p>For such a client nothing changes when only hidden attributes do: {@code meta.version} and the ETag are made of
     * what it sees, {@code meta.lastModified} is hidden too, and conditions on times are ignored. The service then reads
     * resources of the type whole, members included, and {@code meta.version} cannot be searched.
     *
     * <p>Where {@code displayName}, {@code name.formatted} or {@code userName} is hidden, so are the names that references to
     * the type tell: {@code display} of members, {@code displayName} of a manager.
     *
     * <p>A path that another type of the service has, or that the application does not keep, says nothing of this one; a path
     * that no schema has, {@code id} and {@code schemas} are mistakes of the policy, and each request fails (500).
     *
     * @param type as the repository has it
     * @return paths without brackets, such as {@code name.familyName} or {@code emails}; in an extension with its URN
     */
    default Set<String> hiddenAttributes(RequestContext context, ResourceType type) {
        return Set.of();
    }
}
