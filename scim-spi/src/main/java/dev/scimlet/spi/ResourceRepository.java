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
 * ScimException} and {@link ConflictException} is logged and answered with status 500. Nothing crosses the tenant of the
 * {@link RequestContext}.
 *
 * <p>What a request computes is computed between {@link #find} and {@link #update}, while nothing is held: no lock, no
 * connection.
 *
 * <p>Further abilities are further interfaces that a repository may implement: {@link UnitOfWork.Participant} for a store
 * with transactions, {@link Locking}, {@link ValuesDeltas}, {@link MembershipSource}, {@link ReferenceSource}.
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
     * Gives a resource other attributes, if it is still as it was read: comparing its version and storing are one step
     * (RFC 7644 §3.5). The version becomes a new one, and {@code lastModified} is now but never earlier than before. If
     * nothing that the store keeps changes, nothing is stored, and {@code read} is the answer (RFC 7644 §3.5.2.1).
     *
     * <p>A store that has a value of its own for what is missing must not enable by it: where {@code active} is false,
     * nothing but an explicit true makes it true.
     *
     * @param read what {@link #find} gave, with the same {@code wanted}
     * @param changed the attributes that the resource shall have
     * @param wanted which attributes were read and are looked at in the answer. What is not wanted stays stored as it is: it
     *     is missing from {@code read} and {@code changed}, or is the same in both if {@link #find} gave it
     * @return the resource as stored
     * @throws ConflictException if the resource has another version by now, or is gone; nothing is then stored
     * @throws ScimException {@code uniqueness} if another resource holds one of the unique values
     */
    Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted);

    /**
     * Deletes a resource. Its unique values are free afterwards, its id is never given again.
     *
     * @param wanted which attributes of the answer will be looked at
     * @param precondition is checked in the same atomic step
     * @return the resource as it was last, or empty if there is none with this id
     * @throws ScimException what the precondition throws; nothing is then deleted
     */
    Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition);

    /** An ability of a repository that takes part in units: it keeps others from writing what it reads. */
    interface Locking {

        /**
         * As {@link ResourceRepository#find}, and nobody else writes the resource before the unit of the context ends. The
         * service asks for it where others were faster several times, and holds it for a moment only.
         */
        Optional<Resource> findLocked(RequestContext context, String id, Wanted wanted);
    }
}
