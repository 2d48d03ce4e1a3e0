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
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Queries at the base URL, over the resources of all types (RFC 7644 §3.4.2.1). An attribute that a type lacks counts as
 * without value there; one that no type has is a mistake. Pages are by index.
 */
final class RootEndpoint {

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
    private record TypeQuery(
            ResourceEndpoint endpoint,
            Projection projection,
            @Nullable BoundFilter filter,
            @Nullable Sort sort) {

        long total(Exchange exchange) {
            return query(exchange, 1, 0, Wanted.nothing()).totalResults().orElse(0);
        }

        Wanted shown(Exchange exchange) {
            return view(exchange).toShow(Wanted.shownBy(projection, endpoint.type()));
        }

        Wanted sortedBy() {
            return sort == null ? Wanted.nothing() : Wanted.nothing().and(sort.path());
        }

        /** Results from an index on. */
        List<Resource> results(Exchange exchange, int startIndex, int count, Wanted wanted) {
            return count == 0
                    ? List.of()
                    : query(exchange, startIndex, count, wanted).resources();
        }

        @Nullable
        Object key(Resource resource) {
            return sort == null ? null : sort.key(resource);
        }

        private QueryResult query(Exchange exchange, int startIndex, int count, Wanted wanted) {
            Query query = Query.builder(new Page.Index(startIndex, count))
                    .filter(filter)
                    .sort(sort)
                    .wanted(wanted)
                    .build();
            return SearchEndpoint.withinBudget(
                    exchange, () -> view(exchange).query(endpoint.source(exchange), exchange.context(), query));
        }

        Merged seen(Exchange exchange, Resource resource) {
            return new Merged(this, view(exchange).seen(resource));
        }

        private ClientView.OfType view(Exchange exchange) {
            return exchange.view().of(endpoint.type());
        }
    }

    /** The place of a result in the order. */
    private record Key(@Nullable Object value, String id) {}

    ScimResponse search(Exchange exchange, SearchParameters parameters) {
        if (parameters.cursor() != null) {
            throw ScimException.of(
                    ErrorType.INVALID_CURSOR,
                    "queries at the base URL are paged by 'startIndex'; cursors work at each endpoint");
        }
        List<TypeQuery> queries = queries(exchange, parameters);
        int start = SearchEndpoint.startIndex(parameters.startIndex());
        int count = SearchEndpoint.count(parameters.count(), settings.limits());
        long[] totals = new long[queries.size()];
        long total = 0;
        for (int i = 0; i < totals.length; i++) {
            totals[i] = queries.get(i).total(exchange);
            total += totals[i];
        }
        search.requireFewEnough(total);
        List<Merged> page = count == 0 || start > total ? List.of() : page(exchange, queries, totals, start, count);
        return answer(exchange, page, start, total);
    }

    private List<TypeQuery> queries(Exchange exchange, SearchParameters parameters) {
        Filter filter = null;
        if (parameters.filter() != null) {
            search.requireFilters();
            filter = endpoints.iterator().next().reader(exchange).binder().parseFilter(parameters.filter());
            requireKnown(exchange, filter);
        }
        boolean sorted = parameters.sortBy() != null && settings.offers(Feature.SORT);
        List<TypeQuery> queries = new ArrayList<>();
        boolean sortKnown = false;
        for (ResourceEndpoint endpoint : endpoints) {
            if (!settings.policy().permits(exchange.context(), AccessPolicy.Operation.SEARCH, endpoint.type(), null)) {
                continue;
            }
            BoundFilter bound = null;
            if (filter != null) {
                PathBinder binder = endpoint.reader(exchange).binder();
                bound = rules.translated(exchange, endpoint, binder.filterOfSeveralTypes(filter));
                rules.check(exchange, endpoint, bound, parameters.inUri());
            }
            Sort sort = sorted ? search.sort(exchange, endpoint, parameters, true) : null;
            sortKnown |= sort != null;
            Projection projection =
                    endpoint.projection(exchange, parameters.attributes(), parameters.excludedAttributes());
            queries.add(new TypeQuery(endpoint, projection, bound, sort));
        }
        if (sorted && !sortKnown) {
            throw ResourceEndpoint.invalid(
                    "no resource type has an attribute '" + parameters.sortBy() + "' to sort by");
        }
        return queries;
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
    private record Merged(TypeQuery query, Resource resource) {}

    private static List<Merged> page(Exchange exchange, List<TypeQuery> queries, long[] totals, int start, int count) {
        List<TypeQuery> found = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        for (int i = 0; i < totals.length; i++) {
            if (totals[i] > 0) {
                found.add(queries.get(i));
                sizes.add(totals[i]);
            }
        }
        Sort order = queries.stream()
                .map(TypeQuery::sort)
                .filter(sort -> sort != null)
                .findFirst()
                .orElse(null);
        return order == null || found.size() < 2
                ? oneAfterTheOther(exchange, found, sizes, start, count)
                : inOrder(exchange, found, sizes, order, start, count);
    }

    /** Without an order of its own the page goes through the types: which results it shows follows from the totals. */
    private static List<Merged> oneAfterTheOther(
            Exchange exchange, List<TypeQuery> queries, List<Long> totals, int start, int count) {
        List<Merged> page = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < queries.size() && page.size() < count; i++) {
            TypeQuery query = queries.get(i);
            long from = Math.max(1, start + (long) page.size() - before);
            if (from <= totals.get(i)) {
                query.results(exchange, (int) from, count - page.size(), query.shown(exchange))
                        .forEach(resource -> page.add(query.seen(exchange, resource)));
            }
            before += totals.get(i);
        }
        return page;
    }

    /**
     * The results of one type on a page are a stretch of its own order. So each type is sorted once, from its first result
     * on, to find the stretches; and once more to read them, unless the page is the first and they are there already.
     */
    private static List<Merged> inOrder(
            Exchange exchange, List<TypeQuery> queries, List<Long> totals, Sort order, int start, int count) {
        long last = (long) start - 1 + count;
        List<List<Resource>> results = new ArrayList<>();
        List<List<Key>> keys = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            TypeQuery query = queries.get(i);
            Wanted wanted = start == 1 ? query.sortedBy().and(query.shown(exchange)) : query.sortedBy();
            List<Resource> first = query.results(exchange, 1, (int) Math.min(last, totals.get(i)), wanted);
            results.add(first);
            keys.add(first.stream()
                    .map(resource -> new Key(query.key(resource), resource.id()))
                    .toList());
        }
        int[] next = new int[queries.size()];
        int[] skipped = new int[queries.size()];
        List<Integer> places = new ArrayList<>();
        for (long position = 1; position <= last; position++) {
            int first = first(keys, next, order);
            if (first < 0) {
                break;
            }
            next[first]++;
            if (position < start) {
                skipped[first]++;
            } else {
                places.add(first);
            }
        }
        List<Iterator<Resource>> shown = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            TypeQuery query = queries.get(i);
            List<Resource> stretch = start == 1
                    ? results.get(i).subList(0, next[i])
                    : query.results(exchange, skipped[i] + 1, next[i] - skipped[i], query.shown(exchange));
            shown.add(stretch.iterator());
        }
        List<Merged> page = new ArrayList<>(places.size());
        for (int place : places) {
            // fewer than before, if somebody deletes in between
            if (shown.get(place).hasNext()) {
                page.add(queries.get(place).seen(exchange, shown.get(place).next()));
            }
        }
        return page;
    }

    /** The query whose next result comes first; -1 if there are no more results. */
    private static int first(List<List<Key>> keys, int[] next, Sort order) {
        int first = -1;
        for (int i = 0; i < next.length; i++) {
            boolean more = next[i] < keys.get(i).size();
            if (more && (first < 0 || compare(order, keys, next, i, first) < 0)) {
                first = i;
            }
        }
        return first;
    }

    private static int compare(Sort order, List<List<Key>> keys, int[] next, int a, int b) {
        Key x = keys.get(a).get(next[a]);
        Key y = keys.get(b).get(next[b]);
        boolean comparable = x.value() == null
                || y.value() == null
                || x.value().getClass() == y.value().getClass();
        int byValue = comparable ? order.compareKeys(x.value(), y.value()) : Integer.compare(a, b);
        return byValue != 0 ? byValue : x.id().compareTo(y.id());
    }

    /** Groups are asked for once for each type, whatever the order of the page. */
    private List<Merged> withGroups(Exchange exchange, List<Merged> page) {
        IdentityHashMap<TypeQuery, List<Resource>> byQuery = new IdentityHashMap<>();
        for (Merged merged : page) {
            byQuery.computeIfAbsent(merged.query(), query -> new ArrayList<>()).add(merged.resource());
        }
        IdentityHashMap<TypeQuery, Iterator<Resource>> complete = new IdentityHashMap<>();
        byQuery.forEach((query, resources) -> complete.put(
                query,
                renderer.complete(exchange, query.endpoint(), resources, query.projection(), Renderer.Origin.READ)
                        .iterator()));
        List<Merged> inOrder = new ArrayList<>(page.size());
        for (Merged merged : page) {
            inOrder.add(new Merged(
                    merged.query(),
                    Objects.requireNonNull(complete.get(merged.query())).next()));
        }
        return inOrder;
    }

    private ScimResponse answer(Exchange exchange, List<Merged> page, int start, long total) {
        List<ResourceWriter.OfLists.Member> counts = List.of(
                new ResourceWriter.OfLists.Member("totalResults", total),
                new ResourceWriter.OfLists.Member("itemsPerPage", page.size()),
                new ResourceWriter.OfLists.Member("startIndex", start));
        List<Merged> complete = withGroups(exchange, page);
        return ScimResponse.builder(200)
                .body(out -> ResourceWriter.OfLists.write(out, counts, exchange.locations(), receiver -> {
                    for (Merged merged : complete) {
                        receiver.accept(
                                merged.query().endpoint().writer(),
                                merged.resource(),
                                merged.query().projection());
                    }
                }))
                .build();
    }
}
