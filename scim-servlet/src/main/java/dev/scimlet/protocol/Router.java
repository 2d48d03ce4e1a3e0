package dev.scimlet.protocol;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.protocol.access.MeResolver;
import dev.scimlet.protocol.message.ScimResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads a request to the room that answers it, by its path (RFC 7644 §3.2), and adds what every answer has. */
final class Router {

    private static final Logger LOG = LoggerFactory.getLogger(ScimService.class);

    private final ServiceSettings settings;
    private final DiscoveryEndpoint discovery;
    private final RootEndpoint root;
    private final BulkEndpoint bulk;
    private final @Nullable MeResolver me;
    private final Map<String, ResourceMethods> resources = new LinkedHashMap<>();

    Router(
            ServiceSettings settings,
            DiscoveryEndpoint discovery,
            RootEndpoint root,
            BulkEndpoint bulk,
            List<ResourceMethods> resources,
            @Nullable MeResolver me) {
        this.settings = settings;
        this.discovery = discovery;
        this.root = root;
        this.bulk = bulk;
        this.me = me;
        resources.forEach(
                methods -> this.resources.put(methods.type().endpoint().substring(1), methods));
    }

    ScimResponse answer(Exchange exchange) {
        exchange.route().requireServed(exchange.profile());
        boolean answerAll = exchange.profile().tolerates(Tolerance.ANSWER_UNACCEPTABLE);
        String mediaType = MediaTypes.negotiate(exchange.request().headers("Accept"), answerAll);
        ScimResponse answer = routed(exchange);
        ScimResponse.Builder response =
                answer.toBuilder().ignored(exchange.ignored().paths());
        if (!exchange.ignored().paths().isEmpty()) {
            LOG.debug(
                    "request {} sent what the application ignores: {}",
                    exchange.context().requestId(),
                    exchange.ignored().paths());
        }
        if (answer.contentLength() != 0 && answer.header("Content-Type").isEmpty()) {
            response.header("Content-Type", mediaType);
        }
        if (answer.header("Cache-Control").isEmpty()) {
            response.header("Cache-Control", "no-store");
        }
        return response.build();
    }

    private ScimResponse routed(Exchange exchange) {
        List<String> segments = exchange.route().effectiveSegments(exchange.profile());
        String first = segments.isEmpty() ? "" : segments.get(0);
        ResourceMethods ofType = resources.get(first);
        if (ofType != null) {
            return ofType.answer(exchange, segments);
        }
        if (discovery.serves(first)) {
            exchange.outcome().is(ExchangeOutcome.Operation.DISCOVERY);
            return discovery.handle(exchange, segments);
        }
        if (segments.size() > 1) {
            throw Route.unknown(exchange.request().path());
        }
        return switch (first) {
            case "" -> rootQuery(exchange);
            case ".search" -> rootSearch(exchange);
            case "Bulk" -> bulk.handle(exchange);
            case "Me" -> me(exchange);
            default -> throw Route.unknown(exchange.request().path());
        };
    }

    private ScimResponse rootQuery(Exchange exchange) {
        exchange.outcome().is(ExchangeOutcome.Operation.SEARCH);
        return switch (exchange.request().method()) {
            case "GET", "HEAD" -> root.search(exchange, SearchParameters.of(Parameters.of(exchange)));
            case "OPTIONS" -> Route.options("GET, HEAD, OPTIONS");
            default -> Route.notAllowed("GET, HEAD, OPTIONS");
        };
    }

    private ScimResponse rootSearch(Exchange exchange) {
        exchange.outcome().is(ExchangeOutcome.Operation.SEARCH);
        return switch (exchange.request().method()) {
            case "POST" ->
                root.search(
                        exchange,
                        SearchParameters.of(
                                BodyReader.read(exchange, settings.limits().maxBodyBytes())));
            case "OPTIONS" -> Route.options("POST, OPTIONS");
            default -> Route.notAllowed("POST, OPTIONS");
        };
    }

    /** The resource of the client itself (RFC 7644 §3.11), processed directly. */
    private ScimResponse me(Exchange exchange) {
        if (me == null || exchange.request().method().equals("POST")) {
            throw ScimException.withStatus(
                    501, me == null ? "this service provider does not support /Me" : "/Me creates nothing");
        }
        MeResolver.Subject subject = me.subject(exchange.context())
                .orElseThrow(() -> ScimException.withStatus(404, "there is no resource for this client"));
        return resources.values().stream()
                .filter(candidate -> candidate.type().name().equals(subject.resourceType()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("/Me names an unknown type " + subject.resourceType()))
                .single(exchange, subject.id());
    }
}
