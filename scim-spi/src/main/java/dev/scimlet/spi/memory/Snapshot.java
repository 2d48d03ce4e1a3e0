package dev.scimlet.spi.memory;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import dev.scimlet.spi.ResourceSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All resources of one tenant at one moment, with their indexes. Immutable: who reads it is disturbed by no writer, and a
 * change makes another one that shares nearly everything with it.
 */
final class Snapshot {

    private final Indexing indexing;
    private final PersistentTree<Resource> resources;
    private final PersistentMap<Resource> byId;
    private final Index[] byValue;
    private final Index[] byMember;

    /**
     * What is indexed.
     *
     * @param paths attributes by whose values resources are found
     * @param memberLists lists of references whose resources are found by what they refer to
     */
    record Indexing(List<IndexedPath> paths, List<BoundPath> memberLists) {}

    private Snapshot(
            Indexing indexing,
            PersistentTree<Resource> resources,
            PersistentMap<Resource> byId,
            Index[] byValue,
            Index[] byMember) {
        this.indexing = indexing;
        this.resources = resources;
        this.byId = byId;
        this.byValue = byValue;
        this.byMember = byMember;
    }

    static Snapshot empty(Indexing indexing) {
        return new Snapshot(
                indexing,
                PersistentTree.empty(),
                PersistentMap.empty(),
                indexes(indexing.paths().size()),
                indexes(indexing.memberLists().size()));
    }

    private static Index[] indexes(int count) {
        Index[] indexes = new Index[count];
        Arrays.fill(indexes, Index.EMPTY);
        return indexes;
    }

    @Nullable
    Resource find(String id) {
        return byId.get(id);
    }

    /** The resources whose list of this number refers to the member. */
    List<Resource> referringTo(String memberId, int memberList) {
        return byMember[memberList].ids(memberId).stream().map(this::existing).toList();
    }

    private Resource existing(String id) {
        Resource resource = byId.get(id);
        if (resource == null) {
            throw new IllegalStateException("an index names a resource that is not there");
        }
        return resource;
    }

    /**
     * This state with a resource put in, changed or taken out.
     *
     * @param before the resource as it is here, or null
     * @param after the resource as it shall be, or null
     * @throws ScimException {@code uniqueness}
     */
    Snapshot with(@Nullable Resource before, @Nullable Resource after) {
        Attributes old = before == null ? null : before.attributes();
        Attributes next = after == null ? null : after.attributes();
        String id = after != null ? after.id() : before != null ? before.id() : "";
        Index[] values = reindexedValues(id, old, next);
        Index[] members = new Index[byMember.length];
        for (int i = 0; i < members.length; i++) {
            members[i] = reindexedMembers(indexing.memberLists().get(i), byMember[i], id, old, next);
        }
        return after == null
                ? new Snapshot(indexing, resources.without(id), byId.without(id), values, members)
                : new Snapshot(indexing, resources.with(id, after), byId.with(id, after), values, members);
    }

    /** As {@link #with} for a resource in which only one list of references has changed, and how is known. */
    Snapshot withDifference(Resource before, Resource after, BoundPath list, Values.Difference difference) {
        String id = after.id();
        Index[] values = reindexedValues(id, before.attributes(), after.attributes());
        Index[] members = byMember.clone();
        int number = indexing.memberLists().indexOf(list);
        if (number >= 0) {
            members[number] = reindexedMembers(members[number], id, difference);
        }
        return new Snapshot(indexing, resources.with(id, after), byId.with(id, after), values, members);
    }

    private Index[] reindexedValues(String id, @Nullable Attributes old, @Nullable Attributes next) {
        Index[] values = new Index[byValue.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = reindexed(indexing.paths().get(i), byValue[i], id, old, next);
        }
        return values;
    }

    private static Index reindexed(
            IndexedPath path, Index index, String id, @Nullable Attributes old, @Nullable Attributes next) {
        if (Objects.equals(path.source(old), path.source(next))) {
            return index;
        }
        Set<String> gone = path.keys(old);
        Set<String> wanted = path.keys(next);
        Index changed = index;
        for (String key : gone) {
            changed = wanted.contains(key) ? changed : changed.without(key, id);
        }
        for (String key : wanted) {
            changed = path.unique() ? withOnly(changed, path, key, id) : changed.with(key, id);
        }
        return changed;
    }

    private static Index withOnly(Index index, IndexedPath path, String key, String id) {
        Index changed = index.withOnly(key, id);
        if (changed == null) {
            throw ScimException.of(
                    ErrorType.UNIQUENESS, "'" + path.path() + "' must be unique, and another resource has this value");
        }
        return changed;
    }

    private static Index reindexedMembers(
            BoundPath list, Index index, String id, @Nullable Attributes old, @Nullable Attributes next) {
        Values before = values(list, old);
        Values after = values(list, next);
        return before == after ? index : reindexedMembers(index, id, before.differenceTo(after));
    }

    private static Index reindexedMembers(Index index, String id, Values.Difference difference) {
        Index changed = index;
        for (Object entry : difference.removed()) {
            String member = member(entry);
            changed = member == null ? changed : changed.without(member, id);
        }
        List<String> added = new ArrayList<>(difference.added().size());
        for (Object entry : difference.added()) {
            String member = member(entry);
            if (member != null) {
                added.add(member);
            }
        }
        return changed.withAll(added, id);
    }

    private static Values values(BoundPath list, @Nullable Attributes attributes) {
        Object value = attributes == null ? null : list.attributeValue(attributes);
        return value == null ? Values.empty(list.target()) : (Values) value;
    }

    private static @Nullable String member(Object entry) {
        Attributes reference = (Attributes) entry;
        AttributeDefinition value = reference.definition().valueSubAttribute();
        return value == null ? null : (String) reference.get(value);
    }

    QueryResult answer(RequestContext context, Query query) {
        Optional<List<Resource>> candidates = query.filter() == null ? Optional.empty() : candidates(query.filter());
        if (candidates.isPresent()) {
            return ResourceSearch.answer(context, query, candidates.get().stream());
        }
        if (query.sort() == null) {
            return new WalkById(resources, context, query).answer();
        }
        ResourceSearch search = new ResourceSearch(context, query);
        resources.ascend(resource -> {
            search.accept(resource);
            return true;
        });
        return search.result();
    }

    /** All resources that can meet the filter, if an index knows them; empty if only a walk over all would tell. */
    Optional<List<Resource>> candidates(BoundFilter filter) {
        if (filter instanceof BoundFilter.And and) {
            Optional<List<Resource>> fewest = Optional.empty();
            for (BoundFilter operand : and.operands()) {
                Optional<List<Resource>> found = candidates(operand);
                if (found.isPresent()
                        && (fewest.isEmpty()
                                || found.get().size() < fewest.get().size())) {
                    fewest = found;
                }
            }
            return fewest;
        }
        if (filter instanceof BoundFilter.Or or) {
            Set<Resource> all = new LinkedHashSet<>();
            for (BoundFilter operand : or.operands()) {
                Optional<List<Resource>> found = candidates(operand);
                if (found.isEmpty()) {
                    return Optional.empty();
                }
                all.addAll(found.get());
            }
            return Optional.of(List.copyOf(all));
        }
        return filter instanceof BoundFilter.Comparison comparison && comparison.operator() == CompareOperator.EQ
                ? equalTo(comparison)
                : Optional.empty();
    }

    private Optional<List<Resource>> equalTo(BoundFilter.Comparison comparison) {
        BoundPath path = comparison.path();
        if (path.extension() == null && path.topLevel().name().equals("id")) {
            Resource resource = byId.get((String) comparison.value());
            return Optional.of(resource == null ? List.of() : List.of(resource));
        }
        for (int i = 0; i < byValue.length; i++) {
            IndexedPath indexed = indexing.paths().get(i);
            if (indexed.path().equals(path)) {
                List<String> ids = byValue[i].ids(indexed.key(comparison.value()));
                return Optional.of(ids.stream().map(this::existing).toList());
            }
        }
        return Optional.empty();
    }
}
