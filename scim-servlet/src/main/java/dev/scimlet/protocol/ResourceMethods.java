package dev.scimlet.protocol;

import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.query.Projection;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.Wanted;
import java.util.List;

/**
 * What HTTP's methods mean at the endpoint of one resource type and below it (RFC 7644 §3.2): takes from the request what an
 * operation needs, has it performed, and answers with what came of it.
 */
final class ResourceMethods {

    private final ServiceSettings settings;
    private final ResourceEndpoint endpoint;
    private final SearchEndpoint search;
    private final Renderer renderer;

    ResourceMethods(ServiceSettings settings, ResourceEndpoint endpoint, SearchEndpoint search, Renderer renderer) {
        this.settings = settings;
        this.endpoint = endpoint;
        this.search = search;
        this.renderer = renderer;
    }

    ResourceType type() {
        return endpoint.type();
    }

    /** @param segments of the path, the first of which leads here */
    ScimResponse answer(Exchange exchange, List<String> segments) {
        return switch (segments.size()) {
            case 1 -> collection(exchange);
            case 2 -> segments.get(1).equals(".search") ? searchByPost(exchange) : single(exchange, segments.get(1));
            default -> throw Route.unknown(exchange.request().path());
        };
    }

    private ScimResponse collection(Exchange exchange) {
        String method = exchange.request().method();
        ExchangeOutcome.Operation operation = ExchangeOutcome.Operation.of(method);
        boolean lists = operation == ExchangeOutcome.Operation.READ;
        exchange.outcome().is(lists ? ExchangeOutcome.Operation.SEARCH : operation);
        exchange.outcome().about(type().name(), null);
        return switch (method) {
            case "GET", "HEAD" -> search.search(exchange, endpoint, SearchParameters.of(Parameters.of(exchange)));
            case "POST" -> create(exchange);
            case "OPTIONS" -> Route.options("GET, HEAD, POST, OPTIONS");
            default -> Route.notAllowed("GET, HEAD, POST, OPTIONS");
        };
    }

    private ScimResponse searchByPost(Exchange exchange) {
        exchange.outcome().is(ExchangeOutcome.Operation.SEARCH);
        exchange.outcome().about(type().name(), null);
        return switch (exchange.request().method()) {
            case "POST" -> search.search(exchange, endpoint, SearchParameters.of(body(exchange)));
            case "OPTIONS" -> Route.options("POST, OPTIONS");
            default -> Route.notAllowed("POST, OPTIONS");
        };
    }

    /** One resource: that of the path, or the one that {@code /Me} stands for. */
    ScimResponse single(Exchange exchange, String id) {
        String method = exchange.request().method();
        ExchangeOutcome.Operation operation = ExchangeOutcome.Operation.of(method);
        boolean none = operation == ExchangeOutcome.Operation.CREATE;
        exchange.outcome().is(none ? ExchangeOutcome.Operation.OTHER : operation);
        exchange.outcome().about(type().name(), id);
        return switch (method) {
            case "GET", "HEAD" -> read(exchange, id);
            case "PUT" -> replace(exchange, id);
            case "PATCH" -> patch(exchange, id);
            case "DELETE" -> delete(exchange, id);
            case "OPTIONS" -> Route.options(singleMethods());
            default -> Route.notAllowed(singleMethods());
        };
    }

    private String singleMethods() {
        return settings.offers(Feature.PATCH)
                ? "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"
                : "GET, HEAD, PUT, DELETE, OPTIONS";
    }

    // ---- the methods

    private ScimResponse create(Exchange exchange) {
        Projection projection = projection(exchange, Parameters.of(exchange));
        ResourceEndpoint.Written created = endpoint.create(exchange, RequestBody.of(body(exchange)));
        exchange.outcome().about(type().name(), created.resource().id());
        return written(201, exchange, projection, created);
    }

    private ScimResponse read(Exchange exchange, String id) {
        Parameters parameters = Parameters.of(exchange);
        if (parameters.has("filter")) {
            return search.searchOne(exchange, endpoint, id, SearchParameters.of(parameters));
        }
        Projection projection = projection(exchange, parameters);
        Preconditions conditions = exchange.view().of(type()).conditions(Preconditions.of(exchange.request()));
        Resource found = endpoint.read(exchange, id, Wanted.shownBy(projection, type()));
        if (settings.offers(Feature.ETAG) && conditions.notModified(found)) {
            return ScimResponse.builder(304).header("ETag", renderer.tag(found)).build();
        }
        return renderer.resource(200, exchange, endpoint, found, projection, Renderer.Origin.READ);
    }

    private ScimResponse replace(Exchange exchange, String id) {
        Projection projection = projection(exchange, Parameters.of(exchange));
        ResourceEndpoint.Written replaced =
                endpoint.replace(exchange, id, Preconditions.of(exchange.request()), RequestBody.of(body(exchange)));
        return written(200, exchange, projection, replaced);
    }

    private ScimResponse patch(Exchange exchange, String id) {
        endpoint.requirePatch();
        Parameters parameters = Parameters.of(exchange);
        boolean noContent = patchesWithoutContent(exchange, parameters);
        Projection projection = projection(exchange, parameters);
        Wanted shown = noContent ? Wanted.nothing() : Wanted.shownBy(projection, type());
        ResourceEndpoint.Written patched = endpoint.patch(
                exchange, id, Preconditions.of(exchange.request()), RequestBody.of(body(exchange)), shown);
        return noContent
                ? renderer.withHeaders(ScimResponse.builder(204), exchange, patched.resource(), false)
                : written(200, exchange, projection, patched);
    }

    private boolean patchesWithoutContent(Exchange exchange, Parameters parameters) {
        boolean asked = parameters.has("attributes") || parameters.has("excludedAttributes");
        return !asked
                && (exchange.profile().tolerates(Tolerance.PATCH_NO_CONTENT)
                        || exchange.profile().tolerates(Tolerance.GROUP_PATCH_NO_CONTENT)
                                && type().name().equals("Group"));
    }

    private ScimResponse delete(Exchange exchange, String id) {
        endpoint.delete(exchange, id, Preconditions.of(exchange.request()));
        return ScimResponse.builder(204).build();
    }

    // ---- what they share

    private Projection projection(Exchange exchange, Parameters parameters) {
        return renderer.projection(
                exchange, endpoint, parameters.names("attributes"), parameters.names("excludedAttributes"));
    }

    private byte[] body(Exchange exchange) {
        return BodyReader.read(exchange, settings.limits().maxBodyBytes());
    }

    private ScimResponse written(
            int status, Exchange exchange, Projection projection, ResourceEndpoint.Written written) {
        Projection shown = renderer.withWritten(exchange, endpoint, projection, written);
        Renderer.Origin origin = status == 201 ? Renderer.Origin.CREATED : Renderer.Origin.CHANGED;
        return renderer.resource(status, exchange, endpoint, written.resource(), shown, origin);
    }
}
