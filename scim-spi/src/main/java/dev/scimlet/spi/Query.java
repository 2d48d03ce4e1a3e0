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
 * @param wanted which attributes of them will be looked at
 */
public record Query(@Nullable BoundFilter filter, @Nullable Sort sort, Page page, Wanted wanted) {

    /** All resources, from the first on. */
    public static Query all(int count) {
        return new Query(null, null, new Page.Index(1, count), Wanted.everything());
    }

    /** The first resources that meet a filter. */
    public static Query matching(BoundFilter filter, int count) {
        return new Query(filter, null, new Page.Index(1, count), Wanted.everything());
    }
}
