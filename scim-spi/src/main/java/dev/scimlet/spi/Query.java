package dev.scimlet.spi;

import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.resource.BoundFilter;
import org.jspecify.annotations.Nullable;

/**
 * What a client searches for among the resources of one type (RFC 7644 §3.4.2).
 *
 * @param filter what results must meet, or null for all resources
 * @param sort their order, or null for the order of the store, which is the same from page to page
 * @param page which of them to return
 * @param wanted which attributes of the results will be looked at; {@code filter} and {@code sort} may look at others
 */
public record Query(@Nullable BoundFilter filter, @Nullable Sort sort, Page page, Wanted wanted) {

    /**
     * What a store must load of its resources to filter and sort them itself, with {@link ResourceSearch} or otherwise:
     * what is wanted of the results, and what the filter and the order look at.
     */
    public Wanted wantedInSearch() {
        Wanted all = filter == null ? wanted : wanted.and(filter);
        return sort == null ? all : all.and(sort.path());
    }

    /** All resources, from the first on. */
    public static Query all(int count) {
        return new Query(null, null, new Page.Index(1, count), Wanted.everything());
    }

    /** The first resources that meet a filter. */
    public static Query matching(BoundFilter filter, int count) {
        return new Query(filter, null, new Page.Index(1, count), Wanted.everything());
    }
}
