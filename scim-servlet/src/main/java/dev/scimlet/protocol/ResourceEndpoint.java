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
import dev.scimlet.protocol.access.AccessPolicy;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.PartialRepository;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The operations on the resources of one type (RFC 7644 §3.3 to §3.6). Bulk calls them too. */
final class ResourceEndpoint {

    /** How often a change is computed while nothing is held; each further try would likely be overtaken, too. */
    private static final int OPTIMISTIC_ATTEMPTS = 2;

    /** How long a client is told to wait where others were faster again and again. */
    private static final Duration RETRY_AFTER_CONFLICTS = Duration.ofSeconds(1);

    /** Policies hide the same of many clients; one that hides something else of each must not fill the memory. */
    private static final int MAX_READERS = 200;

    /** A change that leaves what it looks at smaller than this part of the largest resource is not measured as a whole. */
    private static final int SMALL_PART = 32;

    private final ServiceSettings settings;
    private final ResourceRepository repository;
    private final ResourceType type;
    private final ResourceWriter writer;
    private final Renderer renderer;
    private final References references;
    private final FilterRules filters;
    private final Map<Dialect, ResourceReader> readers = new ConcurrentHashMap<>();

    /** What the size of a resource is made of. */
    private final Wanted sized;

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
        Wanted all = Wanted.nothing();
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            all = attribute.isReferenceList() ? all : all.and(BoundPath.of(attribute));
        }
        this.sized = all;
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
        return known.withKnownElsewhere(exchange.sight()::knowsSchema)
                .tellingIgnored(exchange.ignored()::add)
                .within(exchange.budget());
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
        given.forNew(exchange.budget());
        Replacement completed = given.withAttributes(
                references.complete(exchange, type, preparation.apply(withDefaults(given, path -> true))));
        requireSize(completed.attributes().sizeBesidesReferences());
        Attributes attributes = completed
                .mapSecrets(hashing(exchange, completed.secretCount(), () -> {}))
                .attributes();
        tellIgnored(exchange, attributes);
        Resource created = settings.unitOfWork().perform(exchange.context(), unit -> {
            Exchange inside = exchange.within(unit);
            references.hold(inside, references.difference(type, null, attributes));
            Resource stored = repository.create(inside.context(), attributes);
            if (stored.id().toLowerCase(java.util.Locale.ROOT).contains("bulkid")) {
                throw new IllegalStateException("the store of " + type
                        + " gave an id that contains 'bulkId', which RFC 7643 §3.1 keeps for Bulk requests");
            }
            settings.changes().created(inside.context(), stored);
            return stored;
        });
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
        Replacement completed = kept.withAttributes(
                references.complete(exchange, type, withDefaults(given, path -> !(keepsActive && path.isActive()))));
        Replacement hashed = completed.mapSecrets(
                hashing(exchange, completed.secretCount(), () -> requireWritable(exchange, id, precondition)));
        return written(
                change(
                        exchange,
                        id,
                        Wanted.everything(),
                        precondition,
                        current -> hashed.withAttributes(references.withGivenDetails(
                                        type, current.attributes(), given.attributes(), hashed.attributes()))
                                .applyTo(current, exchange.budget())),
                given);
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
        PatchRequest completed = references.complete(exchange, type, given);
        PatchRequest request = completed.mapSecrets(
                hashing(exchange, completed.secretCount(), () -> requireWritable(exchange, id, precondition)));
        // The version that a client sees from whom something is hidden is made of the list, which a delta would spare
        if (repository instanceof ValuesDeltas deltas
                && sight(exchange).hidden().isEmpty()) {
            ValuesDelta delta = request.asDelta().orElse(null);
            if (delta != null && deltas.takesDeltas(delta.list())) {
                ValuesDelta told = delta.withDetailed(detailed(given));
                return written(applyDelta(exchange, id, precondition, deltas, told, shown, request), request);
            }
        }
        return written(
                change(exchange, id, wantedBy(request, shown), precondition, application(exchange, id, request)),
                request);
    }

    private static Wanted wantedBy(PatchRequest request, Wanted shown) {
        Wanted wanted = shown;
        for (BoundPath path : request.paths()) {
            wanted = wanted.and(path);
        }
        return wanted;
    }

    /** What the service itself adds to an entry is no detail that the client tells. */
    private static Set<String> detailed(PatchRequest given) {
        return given.asDelta().map(ValuesDelta::detailed).orElse(Set.of());
    }

    /** A value without path may repeat the groups of a user as they were read; stores do not have them. */
    private Function<Resource, Attributes> application(Exchange exchange, String id, PatchRequest request) {
        AttributeDefinition groups = references.backReference(type);
        if (groups == null || !repeats(request, groups)) {
            return current -> request.applyTo(current, exchange.budget());
        }
        Values known = references.groupsOf(exchange, type, id, groups);
        return current -> request.applyTo(
                        current.withAttributes(current.attributes().with(groups, known.isEmpty() ? null : known)),
                        exchange.budget())
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

    private static boolean repeats(PatchRequest request, AttributeDefinition readOnly) {
        return request.operations().stream()
                .anyMatch(operation -> operation instanceof PatchOperation.Expect expect
                        && expect.path().attribute() == readOnly);
    }

    private Resource applyDelta(
            Exchange exchange,
            String id,
            Precondition precondition,
            ValuesDeltas deltas,
            ValuesDelta delta,
            Wanted shown,
            PatchRequest request) {
        exchange.budget().spend(Budget.Item.ENTRIES_WRITTEN, delta.added().size());
        return settings.unitOfWork().perform(exchange.context(), unit -> {
            Exchange inside = exchange.within(unit);
            if (references.keepIntegrity() && !unit.isAtomic()) {
                // What leads nowhere is known only once it is added, and could not be taken back
                Wanted wanted = wantedBy(request, shown);
                return changed(inside, exchange, id, wanted, precondition, application(exchange, id, request), false);
            }
            Precondition inStep = sight(exchange).inStep(precondition, () -> notFound(id));
            AppliedDelta applied = deltas.applyDelta(inside.context(), id, shown, inStep, delta)
                    .orElseThrow(() -> notFound(id));
            references.hold(inside, type, delta.list(), applied.added());
            settings.changes().changed(inside.context(), applied);
            return applied.after();
        });
    }

    /** A resource as a change was given it turned out to be too small a part to tell the size of the whole. */
    private static final class SizeUnknownException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        SizeUnknownException() {
            super("not all that counts was read", null, false, false);
        }
    }

    /**
     * Reads, computes, and writes under the version that was read: while a client's change is computed nothing is held. Where
     * others were faster twice, the third try holds the resource meanwhile.
     */
    private Resource change(
            Exchange exchange,
            String id,
            Wanted wanted,
            Precondition precondition,
            Function<Resource, Attributes> change) {
        Resource stored = settings.unitOfWork().perform(exchange.context(), unit -> {
            boolean locked = unit.attempt() > OPTIMISTIC_ATTEMPTS && Locked.isPossible(repository);
            Exchange inside = exchange.within(unit);
            return withinBudget(exchange, unit, () -> {
                try {
                    return changed(inside, exchange, id, wanted, precondition, change, locked);
                } catch (SizeUnknownException large) {
                    return changed(inside, exchange, id, wanted.and(sized), precondition, change, locked);
                }
            });
        });
        // Outside of the unit: for some clients a version is computed
        return sight(exchange).seen(stored);
    }

    /** It is not the client's fault if what it asks for had to be computed several times. */
    private static <T> T withinBudget(Exchange exchange, Unit unit, Supplier<T> work) {
        try {
            return work.get();
        } catch (ScimException refused) {
            throw unit.attempt() > 1
                            && exchange.budget()
                                    .refusal()
                                    .filter(refused::equals)
                                    .isPresent()
                    ? ScimException.unavailable(
                            "others change the same resource again and again", RETRY_AFTER_CONFLICTS, refused)
                    : refused;
        }
    }

    private Resource changed(
            Exchange inside,
            Exchange outside,
            String id,
            Wanted wanted,
            Precondition precondition,
            Function<Resource, Attributes> change,
            boolean locked) {
        Sight.OfType sight = sight(outside);
        Precondition inStep = sight.inStep(precondition, () -> notFound(id));
        Wanted needed = sight.toShow(wanted).and(inStep.wanted());
        Resource read = (locked
                        ? Locked.find(repository, inside.context(), id, needed)
                        : repository.find(outside.context(), id, needed))
                .orElseThrow(() -> notFound(id));
        inStep.check(read);
        Attributes next = computed(outside, read, needed, change);
        if (next.equals(read.attributes())) {
            return read;
        }
        References.Difference difference = references.difference(type, read.attributes(), next);
        references.hold(inside, difference);
        Resource after = repository.update(inside.context(), read, next, needed);
        settings.changes().changed(inside.context(), read, after, difference.added(), difference.removed());
        tellIgnored(outside, next);
        return after;
    }

    /** What a change makes of a resource, within what the request may spend and a resource may have. */
    private Attributes computed(
            Exchange exchange, Resource current, Wanted read, Function<Resource, Attributes> change) {
        spendRead(exchange, current, read);
        Attributes next = change.apply(current);
        if (next != current.attributes()) {
            requireSize(current.attributes(), next, read);
        }
        return next;
    }

    private void spendRead(Exchange exchange, Resource resource, Wanted read) {
        exchange.budget().spendDone(Budget.Item.ENTRIES_READ, entriesRead(resource, read));
    }

    private long entriesRead(Resource current, Wanted read) {
        long entries = 0;
        for (AttributeDefinition attribute : type.definition().subAttributes()) {
            Object value = read.includes(attribute) ? current.attributes().get(attribute) : null;
            if (value instanceof Values list) {
                entries += list.size();
            } else if (value instanceof Attributes complex) {
                entries += complex.entryCount();
            }
        }
        return entries;
    }

    /** What grows must stay small enough; what is too large already may stay so, or nobody could disable it. */
    private void requireSize(Attributes before, Attributes after, Wanted read) {
        long most = settings.limits().maxResourceBytes();
        long size = after.sizeBesidesReferences();
        boolean small = size <= most / SMALL_PART;
        if (small || size <= before.sizeBesidesReferences()) {
            return;
        }
        boolean whole = type.definition().subAttributes().stream()
                .allMatch(attribute -> attribute.isReferenceList() || read.includes(attribute));
        if (!whole) {
            throw new SizeUnknownException();
        }
        requireSize(size);
    }

    private void requireSize(long size) {
        long most = settings.limits().maxResourceBytes();
        if (size > most) {
            throw ScimException.withStatus(
                    413,
                    "the resource would have some " + size + " bytes, without its lists of references; " + most
                            + " are the most (maxResourceBytes)");
        }
    }

    // ---- DELETE

    void delete(Exchange exchange, String id, Preconditions conditions) {
        permit(exchange, AccessPolicy.Operation.DELETE, id);
        Precondition precondition = sight(exchange).inStep(precondition(exchange, conditions), () -> notFound(id));
        settings.unitOfWork().perform(exchange.context(), unit -> {
            Exchange inside = exchange.within(unit);
            Resource read = Locked.find(repository, inside.context(), id, precondition.wanted())
                    .orElseThrow(() -> notFound(id));
            withinBudget(exchange, unit, () -> {
                spendRead(exchange, read, precondition.wanted());
                precondition.check(read);
                return read;
            });
            // First what refers to it: if a store without transactions stops here, a repeated DELETE goes on
            references.release(inside, type, id, settings.changes());
            Wanted told = settings.changes().areTold() ? Wanted.everything() : Wanted.nothing();
            Precondition still = Locked.isPossible(repository) ? Precondition.NONE : precondition;
            Resource last = repository.delete(inside.context(), id, told, still).orElseThrow(() -> notFound(id));
            settings.changes().deleted(inside.context(), last);
            return last;
        });
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
        spendRead(exchange, current, sight(exchange).toShow(Wanted.nothing()));
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
