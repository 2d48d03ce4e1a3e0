package dev.scimlet.protocol;

import dev.scimlet.core.Budget;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.ResourceReader;
import dev.scimlet.core.json.ResourceWriter;
import dev.scimlet.core.patch.PatchOperation;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.patch.Replacement;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.query.Projection;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.Wanted;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operations on the resources of one type (RFC 7644 §3.3 to §3.6): may the client do it, what does its body say, what does
 * the service add, and what is to be stored. {@link ResourceWrites} stores it. Bulk calls them too.
 */
final class ResourceEndpoint {

    private final ServiceSettings settings;
    private final ResourceRepository repository;
    private final ResourceType type;
    private final ResourceReaders readers;
    private final ResourceWriter writer;
    private final Renderer renderer;
    private final References references;
    private final FilterRules filters;
    private final ResourceSize sizes;
    private final ResourceWrites writes;

    ResourceEndpoint(
            ServiceSettings settings,
            ResourceRepository repository,
            Renderer renderer,
            References references,
            FilterRules filters) {
        this.settings = settings;
        this.repository = repository;
        this.type = repository.type();
        this.readers = new ResourceReaders(settings, type);
        this.writer = new ResourceWriter(type, settings.offers(Feature.STRONG_ETAGS));
        this.renderer = renderer;
        this.references = references;
        this.filters = filters;
        this.sizes = new ResourceSize(type, settings.limits().maxResourceBytes());
        this.writes = new ResourceWrites(settings, repository, references, sizes);
    }

    ResourceType type() {
        return type;
    }

    ResourceRepository repository() {
        return repository;
    }

    /** Where what is shown is read. */
    ResourceRepository source(Exchange exchange) {
        return references.groups().reader(exchange, repository);
    }

    ResourceWriter writer() {
        return writer;
    }

    ResourceReader reader(Exchange exchange) {
        return readers.of(exchange);
    }

    /** What reads bodies before it is known whether they count, PATCHes among them. */
    ResourceReader readerAhead(Exchange exchange, Budget trial, Consumer<String> ignored, Runnable unknown) {
        return withSelections(readers.of(exchange, trial, ignored, unknown), exchange);
    }

    private ResourceReader withSelections(ResourceReader reader, Exchange exchange) {
        return reader.withSelections(selection -> filters.translatedSelection(exchange, this, selection));
    }

    /** The paths that parameters name; unknown names are ignored. */
    List<BoundPath> paths(Exchange exchange, List<String> names) {
        return readers.paths(exchange, names);
    }

    private ClientView.OfType view(Exchange exchange) {
        return exchange.view().of(type);
    }

    /** What a request wants to see of a resource. */
    Projection projection(Exchange exchange, List<String> attributes, List<String> excludedAttributes) {
        return renderer.projection(exchange, this, attributes, excludedAttributes);
    }

    /** A resource as stored, and what of it the client gave a value in this request. */
    record Written(Resource resource, UnaryOperator<Projection> given) {

        Projection shownBy(Projection projection) {
            return given.apply(projection);
        }
    }

    // ---- POST

    Written create(Exchange exchange, RequestBody body) {
        return create(exchange, body, UnaryOperator.identity());
    }

    /** Bulk takes out of the attributes, with {@code preparation}, what cannot be stored yet. */
    Written create(Exchange exchange, RequestBody body, UnaryOperator<Attributes> preparation) {
        permit(exchange, AccessPolicy.Operation.CREATE, null);
        Replacement given;
        try {
            given = body.read(() -> reader(exchange));
        } catch (ScimException faulty) {
            exchange.outcome().called(body.name());
            throw faulty;
        }
        exchange.outcome().about(given.attributes());
        given.forNew(exchange.budget());
        Attributes complete =
                references.details().complete(exchange, type, preparation.apply(withDefaults(given, path -> true)));
        Replacement completed = given.withAttributes(references.details().named(exchange, type, null, complete));
        sizes.require(completed.attributes());
        Replacement hashed = completed.mapSecrets(hashing(exchange, completed.secretCount(), () -> {}));
        return written(writes.create(exchange, hashed.attributes()), given);
    }

    private static Written written(Resource seen, Replacement given) {
        return new Written(seen, projection -> projection.withWritten(given.attributes()));
    }

    private Attributes withDefaults(Replacement given, Predicate<BoundPath> applies) {
        Attributes attributes = given.attributes();
        for (Map.Entry<BoundPath, Object> standard : settings.defaults(type).entrySet()) {
            BoundPath path = standard.getKey();
            boolean stays = !applies.test(path) || given.cleared().contains(path.target());
            if (!stays && path.attributeValue(attributes) == null) {
                attributes = path.withAttributeValue(attributes, standard.getValue());
            }
        }
        return attributes;
    }

    /** Puts in what Bulk had to leave out of a creation. */
    Resource link(Exchange exchange, String id, UnaryOperator<Attributes> linking) {
        return writes.change(
                exchange,
                new ResourceWrites.Change(
                        id,
                        Wanted.everything(),
                        Precondition.NONE,
                        false,
                        (reading, current) ->
                                references.details().complete(reading, type, linking.apply(current.attributes()))));
    }

    // ---- GET

    Resource read(Exchange exchange, String id, Wanted wanted) {
        permit(exchange, AccessPolicy.Operation.READ, id);
        return found(exchange, id, wanted);
    }

    private Resource found(Exchange exchange, String id, Wanted wanted) {
        ClientView.OfType view = view(exchange);
        Wanted needed =
                view.toDecide(view.toShow(wanted)).and(settings.changes().wanted(type));
        Resource found = source(exchange)
                .find(exchange.context(), id, needed)
                .filter(view::shows)
                .map(view::seen)
                .orElseThrow(() -> notFound(id));
        exchange.outcome().about(found.attributes());
        return found;
    }

    ScimException notFound(String id) {
        return ScimException.notFound(type.name(), id);
    }

    // ---- PUT

    Written replace(Exchange exchange, String id, Preconditions conditions, RequestBody body) {
        permit(exchange, AccessPolicy.Operation.REPLACE, id);
        Precondition precondition = precondition(exchange, conditions);
        Replacement given = readOrRefuse(exchange, id, precondition, () -> body.read(() -> reader(exchange)));
        boolean keepsActive = keepsActiveOnPut(exchange);
        Replacement kept = keepsActive ? given.keepingActive() : given;
        Replacement completed = kept.withAttributes(references
                .details()
                .complete(exchange, type, withDefaults(given, path -> !(keepsActive && path.isActive()))));
        Replacement hashed = completed.mapSecrets(
                hashing(exchange, completed.secretCount(), () -> requireWritable(exchange, id, precondition)));
        Resource replaced = writes.change(
                exchange,
                new ResourceWrites.Change(
                        id,
                        Wanted.everything(),
                        precondition,
                        true,
                        (reading, current) -> hashed.withAttributes(references
                                        .details()
                                        .withGivenDetails(
                                                reading,
                                                type,
                                                current.attributes(),
                                                given.attributes(),
                                                hashed.attributes()))
                                .applyTo(current, exchange.budget())));
        return written(replaced, given);
    }

    /** Where a default would make it true, leaving {@code active} out must not enable a disabled user. */
    private boolean keepsActiveOnPut(Exchange exchange) {
        return exchange.profile().tolerates(Tolerance.KEEP_ACTIVE_ON_PUT)
                || settings.defaults(type).entrySet().stream()
                        .anyMatch(standard -> standard.getKey().isActive() && Boolean.TRUE.equals(standard.getValue()));
    }

    // ---- PATCH

    /** @throws ScimException 501 if PATCH is not offered */
    void requirePatch() {
        if (!settings.offers(Feature.PATCH)) {
            throw ScimException.withStatus(501, "this service provider does not support PATCH");
        }
    }

    Written patch(Exchange exchange, String id, Preconditions conditions, RequestBody body, Wanted shown) {
        permit(exchange, AccessPolicy.Operation.PATCH, id);
        Precondition precondition = precondition(exchange, conditions);
        PatchRequest given = readOrRefuse(exchange, id, precondition, () -> readPatch(exchange, body));
        ValuesDelta asked = deltaOf(exchange, given);
        ValuesDeltas deltas = asked == null ? null : deltasOf(exchange, asked);
        // Nobody looks at what the service knows of those who are added
        boolean idsAlone = asked != null && deltas != null && !deltas.looksAtDetails(asked.list());
        PatchRequest completed = idsAlone ? given : references.details().complete(exchange, type, given);
        PatchRequest request = completed.mapSecrets(
                hashing(exchange, completed.secretCount(), () -> requireWritable(exchange, id, precondition)));
        ResourceWrites.Change change = new ResourceWrites.Change(
                id,
                wantedBy(request, shown),
                precondition,
                namesExternalId(request),
                idsAlone ? laterCompleted(exchange, id, request) : application(exchange, id, request));
        ValuesDelta delta = idsAlone ? asked : deltaOf(exchange, request);
        // What the service itself adds to an entry is no detail that the client tells
        Resource patched = asked != null && deltas != null && delta != null
                ? writes.applyDelta(exchange, deltas, delta.withDetailed(asked.detailed()), shown, change)
                : writes.change(exchange, change);
        return written(patched, request);
    }

    /** The request as additions to a long list and removals, if it is no more and the store takes it so; else null. */
    private @Nullable ValuesDelta deltaOf(Exchange exchange, PatchRequest request) {
        // The version that a client sees from whom something is hidden is made of the list, which a delta would spare
        if (!(repository instanceof ValuesDeltas deltas)
                || !view(exchange).hidden().isEmpty()) {
            return null;
        }
        return request.asDelta()
                .filter(delta -> deltas.takesDeltas(delta.list()))
                .orElse(null);
    }

    private ValuesDeltas deltasOf(Exchange exchange, ValuesDelta delta) {
        return references.details().deltas(exchange, type, (ValuesDeltas) repository, delta.list());
    }

    private boolean namesExternalId(PatchRequest request) {
        AttributeDefinition externalId = type.path("externalId").target();
        return request.paths().stream().anyMatch(path -> path.topLevel() == externalId);
    }

    private static Wanted wantedBy(PatchRequest request, Wanted shown) {
        Wanted wanted = shown;
        for (BoundPath path : request.paths()) {
            wanted = wanted.and(path);
        }
        return wanted;
    }

    /** A value without path may repeat the groups of a user as they were read; stores do not have them. */
    private BiFunction<Exchange, Resource, Attributes> application(Exchange exchange, String id, PatchRequest request) {
        AttributeDefinition groups = references.groups().backReference(type);
        if (groups == null || !repeats(request, groups)) {
            return (reading, current) -> request.applyTo(current, exchange.budget());
        }
        Values known = references.groups().groupsOf(exchange, type, id, groups);
        return (reading, current) -> request.applyTo(
                        current.withAttributes(current.attributes().with(groups, known.isEmpty() ? null : known)),
                        exchange.budget())
                .with(groups, null);
    }

    private static Written written(Resource seen, PatchRequest request) {
        return new Written(seen, projection -> projection.withWritten(request.writtenOnRequest()));
    }

    /** As {@link #application}, of entries that nobody has looked at: it is applied only where a delta cannot be. */
    private BiFunction<Exchange, Resource, Attributes> laterCompleted(
            Exchange exchange, String id, PatchRequest request) {
        return (reading, current) -> application(
                        exchange, id, references.details().complete(reading, type, request))
                .apply(reading, current);
    }

    private PatchRequest readPatch(Exchange exchange, RequestBody body) {
        PatchRequest request = body.readPatch(() -> withSelections(reader(exchange), exchange));
        filters.checkComparisons(this, request);
        filters.checkNames(exchange, this, request);
        return request;
    }

    private static boolean repeats(PatchRequest request, AttributeDefinition readOnly) {
        return request.operations().stream()
                .anyMatch(operation -> operation instanceof PatchOperation.Expect expect
                        && expect.path().attribute() == readOnly);
    }

    // ---- DELETE

    void delete(Exchange exchange, String id, Preconditions conditions) {
        permit(exchange, AccessPolicy.Operation.DELETE, id);
        writes.delete(exchange, id, precondition(exchange, conditions));
    }

    // ---- what all share

    private void permit(Exchange exchange, AccessPolicy.Operation operation, @Nullable String id) {
        if (settings.policy() != AccessPolicy.PERMIT_ALL
                && !settings.policy().permits(exchange.context(), operation, type, id)) {
            throw ScimException.withStatus(
                    403,
                    "this client may not " + operation.name().toLowerCase(Locale.ROOT) + " resources of type " + type);
        }
    }

    /** What the client demands of the version that it sees. */
    private Precondition precondition(Exchange exchange, Preconditions conditions) {
        if (!settings.offers(Feature.ETAG)) {
            return Precondition.NONE;
        }
        if (settings.offers(Feature.IF_MATCH_DEMANDED) && !conditions.namesVersion()) {
            throw ScimException.withStatus(428, "this service provider demands If-Match with every change");
        }
        Preconditions known = view(exchange).conditions(conditions);
        return known.isEmpty() ? Precondition.NONE : known;
    }

    /** Reads a body; where it is faulty, a missing resource and a wrong version are said first (RFC 9110 §13.2.1). */
    private <T> T readOrRefuse(Exchange exchange, String id, Precondition precondition, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ScimException faulty) {
            requireWritable(exchange, id, precondition);
            throw faulty;
        }
    }

    private void requireWritable(Exchange exchange, String id, Precondition precondition) {
        Resource current = found(exchange, id, Wanted.nothing());
        // To a client from whom something is hidden, the version takes all that is not, long lists included
        sizes.spendRead(exchange.budget(), current, view(exchange).toShow(Wanted.nothing()));
        precondition.check(current);
    }

    /**
     * Hashes the secrets of one body. It is made to be slow, so what else is asked of the request is checked first, and that
     * the budget suffices for all of them.
     */
    private UnaryOperator<String> hashing(Exchange exchange, int secrets, Runnable check) {
        if (secrets > 0) {
            check.run();
            exchange.budget().spend(Budget.Item.SECRETS, secrets);
        }
        return settings.passwords()::encode;
    }

    static ScimException invalid(String detail) {
        return ScimException.of(ErrorType.INVALID_VALUE, detail);
    }
}
