package dev.scimlet.spi.mapping;

import dev.scimlet.spi.Query;
import dev.scimlet.spi.RequestContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Loads and saves entities. Many threads call it at once; nothing crosses the tenant of the {@link RequestContext}.
 *
 * <p>A refusal that a client should hear of is a {@link dev.scimlet.core.ScimException}: {@code uniqueness} for a taken
 * value, {@code invalidFilter} for a filter that the store cannot answer. That values are unique is for the store to see to, on
 * {@link #insert} and {@link #save}: nothing else does. No two users have the same {@code userName}, whatever its case; equal are
 * texts with the same {@link dev.scimlet.core.schema.TextComparison#key key}: {@code
 * mapping.type().path("userName").target().comparison().key(userName)}.
 *
 * <p>Each write is final at once unless the store says in which units it takes part ({@link EntityRepository}): a hook that
 * refuses a change then comes too late.
 *
 * @param <E> the entity
 */
public interface EntityStore<E> {

    /** The entity with this id, compared exactly; a copy, or an instance that nobody else sees before it is saved. */
    Optional<E> load(RequestContext context, String id);

    /**
     * Stores a new entity.
     *
     * @return the entity as stored, with its id
     */
    E insert(RequestContext context, E entity);

    /**
     * Stores a changed entity, if nobody has changed it since it was loaded. Comparing and storing are one step.
     *
     * @param version what the mapping's {@code version} said when it was loaded
     * @return the entity as stored, or empty if its version is another by now, or it is gone
     */
    Optional<E> save(RequestContext context, E entity, String version);

    /**
     * Deletes an entity, if nobody has changed it since.
     *
     * @return whether it was there with this version
     */
    boolean delete(RequestContext context, String id, String version);

    /**
     * Answers a query, by itself or with candidates. A small store gives all entities as {@link FoundEntities#candidates}; one with an
     * index or two narrows them by what {@link dev.scimlet.core.resource.BoundFilter#weakened} leaves of the filter; one that
     * searches by itself says {@link SearchLeaves} and has {@link MappedSearch} translate.
     *
     * @return the page, or candidates of which the library makes it
     */
    FoundEntities<E> find(RequestContext context, Query query);

    /** Those of the ids that are there. A store that can fetch several at once should. */
    default List<E> loadAll(RequestContext context, Collection<String> ids) {
        List<E> found = new ArrayList<>();
        ids.forEach(id -> load(context, id).ifPresent(found::add));
        return found;
    }
}
