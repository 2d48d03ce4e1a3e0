package dev.scimlet.spi;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import java.util.Optional;

/**
 * Keeps the resources of one resource type. A host implements it over its own store.
 *
 * <p>Many threads call it at once. What it is given has been checked against the schema and spells attribute names as
 * the schema does. It gives {@code id} and {@link dev.scimlet.core.resource.Meta meta}. Whatever it throws besides {@link
 * ScimException} is logged and answered with status 500. Nothing crosses the tenant of the {@link RequestContext}.
 *
 * <p>Further abilities are further interfaces that a repository may implement: {@link ValuesDeltas}, {@link
 * MembershipSource}, {@link ReferenceSource}.
 */
public interface ResourceRepository {

    /** The type of the resources. */
    ResourceType type();

    /**
     * Stores a new resource under a new id. {@code created} and {@code lastModified} are now.
     *
     * @return the resource as stored
     * @throws ScimException {@code uniqueness} if another resource holds one of the unique values
     */
    Resource create(RequestContext context, Attributes attributes);

    /**
     * The resource with this id.
     *
     * @param id as the client sent it; ids are compared exactly, case included
     * @param wanted which attributes will be looked at; others may be missing from the answer
     */
    Optional<Resource> find(RequestContext context, String id, Wanted wanted);

    /**
     * One page of the resources that a query asks for.
     *
     * @throws ScimException {@code invalidFilter} if the store cannot answer the filter, {@code invalidValue} if it
     *     cannot sort so. It never answers as if the filter were another
     */
    QueryResult query(RequestContext context, Query query);

    /**
     * Changes a resource in one atomic step: nothing else writes it between the state that {@code change} is given and
     * the attributes that it returns (RFC 7644 §3.5).
     *
     * <p>A store that retries calls {@code change} again on the fresh state. If {@code change} throws, nothing is stored
     * and the exception passes through. If it returns equal attributes, {@code meta.lastModified} and {@code
     * meta.version} stay (RFC 7644 §3.5.2.1); otherwise the version is a new one, and {@code lastModified} is now but
     * never earlier than before.
     *
     * <p>A store that has a value of its own for what is missing must not enable by it: where {@code active} is false,
     * nothing but an explicit true makes it true.
     *
     * @param wanted which attributes {@code change} and the caller will look at. What is not wanted was perhaps not
     *     read, is then missing from the state and from the returned attributes alike, and stays stored as it is
     * @return the resource as stored, or empty if none has this {@code id}
     * @throws ScimException {@code uniqueness} if another resource holds one of the unique values
     */
    Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change);

    /**
     * Deletes a resource. Its unique values are free afterwards, its id is never given again.
     *
     * @param precondition is checked in the same atomic step
     * @return whether there was such a resource
     */
    boolean delete(RequestContext context, String id, Precondition precondition);
}
