package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.ResourceWriter;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.query.Projection;
import dev.scimlet.core.query.Sort;
import dev.scimlet.core.query.SortOrder;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Queries over the resources of one type (RFC 7644 §3.4.2), by GET or by {@code .search}. */
final class SearchEndpoint {

    private final ServiceSettings settings;
    private final Renderer renderer;
    private final FilterRules rules;
    private final Cursors cursors;

    SearchEndpoint(ServiceSettings settings, Renderer renderer, FilterRules rules, Cursors cursors) {
        this.settings = settings;
        this.renderer = renderer;
        this.rules = rules;
        this.cursors = cursors;
    }

    ScimResponse search(Exchange exchange, ResourceEndpoint endpoint, SearchParameters parameters) {
        if (!settings.policy().permits(exchange.context(), AccessPolicy.Operation.SEARCH, endpoint.type(), null)) {
            throw ScimException.withStatus(403, "this client may not search resources of type " + endpoint.type());
        }
        Projection projection = endpoint.projection(exchange, parameters.attributes(), parameters.excludedAttributes());
        BoundFilter filter = filter(exchange, endpoint, parameters);
        Sort sort = sort(exchange, endpoint, parameters, false);
        boolean byCursor = pagesByCursor(parameters);
        String identity = byCursor ? identity(exchange, endpoint, parameters) : "";
        Page page = byCursor ? cursorPage(parameters, identity) : indexPage(parameters);
        ClientView.OfType view = exchange.view().of(endpoint.type());
        Query query = Query.builder(page)
                .filter(filter)
                .sort(sort)
                .wanted(view.toShow(wanted(endpoint, projection)))
                .build();
        QueryResult result =
                withinBudget(exchange, () -> view.query(endpoint.source(exchange), exchange.context(), query));
        result.totalResults().ifPresent(this::requireFewEnough);
        exchange.outcome().finds(result.totalResults());
        List<Resource> seen = result.resources().stream().map(view::seen).toList();
        return answer(exchange, endpoint, projection, page, result, seen, identity);
    }

    /** All that a cursor must be used with again: tenant, client, endpoint, what it may see, and the query. */
    private String identity(Exchange exchange, ResourceEndpoint endpoint, SearchParameters parameters) {
        ClientView.OfType view = exchange.view().of(endpoint.type());
        return String.join(
                "\n",
                exchange.context().tenant(),
                exchange.context().principal(),
                endpoint.type().name(),
                view.hidden().toString(),
                String.valueOf(view.visible()),
                String.valueOf(parameters.filter()),
                String.valueOf(parameters.sortBy()),
                order(parameters).keyword(),
                parameters.attributes().toString(),
                parameters.excludedAttributes().toString());
    }

    /** Searches; where that takes more than the request may spend, the answer is the one for a too broad filter. */
    static <T> T withinBudget(Exchange exchange, Supplier<T> search) {
        try {
            return search.get();
        } catch (ScimException refused) {
            boolean tooDear =
                    exchange.budget().refusal().filter(refused::equals).isPresent();
            throw tooDear ? ScimException.of(ErrorType.TOO_MANY, refused.detail()) : refused;
        }
    }

    void requireFewEnough(long total) {
        if (total > settings.limits().maxTotalResults()) {
            throw ScimException.of(
                    ErrorType.TOO_MANY,
                    "there are more than " + settings.limits().maxTotalResults() + " results; narrow the filter");
        }
    }

    void requireFilters() {
        if (!settings.offers(Feature.FILTER)) {
            throw ScimException.withStatus(501, "this service provider does not filter");
        }
    }

    /** A filter on a single resource gives a list of one or none. */
    ScimResponse searchOne(Exchange exchange, ResourceEndpoint endpoint, String id, SearchParameters parameters) {
        Projection projection = endpoint.projection(exchange, parameters.attributes(), parameters.excludedAttributes());
        BoundFilter filter = filter(exchange, endpoint, parameters);
        Resource found = endpoint.read(exchange, id, Wanted.everything());
        boolean matches = filter == null || withinBudget(exchange, () -> filter.matches(found, exchange.budget()));
        QueryResult result = QueryResult.of(matches ? List.of(found) : List.of(), matches ? 1 : 0);
        return answer(exchange, endpoint, projection, new Page.Index(1, 1), result, result.resources(), "");
    }

    private static Wanted wanted(ResourceEndpoint endpoint, Projection projection) {
        return Wanted.shownBy(projection, endpoint.type());
    }

    private ScimResponse answer(
            Exchange exchange,
            ResourceEndpoint endpoint,
            Projection projection,
            Page page,
            QueryResult result,
            List<Resource> seen,
            String identity) {
        List<Resource> resources = renderer.complete(exchange, endpoint, seen, projection, Renderer.Origin.READ);
        List<ResourceWriter.OfLists.Member> counts = new ArrayList<>();
        result.totalResults().ifPresent(total -> counts.add(new ResourceWriter.OfLists.Member("totalResults", total)));
        counts.add(new ResourceWriter.OfLists.Member("itemsPerPage", resources.size()));
        if (page instanceof Page.Index index) {
            counts.add(new ResourceWriter.OfLists.Member("startIndex", index.startIndex()));
        } else if (page.count() > 0) {
            addCursor(counts, "nextCursor", result.next(), page.count(), identity);
            addCursor(counts, "previousCursor", result.previous(), page.count(), identity);
        }
        return ScimResponse.builder(200)
                .body(out -> ResourceWriter.OfLists.write(out, counts, exchange.locations(), receiver -> {
                    for (Resource resource : resources) {
                        receiver.accept(endpoint.writer(), resource, projection);
                    }
                }))
                .build();
    }

    private void addCursor(
            List<ResourceWriter.OfLists.Member> counts,
            String name,
            @Nullable String position,
            int count,
            String identity) {
        if (position != null) {
            counts.add(new ResourceWriter.OfLists.Member(name, cursors.write(position, count, identity)));
        }
    }

    // ---- filter

    @Nullable
    BoundFilter filter(Exchange exchange, ResourceEndpoint endpoint, SearchParameters parameters) {
        String text = parameters.filter();
        if (text == null) {
            return null;
        }
        requireFilters();
        BoundFilter given = endpoint.reader(exchange).binder().filter(text);
        exchange.outcome().searches(text);
        BoundFilter filter = rules.translated(exchange, endpoint, given);
        rules.check(exchange, endpoint, filter, parameters.inUri());
        return filter;
    }

    // ---- sort

    /** The order; an attribute that the type lacks is a mistake, or no order where several types are searched. */
    @Nullable
    Sort sort(Exchange exchange, ResourceEndpoint endpoint, SearchParameters parameters, boolean severalTypes) {
        String name = parameters.sortBy();
        if (name == null || !settings.offers(Feature.SORT)) {
            return null;
        }
        BoundPath path = sortPath(endpoint.reader(exchange).binder(), name);
        if (path == null || !rules.isSortable(exchange, endpoint, path)) {
            if (severalTypes) {
                return null;
            }
            throw ResourceEndpoint.invalid("there is no attribute '" + name + "' to sort by");
        }
        return new Sort(path, order(parameters));
    }

    static SortOrder order(SearchParameters parameters) {
        String order = parameters.sortOrder();
        if (order == null || order.equalsIgnoreCase(SortOrder.ASCENDING.keyword())) {
            return SortOrder.ASCENDING;
        }
        if (order.equalsIgnoreCase(SortOrder.DESCENDING.keyword())) {
            return SortOrder.DESCENDING;
        }
        throw ResourceEndpoint.invalid("'sortOrder' must be ascending or descending");
    }

    /** The path to sort by; null if there is no such attribute. {@code emails} stands for {@code emails.value}. */
    static @Nullable BoundPath sortPath(PathBinder binder, String name) {
        BoundPath named;
        try {
            named = binder.attribute(name).orElse(null);
        } catch (ScimException malformed) {
            throw ResourceEndpoint.invalid("'sortBy': " + malformed.detail());
        }
        if (named == null || named.attribute() == null) {
            return null;
        }
        BoundPath path = binder.toValue(named)
                .orElseThrow(
                        () -> ResourceEndpoint.invalid("'" + name + "' is complex; sort by one of its sub-attributes"));
        AttributeDefinition target = path.target();
        if (FilterRules.isNeverReturned(path) || target.type() == AttributeType.BINARY) {
            throw ResourceEndpoint.invalid("'" + name + "' cannot be sorted by");
        }
        return path;
    }

    // ---- page

    private boolean pagesByCursor(SearchParameters parameters) {
        boolean asked = settings.offers(Feature.CURSOR_PAGINATION) && parameters.cursor() != null;
        return asked
                || settings.pagesByCursorByDefault()
                        && (parameters.startIndex() == null || !settings.offers(Feature.INDEX_PAGINATION));
    }

    private Page indexPage(SearchParameters parameters) {
        return new Page.Index(startIndex(parameters.startIndex()), count(parameters.count(), settings.limits()));
    }

    private Page cursorPage(SearchParameters parameters, String identity) {
        String cursor = parameters.cursor();
        if (cursor != null && parameters.startIndex() != null) {
            throw ScimException.of(ErrorType.INVALID_CURSOR, "'cursor' and 'startIndex' exclude each other");
        }
        int count = cursorCount(parameters);
        return cursor == null || cursor.isEmpty()
                ? new Page.Cursor(null, count)
                : new Page.Cursor(cursors.read(cursor, count, identity), count);
    }

    private int cursorCount(SearchParameters parameters) {
        try {
            return count(parameters.count(), settings.limits());
        } catch (ScimException notANumber) {
            throw ScimException.of(ErrorType.INVALID_COUNT, notANumber.detail());
        }
    }

    static int startIndex(@Nullable String text) {
        return text == null ? 1 : Math.max(1, number("startIndex", text));
    }

    static int count(@Nullable String text, ServiceLimits limits) {
        return text == null
                ? Math.min(limits.defaultPageSize(), limits.maxResults())
                : Math.min(Math.max(0, number("count", text)), limits.maxResults());
    }

    /** An integer, clamped to the range of int. */
    private static int number(String parameter, String text) {
        String digits = text.strip();
        if (!digits.matches("[+-]?[0-9]{1,1000}")) {
            throw ResourceEndpoint.invalid("'" + parameter + "' must be an integer");
        }
        if (digits.length() > 10) {
            boolean negative = digits.charAt(0) == '-';
            boolean zero = digits.matches("[+-]?0*[0-9]{1,9}");
            if (!zero) {
                return negative ? Integer.MIN_VALUE : Integer.MAX_VALUE;
            }
        }
        long number = Long.parseLong(digits);
        return (int) Math.min(Integer.MAX_VALUE, Math.max(Integer.MIN_VALUE, number));
    }
}
