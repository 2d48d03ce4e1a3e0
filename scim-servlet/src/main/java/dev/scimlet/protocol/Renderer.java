package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.query.Projection;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.protocol.message.ScimResponse;
import dev.scimlet.spi.MemberRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The one door through which resources leave: projection, groups of users, ETag, Location (RFC 7644 §3.9, §3.14). */
final class Renderer {

    private final ServiceSettings settings;
    private final References references;
    private final Map<ResourceType, Projection> standard = new ConcurrentHashMap<>();

    Renderer(ServiceSettings settings, References references) {
        this.settings = settings;
        this.references = references;
    }

    /**
     * What is shown.
     *
     * @throws ScimException {@code invalidValue} if both parameters are given, {@code invalidPath} for brackets
     */
    Projection projection(
            Exchange exchange, ResourceEndpoint endpoint, List<String> attributes, List<String> excludedAttributes) {
        if (!attributes.isEmpty() && !excludedAttributes.isEmpty()) {
            throw ScimException.of(ErrorType.INVALID_VALUE, "'attributes' and 'excludedAttributes' exclude each other");
        }
        ResourceType type = endpoint.type();
        Projection projection = !attributes.isEmpty()
                ? Projection.including(type, endpoint.paths(exchange, attributes))
                : !excludedAttributes.isEmpty()
                        ? Projection.excluding(type, endpoint.paths(exchange, excludedAttributes))
                        : standard.computeIfAbsent(type, Projection::standard);
        projection = withoutHidden(exchange, endpoint, projection);
        return settings.offers(Feature.ETAG)
                ? projection
                : projection.hiding(endpoint.paths(exchange, List.of("meta.version")));
    }

    /** What is shown after a write: also what the client gave a value that is returned on request. */
    Projection withWritten(
            Exchange exchange, ResourceEndpoint endpoint, Projection projection, ResourceEndpoint.Written written) {
        Projection shown = written.shownBy(projection);
        return shown == projection ? projection : withoutHidden(exchange, endpoint, shown);
    }

    private Projection withoutHidden(Exchange exchange, ResourceEndpoint endpoint, Projection projection) {
        return projection.hiding(exchange.view().of(endpoint.type()).hidden().paths());
    }

    /** Where a resource comes from, which may say what its groups are. */
    enum Origin {
        /** It was read to be shown. */
        READ,
        CREATED,
        CHANGED
    }

    /** One resource with its headers. */
    ScimResponse resource(
            int status,
            Exchange exchange,
            ResourceEndpoint endpoint,
            Resource resource,
            Projection projection,
            Origin origin) {
        Resource complete = complete(exchange, endpoint, List.of(resource), projection, origin)
                .get(0);
        WrittenBody body = new WrittenBody();
        try {
            endpoint.writer().write(body, complete, projection, exchange.locations());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        ScimResponse.Builder response = ScimResponse.builder(status).body(body.length(), body::writeTo);
        return withHeaders(response, exchange, resource, true);
    }

    /** The headers of an answer that is about one resource, without its body. */
    ScimResponse withHeaders(
            ScimResponse.Builder response, Exchange exchange, Resource resource, boolean contentLocation) {
        String location = exchange.locations().of(resource.type(), resource.id());
        response.header("Location", location);
        if (contentLocation) {
            response.header("Content-Location", location);
        }
        if (settings.offers(Feature.ETAG)) {
            response.header("ETag", tag(resource));
        }
        return response.build();
    }

    String tag(Resource resource) {
        return settings.tag(resource.meta());
    }

    /** The resources, of one type, with their groups, and without names of what the client may not know of. */
    List<Resource> complete(
            Exchange exchange,
            ResourceEndpoint endpoint,
            List<Resource> resources,
            Projection projection,
            Origin origin) {
        if (resources.isEmpty()) {
            return resources;
        }
        Exchange telling = origin == Origin.READ ? exchange : exchange.stored();
        AttributeDefinition groups = references.groups().backReference(endpoint.type());
        List<Resource> complete = groups == null || !projection.shows(groups) || knowsGroups(exchange, endpoint, origin)
                ? resources
                : references.groups().withGroups(telling, resources, groups);
        return references.names().withoutHiddenNames(telling, complete, projection);
    }

    /**
     * Whether nobody has to ask for the groups of resources: they were read with them, or have none because they are new. A new
     * one may have groups where a hook or a listener is told of it, for it may put it into one.
     */
    private boolean knowsGroups(Exchange exchange, ResourceEndpoint endpoint, Origin origin) {
        return switch (origin) {
            case READ -> references.groups().areRead(exchange, endpoint.type());
            case CREATED ->
                !settings.changes().areTold()
                        && (references.groups().takeOnlyWhoExists()
                                || endpoint.repository() instanceof MemberRepository members
                                        && members.createsNonMembers());
            case CHANGED -> false;
        };
    }
}
