package dev.scimlet.spi.mapping;

import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.filter.CompareValue;
import dev.scimlet.filter.Filter;
import dev.scimlet.spi.DisplayName;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.PartialRepository;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceChange;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.ResourceSearch;
import dev.scimlet.spi.TimeOrderedIds;
import dev.scimlet.spi.Wanted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A repository of a host's own entities: a {@link ResourceMapping} says what they mean, an {@link EntityStore} keeps
 * them.
 *
 * <p>A change loads, changes and saves with the version that was loaded; if somebody else was faster it starts again
 * from the fresh state.
 *
 * @param <E> the entity
 */
public final class EntityRepository<E>
        implements ResourceRepository, MembershipSource, ReferenceSource, PartialRepository {

    /** How often a change starts again: about the number of writers of one entity that are served at once. */
    private static final int ATTEMPTS = 100;

    /** Groups that are looked at with one query, and ids in one filter: bounds the size of both. */
    private static final int BATCH = 100;

    private final ResourceMapping<E> mapping;
    private final EntityStore<E> store;
    private final Clock clock;
    private final Supplier<String> ids;
    private final @Nullable BoundPath members;

    /** A repository with the clock of the system. */
    public EntityRepository(ResourceMapping<E> mapping, EntityStore<E> store) {
        this(mapping, store, Clock.systemUTC());
    }

    /** A repository that takes times from the given clock. */
    public EntityRepository(ResourceMapping<E> mapping, EntityStore<E> store, Clock clock) {
        this.mapping = mapping;
        this.store = store;
        this.clock = clock;
        this.ids = new TimeOrderedIds(clock);
        AttributeDefinition list = mapping.type().definition().find("members");
        this.members = list != null && list.isReferenceList() ? mapping.type().path("members") : null;
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
    public Resource create(RequestContext context, Attributes attributes) {
        return mapping.resource(store.insert(context, mapping.create(attributes, ids.get(), now())));
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
        Found<E> found = store.find(context, query);
        if (found instanceof Found.Page<E> page) {
            List<Resource> resources =
                    page.entities().stream().map(mapping::resource).toList();
            return new QueryResult(resources, page.totalResults(), page.next(), page.previous());
        }
        Found.Candidates<E> candidates = (Found.Candidates<E>) found;
        return ResourceSearch.answer(query, candidates.entities().map(mapping::resource));
    }

    @Override
    public Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            E entity = store.load(context, id).orElse(null);
            if (entity == null) {
                return Optional.empty();
            }
            Resource current = mapping.resource(entity);
            String version = mapping.version(entity);
            if (!mapping.write(entity, change.apply(current), wanted, now())) {
                return Optional.of(current);
            }
            Optional<E> saved = store.save(context, entity, version);
            if (saved.isPresent()) {
                return saved.map(mapping::resource);
            }
        }
        throw busy();
    }

    private static ScimException busy() {
        return ScimException.unavailable(
                "others change the same resource again and again", Duration.ofSeconds(1), null);
    }

    @Override
    public boolean delete(RequestContext context, String id, Precondition precondition) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            E entity = store.load(context, id).orElse(null);
            if (entity == null) {
                return false;
            }
            precondition.check(mapping.resource(entity));
            if (store.delete(context, id, mapping.version(entity))) {
                return true;
            }
        }
        throw busy();
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
    public Map<String, List<Membership>> membershipsOf(
            RequestContext context, ResourceType type, Set<String> memberIds) {
        Map<String, List<Membership>> memberships = new HashMap<>();
        List<String> all = List.copyOf(memberIds);
        for (int from = 0; members != null && from < all.size(); from += BATCH) {
            List<String> some = all.subList(from, Math.min(from + BATCH, all.size()));
            for (Resource group : groupsOf(context, some)) {
                Values entries = (Values) Objects.requireNonNull(group.value(members));
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

    /** All groups that have one of the members. */
    private List<Resource> groupsOf(RequestContext context, List<String> memberIds) {
        List<Filter> conditions = new ArrayList<>();
        for (String id : memberIds) {
            conditions.add(new Filter.Comparison(
                    dev.scimlet.filter.AttributePath.parse("members.value"),
                    CompareOperator.EQ,
                    new CompareValue.Text(id)));
        }
        Filter filter = conditions.size() == 1 ? conditions.get(0) : new Filter.Or(conditions);
        var bound = new PathBinder(mapping.type().definition(), ClientProfile.STRICT).filterOfSeveralTypes(filter);
        List<Resource> groups = new ArrayList<>();
        QueryResult page;
        do {
            Page next = new Page.Index(groups.size() + 1, BATCH);
            page = query(context, new Query(bound, null, next, Wanted.everything()));
            groups.addAll(page.resources());
        } while (!page.resources().isEmpty()
                && groups.size() < page.totalResults().orElse(0));
        return groups;
    }

    @Override
    public void memberDeleted(RequestContext context, ResourceType type, String memberId) {
        BoundPath list = members;
        if (list == null) {
            return;
        }
        for (Resource group : groupsOf(context, List.of(memberId))) {
            update(context, group.id(), Wanted.everything(), current -> without(current, list, type, memberId));
        }
    }

    private static Attributes without(Resource group, BoundPath list, ResourceType type, String memberId) {
        if (group.value(list) instanceof Values entries) {
            Attributes entry = entries.findByValue(memberId);
            if (entry != null && MembershipSource.canMean(entry, type)) {
                return list.withAttributeValue(group.attributes(), entries.minus(entry));
            }
        }
        return group.attributes();
    }
}
