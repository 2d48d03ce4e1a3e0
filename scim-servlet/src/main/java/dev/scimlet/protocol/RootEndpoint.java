package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.ResourceWriter;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Projection;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.filter.AttributePath;
import dev.scimlet.filter.Filter;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Queries at the base URL, over the resources of all types (RFC 7644 §3.4.2.1). An attribute that a type lacks counts as
 * without value there; one that no type has is a mistake. Pages are by index.
 */
final class RootEndpoint {

    private static final int CHUNK = 200;

    private final ServiceSettings settings;
    private final Renderer renderer;
    private final SearchEndpoint search;
    private final FilterRules rules;
    private final Collection<ResourceEndpoint> endpoints;

    RootEndpoint(
            ServiceSettings settings,
            Renderer renderer,
            SearchEndpoint search,
            FilterRules rules,
            Collection<ResourceEndpoint> endpoints) {
        this.settings = settings;
        this.renderer = renderer;
        this.search = search;
        this.rules = rules;
        this.endpoints = endpoints;
    }

    /** What the query is for one of the types. */
    private record Part(
            ResourceEndpoint endpoint,
            Projection projection,
            @Nullable BoundFilter filter,
            @Nullable Sort sort) {

        QueryResult query(Exchange exchange, int startIndex, int count) {
            Wanted wanted = Wanted.shownBy(projection, endpoint.type());
            Wanted all = sort == null ? wanted : wanted.and(sort.path());
            Query query = new Query(filter, sort, new Page.Index(startIndex, count), all);
            return sight(exchange).query(endpoint.repository(), exchange.context(), query);
        }

        Sight.OfType sight(Exchange exchange) {
            return exchange.sight().of(endpoint.type());
        }
    }

    ScimResponse search(Exchange exchange, SearchParameters parameters) {
        if (parameters.cursor() != null) {
            throw ScimException.of(
                    ErrorType.INVALID_CURSOR,
                    "queries at the base URL are paged by 'startIndex'; cursors work at each endpoint");
        }
        List<Part> parts = parts(exchange, parameters);
        int start = SearchEndpoint.startIndex(parameters.startIndex());
        int count = SearchEndpoint.count(parameters.count(), settings.limits());
        long total = 0;
        for (Part part : parts) {
            total += part.query(exchange, 1, 0).totalResults().orElse(0);
        }
        search.requireFewEnough(total);
        List<Merged> page = count == 0 || start > total ? List.of() : page(exchange, parts, start, count);
        return answer(exchange, page, start, total);
    }

    private List<Part> parts(Exchange exchange, SearchParameters parameters) {
        Filter filter = null;
        if (parameters.filter() != null) {
            search.requireFilters();
            filter = endpoints.iterator().next().reader(exchange).binder().parseFilter(parameters.filter());
            requireKnown(exchange, filter);
        }
        boolean sorted = parameters.sortBy() != null && settings.offers(Feature.SORT);
        List<Part> parts = new ArrayList<>();
        boolean sortKnown = false;
        for (ResourceEndpoint endpoint : endpoints) {
            if (!settings.policy().permits(exchange.context(), AccessPolicy.Operation.SEARCH, endpoint.type(), null)) {
                continue;
            }
            BoundFilter bound = null;
            if (filter != null) {
                PathBinder binder = endpoint.reader(exchange).binder();
                bound = binder.filterOfSeveralTypes(rules.translated(exchange, endpoint, filter));
                rules.check(exchange, endpoint, bound, parameters.inUri());
            }
            Sort sort = sorted ? search.sort(exchange, endpoint, parameters, true) : null;
            sortKnown |= sort != null;
            Projection projection =
                    endpoint.projection(exchange, parameters.attributes(), parameters.excludedAttributes());
            parts.add(new Part(endpoint, projection, bound, sort));
        }
        if (sorted && !sortKnown) {
            throw ResourceEndpoint.invalid(
                    "no resource type has an attribute '" + parameters.sortBy() + "' to sort by");
        }
        return parts;
    }

    private void requireKnown(Exchange exchange, Filter filter) {
        if (filter instanceof Filter.And and) {
            and.operands().forEach(operand -> requireKnown(exchange, operand));
        } else if (filter instanceof Filter.Or or) {
            or.operands().forEach(operand -> requireKnown(exchange, operand));
        } else if (filter instanceof Filter.Not not) {
            requireKnown(exchange, not.operand());
        } else if (filter instanceof Filter.Present present) {
            requireKnown(exchange, present.path());
        } else if (filter instanceof Filter.Comparison comparison) {
            requireKnown(exchange, comparison.path());
        } else if (filter instanceof Filter.ValuePath valuePath) {
            requireKnown(exchange, valuePath.path());
        } else {
            throw new AssertionError("unknown kind of filter: " + filter);
        }
    }

    private void requireKnown(Exchange exchange, AttributePath path) {
        boolean known = endpoints.stream()
                .anyMatch(endpoint -> endpoint.reader(exchange).binder().knows(path));
        if (!known) {
            throw ScimException.of(ErrorType.INVALID_FILTER, "no resource type has an attribute '" + path.text() + "'");
        }
    }

    // ---- the merged order

    /** A resource and the query that it comes from. */
    private record Merged(Part part, Resource resource) {}

    /** Walks the results of one type in chunks. */
    private static final class Walk {

        private final Exchange exchange;
        private final Part part;
        private final int order;
        private List<Resource> chunk = List.of();
        private int inChunk;
        private int nextIndex = 1;

        Walk(Exchange exchange, Part part, int order) {
            this.exchange = exchange;
            this.part = part;
            this.order = order;
        }

        boolean advance() {
            inChunk++;
            if (inChunk >= chunk.size()) {
                chunk = part.query(exchange, nextIndex, CHUNK).resources();
                nextIndex += chunk.size();
                inChunk = 0;
            }
            return inChunk < chunk.size();
        }

        Resource current() {
            return chunk.get(inChunk);
        }

        @Nullable
        Object key() {
            Sort sort = part.sort();
            return sort == null ? null : sort.key(current());
        }
    }

    private static List<Merged> page(Exchange exchange, List<Part> parts, int start, int count) {
        Sort order = parts.stream()
                .map(Part::sort)
                .filter(sort -> sort != null)
                .findFirst()
                .orElse(null);
        PriorityQueue<Walk> heads = new PriorityQueue<>((a, b) -> compare(order, a, b));
        for (int i = 0; i < parts.size(); i++) {
            Walk walk = new Walk(exchange, parts.get(i), i);
            if (walk.advance()) {
                heads.add(walk);
            }
        }
        List<Merged> page = new ArrayList<>(Math.min(count, CHUNK));
        int position = 0;
        while (!heads.isEmpty() && page.size() < count) {
            Walk walk = heads.remove();
            if (++position >= start) {
                page.add(new Merged(walk.part, walk.part.sight(exchange).seen(walk.current())));
            }
            if (walk.advance()) {
                heads.add(walk);
            }
        }
        return page;
    }

    private static int compare(@Nullable Sort order, Walk a, Walk b) {
        if (order == null) {
            return Integer.compare(a.order, b.order);
        }
        Object x = a.key();
        Object y = b.key();
        boolean comparable = x == null || y == null || x.getClass() == y.getClass();
        int byKey = comparable ? order.compareKeys(x, y) : Integer.compare(a.order, b.order);
        return byKey != 0 ? byKey : a.current().id().compareTo(b.current().id());
    }

    /** Groups are asked for once for each type, whatever the order of the page. */
    private List<Merged> withGroups(Exchange exchange, List<Merged> page) {
        IdentityHashMap<Part, List<Resource>> byPart = new IdentityHashMap<>();
        for (Merged merged : page) {
            byPart.computeIfAbsent(merged.part(), part -> new ArrayList<>()).add(merged.resource());
        }
        IdentityHashMap<Part, Iterator<Resource>> complete = new IdentityHashMap<>();
        byPart.forEach((part, resources) -> complete.put(
                part, renderer.complete(exchange, resources, part.projection()).iterator()));
        List<Merged> inOrder = new ArrayList<>(page.size());
        for (Merged merged : page) {
            inOrder.add(new Merged(
                    merged.part(),
                    Objects.requireNonNull(complete.get(merged.part())).next()));
        }
        return inOrder;
    }

    private ScimResponse answer(Exchange exchange, List<Merged> page, int start, long total) {
        List<ResourceWriter.OfLists.Member> counts = List.of(
                new ResourceWriter.OfLists.Member("totalResults", total),
                new ResourceWriter.OfLists.Member("itemsPerPage", page.size()),
                new ResourceWriter.OfLists.Member("startIndex", start));
        List<Merged> complete = withGroups(exchange, page);
        return ScimResponse.streamed(
                200,
                out -> ResourceWriter.OfLists.write(out, counts, exchange.locations(), receiver -> {
                    for (Merged merged : complete) {
                        receiver.accept(
                                merged.part().endpoint().writer(),
                                merged.resource(),
                                merged.part().projection());
                    }
                }));
    }
}
