package dev.scimlet.spi;

import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.ResourceType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client searches for among the resources of one type (RFC 7644 §3.4.2).
 *
 * <pre>{@code
 * Query.builder(new Page.Index(1, 100))
 *         .filter(repository.type().filter("active eq true"))
 *         .build()
 * }</pre>
 *
 * Filter and order are of {@link ResourceRepository#type()}. The type that a mapping was made of is another one, and a
 * repository refuses what is of it.
 */
public final class Query {

    private final @Nullable BoundFilter filter;
    private final @Nullable Sort sort;
    private final Page page;
    private final Wanted wanted;

    private Query(Builder from) {
        this.filter = from.filter;
        this.sort = from.sort;
        this.page = from.page;
        this.wanted = from.wanted;
    }

    /** A query for all resources, in the order of the store, of which everything will be looked at. */
    public static Builder builder(Page page) {
        return new Builder(page);
    }

    /** A query that starts as this one. */
    public Builder toBuilder() {
        return builder(page).filter(filter).sort(sort).wanted(wanted);
    }

    /** All resources, from the first on. */
    public static Query all(int count) {
        return builder(new Page.Index(1, count)).build();
    }

    /** The first resources that meet a filter. */
    public static Query matching(BoundFilter filter, int count) {
        return builder(new Page.Index(1, count)).filter(filter).build();
    }

    /** What results must meet, or null for all resources. */
    public @Nullable BoundFilter filter() {
        return filter;
    }

    /** Their order, or null for the order of the store, which is the same from page to page. */
    public @Nullable Sort sort() {
        return sort;
    }

    /** Which of them to return. */
    public Page page() {
        return page;
    }

    /** Which attributes of the results will be looked at; {@link #filter} and {@link #sort} may look at others. */
    public Wanted wanted() {
        return wanted;
    }

    /**
     * What a store must load of its resources to filter and sort them itself, with {@link ResourceSearch} or otherwise:
     * what is wanted of the results, and what the filter and the order look at.
     */
    public Wanted wantedInSearch() {
        Wanted all = filter == null ? wanted : wanted.and(filter);
        return sort == null ? all : all.and(sort.path());
    }

    /**
     * For stores: refuses a query whose filter or order another type has made.
     *
     * @throws IllegalArgumentException if one of them is not of the type
     */
    public void requireOf(ResourceType type) {
        if (filter != null) {
            type.requireOwn(filter);
        }
        if (sort != null) {
            type.requireOwn(sort.path());
        }
    }

    @Override
    public String toString() {
        return "Query[filter=" + filter + ", sort=" + sort + ", page=" + page + "]";
    }

    /** Collects a query. */
    public static final class Builder {

        private Page page;
        private @Nullable BoundFilter filter;
        private @Nullable Sort sort;
        private Wanted wanted = Wanted.everything();

        private Builder(Page page) {
            this.page = Objects.requireNonNull(page);
        }

        /** Which of the results to return. */
        public Builder page(Page value) {
            this.page = Objects.requireNonNull(value);
            return this;
        }

        /** What results must meet, or null for all resources. */
        public Builder filter(@Nullable BoundFilter value) {
            this.filter = value;
            return this;
        }

        /** Their order, or null for the order of the store. */
        public Builder sort(@Nullable Sort value) {
            this.sort = value;
            return this;
        }

        /** Which attributes of the results will be looked at; by default all. */
        public Builder wanted(Wanted value) {
            this.wanted = Objects.requireNonNull(value);
            return this;
        }

        /** The query. */
        public Query build() {
            return new Query(this);
        }
    }
}
