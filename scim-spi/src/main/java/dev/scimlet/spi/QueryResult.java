package dev.scimlet.spi;

import dev.scimlet.core.resource.Resource;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One page of results. */
public final class QueryResult {

    private final List<Resource> resources;
    private final OptionalLong totalResults;
    private final @Nullable String next;
    private final @Nullable String previous;

    private QueryResult(Builder from) {
        this.resources = from.resources;
        this.totalResults = from.totalResults;
        this.next = from.next;
        this.previous = from.previous;
    }

    /** A page by index. */
    public static QueryResult of(List<Resource> resources, long totalResults) {
        return builder(resources).totalResults(totalResults).build();
    }

    /**
     * The only page of a walk by cursor, or the start of another page.
     *
     * @param resources in order; at most as many as were asked for
     */
    public static Builder builder(List<Resource> resources) {
        return new Builder(resources);
    }

    /** The resources of the page, in order; at most as many as were asked for. */
    public List<Resource> resources() {
        return resources;
    }

    /**
     * How many resources meet the filter in all. A page by index always knows it; a page by cursor may leave it out.
     */
    public OptionalLong totalResults() {
        return totalResults;
    }

    /** The position of the next page of a walk by cursor, or null if this is the last one. */
    public @Nullable String next() {
        return next;
    }

    /** The position of the page before, or null if this is the first one, or the store walks forward only. */
    public @Nullable String previous() {
        return previous;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QueryResult result
                && resources.equals(result.resources)
                && totalResults.equals(result.totalResults)
                && Objects.equals(next, result.next)
                && Objects.equals(previous, result.previous);
    }

    @Override
    public int hashCode() {
        return Objects.hash(resources, totalResults, next, previous);
    }

    @Override
    public String toString() {
        return "QueryResult[resources=" + resources + ", totalResults=" + totalResults + ", next=" + next
                + ", previous=" + previous + "]";
    }

    /** Collects a page. */
    public static final class Builder {

        private final List<Resource> resources;
        private OptionalLong totalResults = OptionalLong.empty();
        private @Nullable String next;
        private @Nullable String previous;

        private Builder(List<Resource> resources) {
            this.resources = List.copyOf(resources);
        }

        /** How many resources meet the filter in all. */
        public Builder totalResults(long value) {
            return totalResults(OptionalLong.of(value));
        }

        /** How many resources meet the filter in all, if that is known. */
        public Builder totalResults(OptionalLong value) {
            this.totalResults = value;
            return this;
        }

        /** The position of the next page of a walk by cursor; null if this is the last one. */
        public Builder next(@Nullable String position) {
            this.next = position;
            return this;
        }

        /** The position of the page before; null if this is the first one, or the store walks forward only. */
        public Builder previous(@Nullable String position) {
            this.previous = position;
            return this;
        }

        /** The page. */
        public QueryResult build() {
            return new QueryResult(this);
        }
    }
}
