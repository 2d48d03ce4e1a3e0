package dev.scimlet.spi;

import dev.scimlet.core.resource.Resource;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One page of results.
 *
 * @param resources the resources of the page, in order; at most as many as were asked for
 * @param totalResults how many resources meet the filter in all. A page by index always knows it; a page by cursor may
 *     leave it out
 * @param next the position of the next page of a walk by cursor, or null if this is the last one
 * @param previous the position of the page before, or null if this is the first one, or the store walks forward only
 */
public record QueryResult(
        List<Resource> resources,
        OptionalLong totalResults,
        @Nullable String next,
        @Nullable String previous) {

    /** Copies the list. */
    public QueryResult {
        resources = List.copyOf(resources);
    }

    /** A page by index. */
    public static QueryResult of(List<Resource> resources, long totalResults) {
        return new QueryResult(resources, OptionalLong.of(totalResults), null, null);
    }
}
