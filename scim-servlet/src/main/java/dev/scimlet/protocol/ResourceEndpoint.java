package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.ResourceReader;
import dev.scimlet.core.json.ResourceWriter;
import dev.scimlet.core.patch.PatchOperation;
import dev.scimlet.core.patch.PatchRequest;
import dev.scimlet.core.patch.Replacement;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.query.Projection;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.spi.PartialRepository;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.Wanted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The operations on the resources of one type (RFC 7644 §3.3 to §3.6). Bulk calls them too. */
final class ResourceEndpoint {

    /** Policies hide the same of many clients; one that hides something else of each must not fill the memory. */
    private static final int MAX_READERS = 200;

    /** More passwords than one resource has; each costs a good part of a second to hash. */
    private static final int MAX_SECRETS = 16;

    private final ServiceSettings settings;
    private final ResourceRepository repository;
    private final ResourceType type;
    private final ResourceWriter writer;
    private final Renderer renderer;
    private final References references;
    private final FilterRules filters;
    private final Map<Dialect, ResourceReader> readers = new ConcurrentHashMap<>();

    ResourceEndpoint(
            ServiceSettings settings,
            ResourceRepository repository,
            Renderer renderer,
            References references,
            FilterRules filters) {
        this.settings = settings;
        this.repository = repository;
        this.type = repository.type();
        this.writer = new ResourceWriter(type, settings.offers(Feature.STRONG_ETAGS));
        this.renderer = renderer;
        this.references = references;
        this.filters = filters;
    }

    ResourceType type() {
        return type;
    }

    ResourceRepository repository() {
        return repository;
    }

    ResourceWriter writer() {
        return writer;
    }

    /** What a client may write: its profile, and the attributes that it knows. */
    private record Dialect(ClientProfile profile, HiddenAttributes hidden) {}

    ResourceReader reader(Exchange exchange) {
        Dialect dialect = new Dialect(exchange.profile(), sight(exchange).hidden());
        ResourceReader known = readers.get(dialect);
        if (known == null) {
            known = newReader(dialect);
            if (readers.size() < MAX_READERS) {
                readers.put(dialect, known);
            }
        }
        return known.withKnownElsewhere(exchange.sight()::knowsSchema).tellingIgnored(exchange.ignored()::add);
    }

    private void tellIgnored(Exchange exchange, Attributes attributes) {
        if (repository instanceof PartialRepository partial) {
            exchange.ignored().addAll(partial.ignored(attributes));
        }
    }

    private ResourceReader newReader(Dialect dialect) {
        ResourceReader.Builder builder = ResourceReader.builder(type, dialect.profile())
                .limits(settings.limits().body())
                .filters(settings.limits().filters())
                .hidden(dialect.hidden());
        settings.rules(type).forEach(builder::rule);
        return builder.build();
    }

    private Sight.OfType sight(Exchange exchange) {
        return exchange.sight().of(type);
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
        Replacement given = body.read(reader(exchange));
        given.forNew();
        Replacement completed = given.withAttributes(
                references.complete(exchange, type, preparation.apply(withDefaults(given, path -> true))));
        Attributes attributes = completed.mapSecrets(hashing(() -> {})).attributes();
        tellIgnored(exchange, attributes);
        Resource created = repository.create(exchange.context(), attributes);
        if (created.id().toLowerCase(java.util.Locale.ROOT).contains("bulkid")) {
            throw new IllegalStateException("the store of " + type
                    + " gave an id that contains 'bulkId', which RFC 7643 §3.1 keeps for Bulk requests");
        }
        if (settings.hasListeners()) {
            settings.tell(new ResourceEvent.Created(exchange.context(), visibleInEvents(created)));
        }
        return written(sight(exchange).seen(created), given);
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
        return change(
                exchange,
                id,
                Wanted.everything(),
                Precondition.NONE,
                current -> references.complete(exchange, type, linking.apply(current.attributes())));
    }

    // ---- GET

    Resource read(Exchange exchange, String id, Wanted wanted) {
        permit(exchange, AccessPolicy.Operation.READ, id);
        return found(exchange, id, wanted);
    }

    private Resource found(Exchange exchange, String id, Wanted wanted) {
        Sight.OfType sight = sight(exchange);
        return repository
                .find(exchange.context(), id, sight.toDecide(sight.toShow(wanted)))
                .filter(sight::shows)
                .map(sight::seen)
                .orElseThrow(() -> notFound(id));
    }

    ScimException notFound(String id) {
        return ScimException.notFound(type.name(), id);
    }

    // ---- PUT

    Written replace(Exchange exchange, String id, Preconditions conditions, RequestBody body) {
        permit(exchange, AccessPolicy.Operation.REPLACE, id);
        Precondition precondition = precondition(exchange, conditions);
        Replacement given = readOrRefuse(exchange, id, precondition, () -> body.read(reader(exchange)));
        boolean keepsActive = keepsActiveOnPut(exchange);
        Replacement kept = keepsActive ? given.keepingActive() : given;
        Replacement completed = kept.withAttributes(references.complete(
                        exchange, type, withDefaults(given, path -> !(keepsActive && path.isActive()))))
                .mapSecrets(hashing(() -> requireWritable(exchange, id, precondition)));
        return written(change(exchange, id, Wanted.everything(), precondition, completed::applyTo), given);
    }

    /** Where a default would make it true, leaving {@code active} out must not enable a disabled user. */
    private boolean keepsActiveOnPut(Exchange exchange) {
        return exchange.profile().tolerates(Tolerance.KEEP_ACTIVE_ON_PUT)
                || settings.defaults(type).entrySet().stream()
                        .anyMatch(standard -> standard.getKey().isActive() && Boolean.TRUE.equals(standard.getValue()));
    }

    // ---- PATCH

    Written patch(Exchange exchange, String id, Preconditions conditions, RequestBody body, Wanted shown) {
        permit(exchange, AccessPolicy.Operation.PATCH, id);
        Precondition precondition = precondition(exchange, conditions);
        PatchRequest given = readOrRefuse(exchange, id, precondition, () -> readPatch(exchange, body));
        PatchRequest request = references
                .complete(exchange, type, given)
                .mapSecrets(hashing(() -> requireWritable(exchange, id, precondition)));
        Precondition open = precondition;
        if (repository instanceof ValuesDeltas deltas) {
            ValuesDelta delta = request.asDelta().orElse(null);
            if (delta != null && deltas.takesDeltas(delta.list())) {
                ValuesDeltas.Applied applied = applyDelta(exchange, id, precondition, deltas, delta, shown);
                if (applied.added().size() == delta.added().size() || !tellsOfKnown(given, applied.added())) {
                    return written(sight(exchange).seen(applied.resource()), request);
                }
                boolean changed =
                        !applied.added().isEmpty() || !applied.removed().isEmpty();
                open = changed ? Precondition.NONE : precondition;
            }
        }
        Wanted wanted = shown;
        for (BoundPath path : request.paths()) {
            wanted = wanted.and(path);
        }
        return written(change(exchange, id, wanted, open, application(exchange, id, request)), request);
    }

    /** A value without path may repeat the groups of a user as they were read; stores do not have them. */
    private Function<Resource, Attributes> application(Exchange exchange, String id, PatchRequest request) {
        AttributeDefinition groups = references.backReference(type);
        if (groups == null || !repeats(request, groups)) {
            return request::applyTo;
        }
        Values known = references.groupsOf(exchange, type, id, groups);
        return current -> request.applyTo(
                        current.withAttributes(current.attributes().with(groups, known.isEmpty() ? null : known)))
                .with(groups, null);
    }

    private static Written written(Resource seen, PatchRequest request) {
        return new Written(seen, projection -> projection.withWritten(request.writtenOnRequest()));
    }

    private PatchRequest readPatch(Exchange exchange, RequestBody body) {
        PatchRequest request =
                body.readPatch(reader(exchange), selection -> filters.translatedSelection(exchange, this, selection));
        filters.checkComparisons(this, request);
        return request;
    }

    /**
     * Whether the client tells more than the value of an entry that was there: it may lack that, which a delta
     * leaves as it is. What the service itself adds to a new entry does not count.
     */
    private static boolean tellsOfKnown(PatchRequest given, Set<String> added) {
        for (Map.Entry<String, Attributes> entry :
                given.asDelta().map(ValuesDelta::added).orElse(Map.of()).entrySet()) {
            AttributeDefinition value = entry.getValue().definition().valueSubAttribute();
            if (value != null
                    && !added.contains(entry.getKey())
                    && !entry.getValue().with(value, null).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean repeats(PatchRequest request, AttributeDefinition readOnly) {
        return request.operations().stream()
                .anyMatch(operation -> operation instanceof PatchOperation.Expect expect
                        && expect.path().attribute() == readOnly);
    }

    private ValuesDeltas.Applied applyDelta(
            Exchange exchange,
            String id,
            Precondition precondition,
            ValuesDeltas deltas,
            ValuesDelta delta,
            Wanted shown) {
        Sight.OfType sight = sight(exchange);
        Precondition inStep = sight.inStep(precondition, () -> notFound(id));
        ValuesDeltas.Applied applied = deltas.applyDelta(exchange.context(), id, sight.toShow(shown), inStep, delta)
                .orElseThrow(() -> notFound(id));
        boolean changed = !applied.added().isEmpty() || !applied.removed().isEmpty();
        if (changed && settings.hasListeners()) {
            settings.tell(new ResourceEvent.Changed(
                    exchange.context(), null, visibleInEvents(applied.resource()), applied.added(), applied.removed()));
        }
        return applied;
    }

    private Resource change(
            Exchange exchange,
            String id,
            Wanted wanted,
            Precondition precondition,
            Function<Resource, Attributes> change) {
        Sight.OfType sight = sight(exchange);
        Precondition inStep = sight.inStep(precondition, () -> notFound(id));
        Wanted needed = sight.toShow(wanted).and(inStep.wanted());
        @Nullable Resource[] before = new Resource[1];
        @Nullable Attributes[] written = new Attributes[1];
        Resource after = repository
                .update(exchange.context(), id, needed, current -> {
                    inStep.check(current);
                    before[0] = current;
                    Attributes next = change.apply(current);
                    written[0] = next;
                    return next;
                })
                .orElseThrow(() -> notFound(id));
        if (written[0] != null) {
            tellIgnored(exchange, written[0]);
        }
        Resource old = before[0];
        if (settings.hasListeners()
                && old != null
                && !old.meta().version().equals(after.meta().version())) {
            settings.tell(changed(exchange, old, after));
        }
        return sight.seen(after);
    }

    private ResourceEvent changed(Exchange exchange, Resource before, Resource after) {
        Set<String> added = new HashSet<>();
        Set<String> removed = new HashSet<>();
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            if (attribute.isReferenceList()) {
                Values old = values(before, attribute);
                Values.Difference difference = old.differenceTo(values(after, attribute));
                difference.added().forEach(entry -> collectValue(attribute, entry, added));
                difference.removed().forEach(entry -> collectValue(attribute, entry, removed));
            }
        }
        Set<String> onlyAdded = new HashSet<>(added);
        onlyAdded.removeAll(removed);
        removed.removeAll(added);
        return new ResourceEvent.Changed(
                exchange.context(), visibleInEvents(before), visibleInEvents(after), onlyAdded, removed);
    }

    private static Values values(Resource resource, AttributeDefinition attribute) {
        Object value = resource.attributes().get(attribute);
        return value == null ? Values.empty(attribute) : (Values) value;
    }

    private static void collectValue(AttributeDefinition list, Object entry, Set<String> values) {
        AttributeDefinition value = list.valueSubAttribute();
        if (value != null && ((Attributes) entry).get(value) instanceof String id) {
            values.add(id);
        }
    }

    /** Events never carry what is never returned (RFC 9967 §6). */
    private Resource visibleInEvents(Resource resource) {
        Attributes attributes = settings.holdsSecrets(type.definition())
                ? withoutSecrets(resource.attributes())
                : resource.attributes();
        return attributes == resource.attributes() ? resource : resource.withAttributes(attributes);
    }

    private Attributes withoutSecrets(Attributes attributes) {
        Attributes cleaned = attributes;
        for (AttributeDefinition attribute : attributes.definition().subAttributes()) {
            Object value = attributes.get(attribute);
            if (value == null) {
                continue;
            }
            if (attribute.returned() == Returned.NEVER) {
                cleaned = cleaned.with(attribute, null);
            } else if (settings.holdsSecrets(attribute)) {
                cleaned = cleaned.with(attribute, withoutSecrets(attribute, value));
            }
        }
        return cleaned;
    }

    private Object withoutSecrets(AttributeDefinition attribute, Object value) {
        if (!(value instanceof Values entries)) {
            return withoutSecrets((Attributes) value);
        }
        List<Object> cleaned = new ArrayList<>(entries.size());
        entries.forEach(entry -> cleaned.add(withoutSecrets((Attributes) entry)));
        return Values.of(attribute, cleaned);
    }

    // ---- DELETE

    void delete(Exchange exchange, String id, Preconditions conditions) {
        permit(exchange, AccessPolicy.Operation.DELETE, id);
        Precondition inStep = sight(exchange).inStep(precondition(exchange, conditions), () -> notFound(id));
        if (!repository.delete(exchange.context(), id, inStep)) {
            throw notFound(id);
        }
        references.deleted(exchange, type, id);
        references.clear(exchange, type, id);
        settings.tell(new ResourceEvent.Deleted(exchange.context(), type, id));
    }

    // ---- what all share

    private void permit(Exchange exchange, AccessPolicy.Operation operation, @Nullable String id) {
        if (settings.policy() != AccessPolicy.PERMIT_ALL
                && !settings.policy().permits(exchange.context(), operation, type, id)) {
            throw ScimException.withStatus(
                    403,
                    "this client may not " + operation.name().toLowerCase(java.util.Locale.ROOT) + " resources of type "
                            + type);
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
        Preconditions known = sight(exchange).conditions(conditions);
        return known.isEmpty() ? Precondition.NONE : known;
    }

    /** Reads a body; where it is faulty, a missing resource and a wrong version are said first (RFC 9110 §13.2.1). */
    private <T> T readOrRefuse(
            Exchange exchange, String id, Precondition precondition, java.util.function.Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ScimException faulty) {
            requireWritable(exchange, id, precondition);
            throw faulty;
        }
    }

    private void requireWritable(Exchange exchange, String id, Precondition precondition) {
        precondition.check(found(exchange, id, Wanted.nothing()));
    }

    /** Hashes the secrets of one body. It is made to be slow, so what else is asked of the request is checked first. */
    private UnaryOperator<String> hashing(Runnable check) {
        int[] hashed = new int[1];
        return plain -> {
            if (hashed[0] == 0) {
                check.run();
            }
            if (++hashed[0] > MAX_SECRETS) {
                throw ScimException.withStatus(413, "a body may give " + MAX_SECRETS + " secrets at most");
            }
            return settings.passwords().encode(plain);
        };
    }

    /** The paths that parameters name; unknown names are ignored. */
    List<BoundPath> paths(Exchange exchange, List<String> names) {
        List<BoundPath> paths = new ArrayList<>(names.size());
        for (String name : names) {
            reader(exchange).binder().attribute(name).ifPresent(paths::add);
        }
        return paths;
    }

    static ScimException invalid(String detail) {
        return ScimException.of(ErrorType.INVALID_VALUE, detail);
    }
}
