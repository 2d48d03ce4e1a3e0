package dev.scimlet.protocol;

import dev.scimlet.core.Budget;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.PartialRepository;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Unit;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.Wanted;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Stores what an operation has decided: each change in one unit, with references that are held or cleared and with its event.
 * What is returned is the resource as the client sees it.
 */
final class ResourceWrites {

    /** How often a change is computed while nothing is held; each further try would likely be overtaken, too. */
    private static final int OPTIMISTIC_ATTEMPTS = 2;

    /** How long a client is told to wait where others were faster again and again. */
    private static final Duration RETRY_AFTER_CONFLICTS = Duration.ofSeconds(1);

    private final ServiceSettings settings;
    private final ResourceRepository repository;
    private final ResourceType type;
    private final BoundPath externalId;
    private final References references;
    private final ResourceSize sizes;

    ResourceWrites(ServiceSettings settings, ResourceRepository repository, References references, ResourceSize sizes) {
        this.settings = settings;
        this.repository = repository;
        this.type = repository.type();
        this.externalId = type.path("externalId");
        this.references = references;
        this.sizes = sizes;
    }

    /**
     * What becomes of a resource.
     *
     * @param wanted what {@code next} looks at, and what is shown afterwards
     * @param precondition of the client, on what it sees
     * @param namesExternalId whether the client says what the {@code externalId} is to be
     * @param next computes the attributes from the present state, as often as others are faster; what it reads it reads in the
     *     given exchange, which is in the unit where that holds a connection already
     */
    record Change(
            String id,
            Wanted wanted,
            Precondition precondition,
            boolean namesExternalId,
            BiFunction<Exchange, Resource, Attributes> next) {

        private Change wanting(Wanted more) {
            return new Change(id, wanted.and(more), precondition, namesExternalId, next);
        }
    }

    // ---- creation

    Resource create(Exchange exchange, Attributes attributes) {
        tellIgnored(exchange, attributes);
        Resource created = settings.unitOfWork().perform(exchange.context(), unit -> {
            Exchange inside = exchange.within(unit);
            references.integrity().hold(inside, references.integrity().difference(type, null, attributes));
            sayIfLast(exchange, unit);
            Resource stored = requireUsableId(repository.create(inside.context(), attributes));
            settings.requestedWrites().forEach(writes -> writes.created(inside.context(), stored));
            settings.changes().created(inside.context(), stored);
            return stored;
        });
        return view(exchange).seen(created);
    }

    /** Tells the store that its next write is all that is written in the unit, where that is known. */
    private void sayIfLast(Exchange exchange, Unit unit) {
        if (repository instanceof UnitOfWork.Participant participant
                && participant.writesNothingBeside()
                && !settings.changes().areTakenPartIn()
                && settings.requestedWrites().isEmpty()
                && exchange.context().unit().isEmpty()
                && participant.unitOfWork().equals(settings.unitOfWork())) {
            unit.lastStep();
        }
    }

    private Resource requireUsableId(Resource stored) {
        if (stored.id().toLowerCase(Locale.ROOT).contains("bulkid")) {
            throw new IllegalStateException("the store of " + type
                    + " gave an id that contains 'bulkId', which RFC 7643 §3.1 keeps for Bulk requests");
        }
        return stored;
    }

    private void tellIgnored(Exchange exchange, Attributes attributes) {
        if (repository instanceof PartialRepository partial) {
            exchange.ignored().addAll(partial.ignored(attributes));
        }
    }

    // ---- changes

    /**
     * Reads, computes, and writes under the version that was read: while a client's change is computed nothing is held. Where
     * others were faster twice, the third try holds the resource meanwhile, for the time that the budget has for it.
     */
    Resource change(Exchange exchange, Change change) {
        Resource stored = settings.unitOfWork().perform(exchange.context(), unit -> {
            boolean locked = unit.attempt() > OPTIMISTIC_ATTEMPTS && Locked.isPossible(repository);
            return withinBudget(exchange, unit, () -> changed(exchange, unit, change, locked));
        });
        // Outside of the unit: for some clients a version is computed
        return view(exchange).seen(stored);
    }

    private Resource changed(Exchange exchange, Unit unit, Change change, boolean locked) {
        Step step = new Step(exchange, unit, change, locked);
        Resource read = step.read();
        return locked ? exchange.budget().whileLocked(() -> step.written(read)) : step.written(read);
    }

    /** One try of a change. */
    private final class Step {

        private final Exchange exchange;
        private final Unit unit;
        private final Exchange inside;
        private final Change change;
        private final boolean locked;
        private final Precondition inStep;
        private final Wanted needed;

        Step(Exchange exchange, Unit unit, Change change, boolean locked) {
            this.exchange = exchange;
            this.unit = unit;
            this.inside = exchange.within(unit);
            this.change = change;
            this.locked = locked;
            this.inStep = view(exchange).inStep(change.precondition(), () -> notFound(change.id()));
            this.needed = withExternalId(view(exchange)
                    .toShow(change.wanted())
                    .and(inStep.wanted())
                    .and(settings.changes().wanted(type)));
        }

        /** What is there. After this others wait if the step locks. */
        Resource read() {
            return (locked
                            ? Locked.find(repository, inside.context(), change.id(), needed)
                            : repository.find(exchange.context(), change.id(), needed))
                    .orElseThrow(() -> notFound(change.id()));
        }

        Resource written(Resource read) {
            exchange.outcome().about(read.attributes());
            inStep.check(read);
            Attributes next;
            try {
                next = computed(locked ? inside : exchange, read, needed, change);
            } catch (ResourceSize.UnknownException large) {
                Step larger = new Step(exchange, unit, change.wanting(sizes.measured()), locked);
                return larger.written(larger.read());
            }
            for (RequestedWrites writes : settings.requestedWrites()) {
                next = writes.changing(inside.context(), read, next, change.namesExternalId());
            }
            if (next.equals(read.attributes())) {
                return read;
            }
            exchange.budget().requireTime();
            ReferenceIntegrity.Difference difference = references.integrity().difference(type, read.attributes(), next);
            references.integrity().hold(inside, difference);
            sayIfLast(exchange, unit);
            Resource after = repository.update(inside.context(), read, next, needed);
            tellIgnored(exchange, next);
            settings.changes().changed(inside.context(), read, after, difference.added(), difference.removed());
            return after;
        }
    }

    private Wanted withExternalId(Wanted wanted) {
        return settings.requestedWrites().isEmpty() ? wanted : wanted.and(externalId);
    }

    /** What a change makes of a resource, within what the request may spend and a resource may have. */
    private Attributes computed(Exchange exchange, Resource current, Wanted read, Change change) {
        sizes.spendRead(exchange.budget(), current, read);
        Attributes next = references
                .details()
                .named(exchange, type, current.attributes(), change.next().apply(exchange, current));
        if (next != current.attributes()) {
            sizes.requireGrowth(current.attributes(), next, read);
        }
        return next;
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

    /**
     * Adds to a long list, and removes from it, without reading it.
     *
     * @param change the same as a function of the whole, for units that cannot take back what turns out to lead nowhere
     * @param shown what the answer shows besides
     */
    Resource applyDelta(Exchange exchange, ValuesDeltas deltas, ValuesDelta delta, Wanted shown, Change change) {
        exchange.budget().spend(Budget.Item.ENTRIES_WRITTEN, delta.added().size());
        return settings.unitOfWork().perform(exchange.context(), unit -> {
            if (references.integrity().isKept() && !unit.isAtomic()) {
                return changed(exchange, unit, change, false);
            }
            Exchange inside = exchange.within(unit);
            Precondition inStep = view(exchange).inStep(change.precondition(), () -> notFound(change.id()));
            if (!references.integrity().isKept() || delta.added().isEmpty()) {
                sayIfLast(exchange, unit);
            }
            AppliedDelta applied = deltas.applyDelta(
                            inside.context(),
                            change.id(),
                            shown.and(settings.changes().wanted(type)),
                            inStep,
                            delta)
                    .orElseThrow(() -> notFound(change.id()));
            exchange.outcome().about(applied.after().attributes());
            references.integrity().hold(inside, type, delta.list(), applied.added(), deltas.holdsAdded(delta));
            settings.requestedWrites().forEach(writes -> writes.listed(inside.context(), type, change.id()));
            settings.changes().changed(inside.context(), applied);
            return applied.after();
        });
    }

    // ---- deletion

    void delete(Exchange exchange, String id, Precondition ofClient) {
        Precondition precondition = view(exchange).inStep(ofClient, () -> notFound(id));
        settings.unitOfWork().perform(exchange.context(), unit -> {
            Exchange inside = exchange.within(unit);
            Resource read = Locked.find(
                            repository,
                            inside.context(),
                            id,
                            precondition.wanted().and(settings.changes().wanted(type)))
                    .orElseThrow(() -> notFound(id));
            exchange.outcome().about(read.attributes());
            withinBudget(exchange, unit, () -> {
                sizes.spendRead(exchange.budget(), read, precondition.wanted());
                precondition.check(read);
                return read;
            });
            // First what refers to it: if a store without transactions stops here, a repeated DELETE goes on
            references.release().of(inside, type, id, settings.changes());
            Wanted told = settings.changes().areTold() ? Wanted.everything() : Wanted.nothing();
            Precondition still = Locked.isPossible(repository) ? Precondition.NONE : precondition;
            Resource last = repository.delete(inside.context(), id, told, still).orElseThrow(() -> notFound(id));
            settings.requestedWrites().forEach(writes -> writes.deleted(inside.context(), type, id));
            settings.changes().deleted(inside.context(), last);
            return last;
        });
    }

    private ClientView.OfType view(Exchange exchange) {
        return exchange.view().of(type);
    }

    private ScimException notFound(String id) {
        return ScimException.notFound(type.name(), id);
    }
}
