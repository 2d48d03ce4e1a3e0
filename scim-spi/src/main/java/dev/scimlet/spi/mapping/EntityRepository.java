package dev.scimlet.spi.mapping;

import dev.scimlet.core.Budget;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.DisplayName;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.PartialRepository;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.ResourceSearch;
import dev.scimlet.spi.TimeOrderedIds;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.Wanted;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A repository of a host's own entities: a {@link ResourceMapping} says what they mean, an {@link EntityStore} keeps
 * them.
 *
 * <p>A change loads the entity, compares its version with the one that was read, and saves with that version.
 *
 * <p>Writes take part in the units of the store, if it is a {@link UnitOfWork.Participant}, or in those that {@link
 * #withUnitOfWork} names; the context that the store is given says in which. Otherwise each write is final at once ({@link
 * UnitOfWork#ordered}), and one that others overtook is begun again by itself.
 *
 * @param <E> the entity
 */
public final class EntityRepository<E>
        implements ResourceRepository, UnitOfWork.Participant, MembershipSource, ReferenceSource, PartialRepository {

    /** Groups that are looked at with one query, and ids in one filter: bounds the size of both. */
    private static final int BATCH = 100;

    private final ResourceMapping<E> mapping;
    private final EntityStore<E> store;
    private final UnitOfWork units;
    private final Clock clock;
    private final Supplier<String> ids;
    private final @Nullable BoundPath members;

    /** A repository with the clock of the system. */
    public EntityRepository(ResourceMapping<E> mapping, EntityStore<E> store) {
        this(mapping, store, Clock.systemUTC());
    }

    /** A repository that takes times from the given clock. */
    public EntityRepository(ResourceMapping<E> mapping, EntityStore<E> store, Clock clock) {
        this(
                mapping,
                store,
                store instanceof UnitOfWork.Participant participant ? participant.unitOfWork() : UnitOfWork.ordered(),
                clock);
    }

    private EntityRepository(ResourceMapping<E> mapping, EntityStore<E> store, UnitOfWork units, Clock clock) {
        this.mapping = mapping;
        this.store = store;
        this.units = units;
        this.clock = clock;
        this.ids = new TimeOrderedIds(clock);
        AttributeDefinition list = mapping.type().definition().find("members");
        this.members = list != null && list.isReferenceList() ? mapping.type().path("members") : null;
    }

    /** The same repository, whose writes take part in the units of a host. The store finds them in its context. */
    public EntityRepository<E> withUnitOfWork(UnitOfWork value) {
        return new EntityRepository<>(mapping, store, value, clock);
    }

    @Override
    public UnitOfWork unitOfWork() {
        return units;
    }

    @Override
    public ResourceType type() {
        return mapping.type();
    }

    @Override
    public Set<String> ignored(Attributes attributes) {
        return mapping.mapped().ignored(attributes);
    }

    @Override
    public Attributes kept(Attributes attributes) {
        return mapping.mapped().kept(attributes);
    }

    @Override
    public Resource create(RequestContext context, Attributes attributes) {
        return step(
                context,
                within -> mapping.resource(store.insert(within, mapping.create(attributes, ids.get(), now()))));
    }

    private <T> T step(RequestContext context, Function<RequestContext, T> work) {
        return units.perform(context, unit -> work.apply(context.within(unit)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
        return store.load(context, id).map(mapping::resource);
    }

    @Override
    public QueryResult query(RequestContext context, Query query) {
        query.requireOf(type());
        FoundEntities<E> found = store.find(context, query);
        if (!(found instanceof FoundEntities.Candidates<E> candidates)) {
            return page(found, query.wanted());
        }
        Wanted wanted = query.wantedInSearch();
        ResourceSearch search = new ResourceSearch(context, query);
        candidates.forEach(entity -> {
            context.budget().spend(Budget.Item.COMPARISONS, 1);
            search.accept(mapping.resource(entity, wanted));
        });
        return search.result();
    }

    private QueryResult page(FoundEntities<E> found, Wanted wanted) {
        FoundEntities.Page<E> page = (FoundEntities.Page<E>) found;
        List<Resource> resources = page.entities().stream()
                .map(entity -> mapping.resource(entity, wanted))
                .toList();
        return QueryResult.builder(resources)
                .totalResults(page.totalResults())
                .next(page.next())
                .previous(page.previous())
                .build();
    }

    @Override
    public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
        String version = read.meta().version();
        return units.performOnce(context, unit -> {
            RequestContext within = context.within(unit);
            E entity = store.load(within, read.id())
                    .filter(loaded -> mapping.version(loaded).equals(version))
                    .orElseThrow(() -> ConflictException.overtaken(null));
            return mapping.write(entity, changed, wanted, now()) ? saved(within, entity, version) : read;
        });
    }

    private Resource saved(RequestContext context, E entity, String version) {
        return store.save(context, entity, version)
                .map(mapping::resource)
                .orElseThrow(() -> ConflictException.overtaken(null));
    }

    @Override
    public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
        return step(context, within -> {
            E entity = store.load(within, id).orElse(null);
            if (entity == null) {
                return Optional.empty();
            }
            Resource last = mapping.resource(entity);
            precondition.check(last);
            if (!store.delete(within, id, mapping.version(entity))) {
                throw ConflictException.overtaken(null);
            }
            return Optional.of(last);
        });
    }

    @Override
    public Map<String, String> displayNames(RequestContext context, Set<String> ids) {
        Map<String, String> names = new HashMap<>();
        for (E entity : store.loadAll(context, ids)) {
            Resource resource = mapping.resource(entity);
            names.put(resource.id(), DisplayName.of(resource));
        }
        return names;
    }

    @Override
    public boolean knowsMemberships() {
        return members != null;
    }

    @Override
    public Map<String, List<Membership>> membershipsOf(
            RequestContext context, ResourceType type, Set<String> memberIds) {
        Map<String, List<Membership>> memberships = new HashMap<>();
        List<String> all = List.copyOf(memberIds);
        BoundPath list = members;
        for (int from = 0; list != null && from < all.size(); from += BATCH) {
            List<String> some = all.subList(from, Math.min(from + BATCH, all.size()));
            for (Resource group : groupsOf(context, list, some, context.budget())) {
                Values entries = (Values) Objects.requireNonNull(group.value(list));
                for (String id : some) {
                    Attributes entry = entries.findByValue(id);
                    if (entry != null && MembershipSource.canMean(entry, type)) {
                        memberships
                                .computeIfAbsent(id, key -> new ArrayList<>())
                                .add(new Membership(group.id(), DisplayName.of(group)));
                    }
                }
            }
        }
        return memberships;
    }

    /**
     * All groups that have one of the members. Candidates are walked over once, and drawn when it is done: the groups of one user
     * can be told in whatever was asked, even if what was asked is stored already.
     */
    private List<Resource> groupsOf(RequestContext context, BoundPath list, List<String> memberIds, Budget budget) {
        BoundFilter bound = BoundFilter.or(memberIds.stream()
                .map(id -> BoundFilter.compare(list, CompareOperator.EQ, id))
                .toList());
        List<Resource> groups = new ArrayList<>();
        FoundEntities<E> found = store.find(context, groupsBehind(groups, bound));
        if (found instanceof FoundEntities.Candidates<E> candidates) {
            long[] looks = {0};
            candidates.forEach(entity -> {
                looks[0]++;
                Resource group = mapping.resource(entity);
                if (bound.matches(group)) {
                    groups.add(group);
                }
            });
            budget.spendDone(Budget.Item.COMPARISONS, looks[0]);
            return groups;
        }
        QueryResult page = page(found, Wanted.everything());
        groups.addAll(page.resources());
        while (!page.resources().isEmpty()
                && groups.size() < page.totalResults().orElse(0)) {
            page = page(store.find(context, groupsBehind(groups, bound)), Wanted.everything());
            groups.addAll(page.resources());
        }
        return groups;
    }

    private static Query groupsBehind(List<Resource> known, BoundFilter filter) {
        return Query.builder(new Page.Index(known.size() + 1, BATCH))
                .filter(filter)
                .build();
    }

    @Override
    public List<AppliedDelta> memberDeleted(RequestContext context, ResourceType type, String memberId) {
        BoundPath list = members;
        return list == null
                ? List.of()
                : step(context, within -> {
                    List<AppliedDelta> left = new ArrayList<>();
                    // A deletion must not be refused because there are many groups
                    for (Resource group : groupsOf(within, list, List.of(memberId), Budget.unlimited())) {
                        // Each in a step of its own: without transactions, one that others overtook repeats no other
                        step(within, each -> left(each, group.id(), list, type, memberId))
                                .ifPresent(left::add);
                    }
                    return List.copyOf(left);
                });
    }

    private Optional<AppliedDelta> left(
            RequestContext context, String groupId, BoundPath list, ResourceType type, String memberId) {
        E entity = store.load(context, groupId).orElse(null);
        if (entity == null) {
            return Optional.empty();
        }
        Resource group = mapping.resource(entity);
        if (!(group.value(list) instanceof Values entries)) {
            return Optional.empty();
        }
        Attributes entry = entries.findByValue(memberId);
        if (entry == null || !MembershipSource.canMean(entry, type)) {
            return Optional.empty();
        }
        String version = mapping.version(entity);
        Attributes changed = list.withAttributeValue(group.attributes(), entries.minus(entry));
        if (!mapping.write(entity, changed, Wanted.nothing().and(list), now())) {
            return Optional.empty();
        }
        Resource after = saved(context, entity, version);
        return Optional.of(AppliedDelta.of(group, after, Set.of(), Set.of(memberId), Set.of()));
    }
}
