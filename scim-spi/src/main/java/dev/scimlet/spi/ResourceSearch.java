package dev.scimlet.spi;

import dev.scimlet.core.Budget;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers a query for a store that cannot search: it is shown the resources one after another and filters, sorts and
 * pages as RFC 7644 §3.4.2 and RFC 9865 say.
 *
 * <pre>{@code
 * public QueryResult query(RequestContext context, Query query) {
 *     return ResourceSearch.answer(context, query, accounts.stream().map(this::resource));
 * }
 * }</pre>
 *
 * <p>What it is shown must hold at least what {@link Query#wantedInSearch()} names.
 *
 * <p>Without sorting the order is that of the ids. It holds at most the resources up to the end of the page, so that a
 * first page of a million resources costs no memory. Not for several threads.
 */
public final class ResourceSearch {

    private final Budget budget;
    private final Page page;
    private final @Nullable BoundFilter filter;
    private final @Nullable Sort sort;
    private final @Nullable KeysetPosition position;
    private final Comparator<Candidate> order;
    private final PriorityQueue<Candidate> best;
    private final long capacity;
    private long matches;
    private boolean beyondPosition;

    /** A resource that meets the filter, with what it is sorted by. */
    private record Candidate(@Nullable Object key, Resource resource) {}

    /**
     * Starts an answer. Walks over long lists draw from the budget of the request.
     *
     * @throws dev.scimlet.core.ScimException {@code invalidCursor} if the page is by a cursor that {@link
     *     KeysetPosition} did not write
     */
    public ResourceSearch(RequestContext context, Query query) {
        this.budget = context.budget();
        this.page = query.page();
        this.filter = query.filter();
        this.sort = query.sort();
        this.order = order(sort);
        this.position = page instanceof Page.Cursor cursor && cursor.position() != null
                ? KeysetPosition.parse(cursor.position())
                : null;
        boolean backward = position != null && !position.forward();
        this.best = new PriorityQueue<>(backward ? order : order.reversed());
        this.capacity = page.count() == 0
                ? 0
                : page instanceof Page.Index index ? (long) index.startIndex() - 1 + index.count() : page.count() + 1L;
    }

    private static Comparator<Candidate> order(@Nullable Sort sort) {
        Comparator<Candidate> byId = Comparator.comparing(candidate -> candidate.resource.id());
        if (sort == null) {
            return byId;
        }
        Comparator<Candidate> byKey = (a, b) -> sort.compareKeys(a.key, b.key);
        return byKey.thenComparing(byId);
    }

    /** The answer over the given resources, which may come in any order. Closes the stream. */
    public static QueryResult answer(RequestContext context, Query query, Stream<Resource> resources) {
        ResourceSearch search = new ResourceSearch(context, query);
        try (resources) {
            resources.forEachOrdered(search::accept);
        }
        return search.result();
    }

    /** Looks at one resource. */
    public void accept(Resource resource) {
        if (filter != null && !filter.matches(resource, budget)) {
            return;
        }
        matches++;
        if (capacity == 0) {
            return;
        }
        Candidate candidate = new Candidate(sort == null ? null : sort.key(resource), resource);
        if (position != null && !position.covers(compareWithPosition(position, candidate))) {
            beyondPosition = true;
            return;
        }
        keep(candidate);
    }

    private int compareWithPosition(KeysetPosition place, Candidate candidate) {
        int byKey = sort == null ? 0 : sort.compareKeys(candidate.key, place.key());
        return byKey != 0 ? byKey : candidate.resource.id().compareTo(place.id());
    }

    /** The queue hands out first what lies farthest from the beginning of the page: it goes when there is no room. */
    private void keep(Candidate candidate) {
        if (best.size() < capacity) {
            best.add(candidate);
        } else if (best.comparator().compare(candidate, best.element()) > 0) {
            best.remove();
            best.add(candidate);
        }
    }

    /** The page that the query asks for, of the resources shown so far. */
    public QueryResult result() {
        List<Candidate> found = new ArrayList<>(best);
        found.sort(order);
        if (page instanceof Page.Index index) {
            int start = Math.min(index.startIndex() - 1, found.size());
            return QueryResult.of(resources(found.subList(start, found.size())), matches);
        }
        return page.count() == 0 ? QueryResult.of(List.of(), matches) : cursorPage(found);
    }

    private QueryResult cursorPage(List<Candidate> found) {
        int count = page.count();
        boolean more = found.size() > count;
        boolean backward = position != null && !position.forward();
        List<Candidate> shown = !more ? found : backward ? found.subList(1, found.size()) : found.subList(0, count);
        boolean following = backward ? beyondPosition : more;
        boolean preceding = backward ? more : beyondPosition;
        return QueryResult.builder(resources(shown))
                .totalResults(matches)
                .next(following ? next(shown) : null)
                .previous(preceding ? previous(shown) : null)
                .build();
    }

    private String next(List<Candidate> shown) {
        if (shown.isEmpty()) {
            return otherSide();
        }
        Candidate last = shown.get(shown.size() - 1);
        return KeysetPosition.after(last.key, last.resource.id()).text();
    }

    private String previous(List<Candidate> shown) {
        if (shown.isEmpty()) {
            return otherSide();
        }
        Candidate first = shown.get(0);
        return KeysetPosition.before(first.key, first.resource.id()).text();
    }

    private String otherSide() {
        if (position == null) {
            throw new IllegalStateException("an empty page without position has no neighbours");
        }
        return position.complement().text();
    }

    private static List<Resource> resources(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::resource).toList();
    }
}
