package dev.scimlet.spi.memory;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Meta;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.spi.DisplayName;
import dev.scimlet.spi.MembershipSource;
import dev.scimlet.spi.Precondition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceChange;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.TimeOrderedIds;
import dev.scimlet.spi.ValuesDeltas;
import dev.scimlet.spi.Wanted;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps resources in the memory of the process, with every ability a store can have: the reference for all others, and
 * for tests and trials.
 *
 * <p>Writers of one tenant wait for each other; readers wait for nobody and see the state of one moment, from the first
 * to the last resource of a page. A change costs as many steps as the depth of a tree, whatever the number of resources
 * and of members. Filters that ask for equality with {@code id}, {@code externalId}, a unique or another indexed
 * attribute are answered without a walk over all resources.
 *
 * <p>A filtered walk by cursor leaves the total out, because counting would look at every resource for each page; all
 * other answers know it.
 */
public final class InMemoryRepository implements ResourceRepository, ValuesDeltas, MembershipSource, ReferenceSource {

    private final ResourceType type;
    private final Clock clock;
    private final Supplier<String> ids;
    private final Supplier<String> versions;
    private final Snapshot.Indexing indexing;
    private final Snapshot nothing;
    private final ConcurrentMap<String, Tenant> tenants = new ConcurrentHashMap<>();

    private InMemoryRepository(Builder from) {
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

    /** An empty repository that keeps unique what the schemas declare unique. */
    public static InMemoryRepository of(ResourceType type) {
        return builder(type).build();
    }

    /** Starts a repository with options. */
    public static Builder builder(ResourceType type) {
        return new Builder(type);
    }

    @Override
    public ResourceType type() {
        return type;
    }

    @Override
    public Resource create(RequestContext context, Attributes attributes) {
        return tenant(context).write(before -> {
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
        return snapshot(context).answer(query);
    }

    @Override
    public Optional<Resource> update(RequestContext context, String id, Wanted wanted, ResourceChange change) {
        return tenant(context).write(before -> {
            Resource current = before.find(id);
            if (current == null) {
                return new Step<>(before, Optional.empty());
            }
            Resource next = changed(current, change.apply(current));
            return new Step<>(next == current ? before : before.with(current, next), Optional.of(next));
        });
    }

    @Override
    public boolean delete(RequestContext context, String id, Precondition precondition) {
        return tenant(context).write(before -> {
            Resource current = before.find(id);
            if (current == null) {
                return new Step<>(before, false);
            }
            precondition.check(current);
            return new Step<>(before.with(current, null), true);
        });
    }

    private Resource changed(Resource current, Attributes attributes) {
        if (attributes.equals(current.attributes())) {
            return current;
        }
        return withNewVersion(current, attributes);
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
    public Optional<Applied> applyDelta(
            RequestContext context, String id, Wanted wanted, Precondition precondition, ValuesDelta delta) {
        if (!takesDeltas(delta.list())) {
            throw new IllegalArgumentException("'" + delta.list() + "' is no list of references");
        }
        return tenant(context).write(before -> {
            Resource current = before.find(id);
            if (current == null) {
                return new Step<>(before, Optional.empty());
            }
            precondition.check(current);
            Map<String, Object> added = new LinkedHashMap<>();
            Map<String, Object> removed = new LinkedHashMap<>();
            Values values = applied(delta, values(delta.list(), current), added, removed);
            if (added.isEmpty() && removed.isEmpty()) {
                return new Step<>(before, Optional.of(new Applied(current, Set.of(), Set.of())));
            }
            Resource next = withNewVersion(current, delta.list().withAttributeValue(current.attributes(), values));
            var difference = new Values.Difference(List.copyOf(added.values()), List.copyOf(removed.values()));
            Snapshot after = before.withDifference(current, next, delta.list(), difference);
            return new Step<>(after, Optional.of(new Applied(next, added.keySet(), removed.keySet())));
        });
    }

    /** The values after a delta; the maps are told which entries it added and removed, by their values. */
    private static Values applied(
            ValuesDelta delta, Values known, Map<String, Object> added, Map<String, Object> removed) {
        Values values = known;
        for (String value : delta.removed()) {
            Attributes entry = values.findByValue(value);
            if (entry != null) {
                values = values.minus(entry);
                removed.put(value, entry);
            }
        }
        for (Map.Entry<String, Attributes> entry : delta.added().entrySet()) {
            if (values.findByValue(entry.getKey()) == null) {
                values = values.plus(entry.getValue());
                added.put(entry.getKey(), entry.getValue());
            }
        }
        return values;
    }

    private static Values values(BoundPath list, Resource resource) {
        Object value = list.attributeValue(resource.attributes());
        return value == null ? Values.empty(list.target()) : (Values) value;
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
    public void memberDeleted(RequestContext context, ResourceType memberType, String memberId) {
        tenant(context).write(before -> {
            Snapshot after = before;
            for (int number = 0; number < indexing.memberLists().size(); number++) {
                BoundPath list = indexing.memberLists().get(number);
                for (Resource group : after.referringTo(memberId, number)) {
                    Attributes member = member(group, list, memberId);
                    if (MembershipSource.canMean(member, memberType)) {
                        after = after.with(group, withoutMember(group, list, member));
                    }
                }
            }
            return new Step<>(after, true);
        });
    }

    private static Attributes member(Resource group, BoundPath list, String memberId) {
        return Objects.requireNonNull(values(list, group).findByValue(memberId), "the index of members is wrong");
    }

    private Resource withoutMember(Resource group, BoundPath list, Attributes member) {
        Values rest = values(list, group).minus(member);
        return withNewVersion(group, list.withAttributeValue(group.attributes(), rest));
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

    private Snapshot snapshot(RequestContext context) {
        Tenant tenant = tenants.get(context.tenant());
        return tenant == null ? nothing : tenant.current;
    }

    private Tenant tenant(RequestContext context) {
        return tenants.computeIfAbsent(context.tenant(), name -> new Tenant(nothing));
    }

    /** What a write makes: the state afterwards, and what the caller is told. */
    private record Step<T>(Snapshot after, T answer) {}

    private interface Work<T> {
        Step<T> on(Snapshot before);
    }

    private static final class Tenant {

        private final ReentrantLock lock = new ReentrantLock();
        private volatile Snapshot current;

        Tenant(Snapshot start) {
            this.current = start;
        }

        <T> T write(Work<T> work) {
            if (lock.isHeldByCurrentThread()) {
                throw new IllegalStateException("a change must not write to the repository that it changes");
            }
            lock.lock();
            try {
                Step<T> step = work.on(current);
                current = step.after();
                return step.answer();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Collects the options of a repository. */
    public static final class Builder {

        private final ResourceType type;
        private Clock clock = Clock.systemUTC();
        private @Nullable Supplier<String> ids;
        private @Nullable Supplier<String> versions;
        private final Set<String> unique = new LinkedHashSet<>();
        private final Set<String> indexed = new LinkedHashSet<>();
        private final List<BoundPath> memberLists = new ArrayList<>();

        private Builder(ResourceType type) {
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
         * Names a list of references, such as {@code members}, that {@link MembershipSource} is asked about.
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
