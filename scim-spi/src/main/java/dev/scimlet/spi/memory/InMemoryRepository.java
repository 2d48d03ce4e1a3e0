package dev.scimlet.spi.memory;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.AppliedDelta;
import dev.scimlet.spi.ConflictException;
import dev.scimlet.spi.DisplayName;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.TimeOrderedIds;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.Wanted;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps resources in the memory of the process, with every ability a store can have: the reference for all others, and
 * for tests and trials.
 *
 * <p>Repositories of one service share an {@link InMemoryStore}, so that what a request writes to several of them is one
 * step. Writers of one tenant wait for each other; readers wait for nobody and see the state of one moment, from the first
 * to the last resource of a page. A change costs as many steps as the depth of a tree, whatever the number of resources
 * and of members. Filters that ask for equality with {@code id}, {@code externalId}, a unique or another indexed
 * attribute are answered without a walk over all resources.
 *
 * <p>A filtered walk by cursor leaves the total out, because counting would look at every resource for each page; all
 * other answers know it.
 */
public final class InMemoryRepository
        implements ResourceRepository,
                ResourceRepository.Locking,
                UnitOfWork.Participant,
                ValuesDeltas,
                MembershipSource,
                ReferenceSource {

    private final InMemoryStore store;
    private final int number;
    private final ResourceType type;
    private final Clock clock;
    private final Supplier<String> ids;
    private final Supplier<String> versions;
    private final Snapshot.Indexing indexing;
    private final Snapshot nothing;

    private InMemoryRepository(Builder from) {
        this.store = from.store;
        this.number = store.newNumber();
        this.type = from.type;
        this.clock = from.clock;
        this.ids = from.ids != null ? from.ids : new TimeOrderedIds(clock);
        this.versions = from.versions != null ? from.versions : countingVersions(clock);
        this.indexing = new Snapshot.Indexing(from.indexedPaths(), List.copyOf(from.memberLists));
        this.nothing = Snapshot.empty(indexing);
    }

    /** The time of the start keeps versions apart from those of an earlier process. */
    private static Supplier<String> countingVersions(Clock clock) {
        AtomicLong counter = new AtomicLong(clock.millis() << 20);
        return () -> Long.toString(counter.incrementAndGet(), Character.MAX_RADIX);
    }

    /** An empty repository, in a store of its own, that keeps unique what the schemas declare unique. */
    public static InMemoryRepository of(ResourceType type) {
        return builder(type).build();
    }

    /** Starts a repository with options, in a store of its own. */
    public static Builder builder(ResourceType type) {
        return new InMemoryStore().repository(type);
    }

    @Override
    public ResourceType type() {
        return type;
    }

    @Override
    public UnitOfWork unitOfWork() {
        return store;
    }

    @Override
    public Resource create(RequestContext context, Attributes attributes) {
        type.requireOwn(attributes);
        return write(context, before -> {
            Instant now = clock.instant();
            Resource resource = new Resource(type, ids.get(), new Meta(now, now, versions.get()), attributes);
            if (before.find(resource.id()) != null) {
                throw new IllegalStateException("the source of ids gave '" + resource.id() + "' twice");
            }
            return new Step<>(before.with(null, resource), resource);
        });
    }

    @Override
    public Optional<Resource> find(RequestContext context, String id, Wanted wanted) {
        return Optional.ofNullable(snapshot(context).find(id));
    }

    @Override
    public QueryResult query(RequestContext context, Query query) {
        query.requireOf(type);
        return snapshot(context).answer(context, query);
    }

    @Override
    public Optional<Resource> findLocked(RequestContext context, String id, Wanted wanted) {
        return write(context, state -> new Step<>(state, Optional.ofNullable(state.find(id))));
    }

    @Override
    public Resource update(RequestContext context, Resource read, Attributes changed, Wanted wanted) {
        type.requireOwn(changed);
        if (changed.equals(read.attributes())) {
            return read;
        }
        Optional<Resource> updated = write(context, before -> {
            Resource current = before.find(read.id());
            if (current == null || !current.meta().version().equals(read.meta().version())) {
                return new Step<>(before, Optional.empty());
            }
            Resource next = withNewVersion(current, changed);
            return new Step<>(before.with(current, next), Optional.of(next));
        });
        // Outside of the write, which would begin again in vain if it is a unit of its own
        return updated.orElseThrow(() -> ConflictException.overtaken(null));
    }

    @Override
    public Optional<Resource> delete(RequestContext context, String id, Wanted wanted, Precondition precondition) {
        return write(context, before -> {
            Resource current = before.find(id);
            if (current == null) {
                return new Step<>(before, Optional.empty());
            }
            precondition.check(current);
            return new Step<>(before.with(current, null), Optional.of(current));
        });
    }

    private Resource withNewVersion(Resource current, Attributes attributes) {
        Instant now = clock.instant();
        Instant latest = current.meta().lastModified();
        Meta meta = new Meta(current.meta().created(), now.isBefore(latest) ? latest : now, versions.get());
        return new Resource(type, current.id(), meta, attributes);
    }

    /** All lists of references, those in extensions too. */
    @Override
    public boolean takesDeltas(BoundPath list) {
        AttributeDefinition attribute = list.attribute();
        return attribute != null && attribute.isReferenceList() && list.filter() == null && list.subAttribute() == null;
    }

    @Override
    public Optional<AppliedDelta> applyDelta(
            RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
        type.requireOwn(delta.list());
        if (!takesDeltas(delta.list())) {
            throw new IllegalArgumentException("'" + delta.list() + "' is no list of references");
        }
        return write(context, before -> {
            Resource current = before.find(id);
            if (current == null) {
                return new Step<>(before, Optional.empty());
            }
            precondition.check(current);
            DeltaOfValues change = new DeltaOfValues(values(delta.list(), current.attributes()));
            change.apply(delta);
            if (change.isEmpty()) {
                return new Step<>(before, Optional.of(AppliedDelta.none(current)));
            }
            Resource next =
                    withNewVersion(current, delta.list().withAttributeValue(current.attributes(), change.values()));
            Snapshot after = before.withDifference(current, next, delta.list(), change.difference());
            return new Step<>(after, Optional.of(change.between(current, next)));
        });
    }

    private static Values values(BoundPath list, Attributes attributes) {
        Object value = list.attributeValue(attributes);
        return value == null ? Values.empty(list.target()) : (Values) value;
    }

    @Override
    public boolean knowsMemberships() {
        return !indexing.memberLists().isEmpty();
    }

    @Override
    public Map<String, List<Membership>> membershipsOf(
            RequestContext context, ResourceType memberType, Set<String> memberIds) {
        Snapshot snapshot = snapshot(context);
        Map<String, List<Membership>> memberships = new HashMap<>();
        for (String memberId : memberIds) {
            Map<String, Membership> byGroup = new TreeMap<>();
            for (int list = 0; list < indexing.memberLists().size(); list++) {
                for (Resource group : snapshot.referringTo(memberId, list)) {
                    if (MembershipSource.canMean(
                            member(group, indexing.memberLists().get(list), memberId), memberType)) {
                        byGroup.put(group.id(), new Membership(group.id(), DisplayName.of(group)));
                    }
                }
            }
            if (!byGroup.isEmpty()) {
                memberships.put(memberId, List.copyOf(byGroup.values()));
            }
        }
        return memberships;
    }

    @Override
    public List<AppliedDelta> memberDeleted(RequestContext context, ResourceType memberType, String memberId) {
        return write(context, before -> {
            Snapshot after = before;
            List<AppliedDelta> left = new ArrayList<>();
            for (Resource group : groupsOf(memberId, before)) {
                Attributes rest = withoutMember(group.attributes(), memberType, memberId);
                if (rest != group.attributes()) {
                    Resource next = withNewVersion(group, rest);
                    after = after.with(group, next);
                    left.add(AppliedDelta.of(group, next, Set.of(), Set.of(memberId), Set.of()));
                }
            }
            return new Step<>(after, List.copyOf(left));
        });
    }

    /** The groups that have a member with this id, of whatever type, in one of their lists. */
    private Set<Resource> groupsOf(String memberId, Snapshot snapshot) {
        Set<Resource> groups = new LinkedHashSet<>();
        for (int list = 0; list < indexing.memberLists().size(); list++) {
            groups.addAll(snapshot.referringTo(memberId, list));
        }
        return groups;
    }

    private Attributes withoutMember(Attributes group, ResourceType memberType, String memberId) {
        Attributes rest = group;
        for (BoundPath list : indexing.memberLists()) {
            Attributes entry = list.attributeValue(group) instanceof Values all ? all.findByValue(memberId) : null;
            if (entry != null && MembershipSource.canMean(entry, memberType)) {
                rest = list.withAttributeValue(rest, values(list, rest).minus(entry));
            }
        }
        return rest;
    }

    private static Attributes member(Resource group, BoundPath list, String memberId) {
        return Objects.requireNonNull(
                values(list, group.attributes()).findByValue(memberId), "the index of members is wrong");
    }

    @Override
    public Map<String, String> displayNames(RequestContext context, Set<String> ids) {
        Snapshot snapshot = snapshot(context);
        Map<String, String> names = new LinkedHashMap<>();
        for (String id : ids) {
            Resource resource = snapshot.find(id);
            if (resource != null) {
                names.put(id, DisplayName.of(resource));
            }
        }
        return names;
    }

    @Override
    public Set<String> hold(RequestContext context, Set<String> ids) {
        return write(context, state -> {
            Set<String> held = new LinkedHashSet<>(ids);
            held.removeIf(id -> state.find(id) == null);
            return new Step<>(state, Collections.unmodifiableSet(held));
        });
    }

    private Snapshot snapshot(RequestContext context) {
        return snapshot(store.state(context));
    }

    private Snapshot snapshot(TenantState state) {
        Snapshot known = state.of(number);
        return known == null ? nothing : known;
    }

    /** What a write makes: the state afterwards, and what the caller is told. */
    private record Step<T>(Snapshot after, T answer) {}

    private <T> T write(RequestContext context, Function<Snapshot, Step<T>> work) {
        return store.perform(context, any -> {
            InMemoryUnit unit = Objects.requireNonNull(store.present(context.within(any)));
            TenantState state = unit.lockedState();
            Snapshot before = snapshot(state);
            Step<T> step = work.apply(before);
            if (step.after() != before) {
                unit.write(state.with(number, step.after()));
            }
            return step.answer();
        });
    }

    /** Collects the options of a repository. */
    public static final class Builder {

        private final InMemoryStore store;
        private final ResourceType type;
        private Clock clock = Clock.systemUTC();
        private @Nullable Supplier<String> ids;
        private @Nullable Supplier<String> versions;
        private final Set<String> unique = new LinkedHashSet<>();
        private final Set<String> indexed = new LinkedHashSet<>();
        private final List<BoundPath> memberLists = new ArrayList<>();

        Builder(InMemoryStore store, ResourceType type) {
            this.store = store;
            this.type = type;
        }

        /** What time it is; by default that of the system. */
        public Builder clock(Clock value) {
            this.clock = value;
            return this;
        }

        /**
         * Where ids come from; by default {@link TimeOrderedIds}. It must never give the same one twice, and only such as
         * can stand in a path segment and do not hold {@code bulkId}. Resources are listed in the order of their ids.
         */
        public Builder ids(Supplier<String> source) {
            this.ids = source;
            return this;
        }

        /** Where versions come from ({@link Meta#version}); by default a counter. It must never give one twice. */
        public Builder versions(Supplier<String> source) {
            this.versions = source;
            return this;
        }

        /**
         * Keeps an attribute unique that the schema does not declare so, for example {@code externalId} or the {@code
         * displayName} of groups.
         */
        public Builder unique(String path) {
            unique.add(path);
            return this;
        }

        /** Answers equality with an attribute without a walk over all resources; unique ones always are. */
        public Builder indexed(String path) {
            indexed.add(path);
            return this;
        }

        /**
         * Names a list of references that {@link MembershipSource} is asked about; by default that is {@code members}, where
         * the type has it.
         *
         * @throws IllegalArgumentException if it is no list of references
         */
        public Builder memberships(String path) {
            BoundPath list = type.path(path);
            if (!list.target().isReferenceList() || list.filter() != null) {
                throw new IllegalArgumentException("'" + path + "' is no list of references");
            }
            memberLists.add(list);
            return this;
        }

        /**
         * The repository, empty.
         *
         * @throws IllegalArgumentException if a path names no attribute that can be indexed
         */
        public InMemoryRepository build() {
            AttributeDefinition members = type.definition().find("members");
            if (memberLists.isEmpty() && members != null && members.isReferenceList()) {
                memberships("members");
            }
            return new InMemoryRepository(this);
        }

        private List<IndexedPath> indexedPaths() {
            Map<BoundPath, IndexedPath> paths = new LinkedHashMap<>();
            IndexedPath.declaredUnique(type).forEach(path -> paths.put(path.path(), path));
            unique.forEach(path -> paths.put(type.path(path), new IndexedPath(type.path(path), true)));
            indexed.add("externalId");
            indexed.forEach(path -> paths.putIfAbsent(type.path(path), new IndexedPath(type.path(path), false)));
            return List.copyOf(paths.values());
        }
    }
}
