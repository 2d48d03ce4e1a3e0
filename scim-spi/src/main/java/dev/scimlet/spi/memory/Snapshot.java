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
import dev.scimlet.spi.ResourceSearch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
    private final List<Index> byValue;
    private final List<Index> byMember;

    /**
     * What is indexed.
     *
     * @param paths attributes by whose values resources are found
     * @param memberLists lists of references whose resources are found by what they refer to
     */
    record Indexing(List<IndexedPath> paths, List<BoundPath> memberLists) {}

    private Snapshot(Indexing indexing, PersistentTree<Resource> resources, List<Index> byValue, List<Index> byMember) {
        this.indexing = indexing;
        this.resources = resources;
        this.byValue = byValue;
        this.byMember = byMember;
    }

    static Snapshot empty(Indexing indexing) {
        return new Snapshot(
                indexing,
                PersistentTree.empty(),
                indexing.paths().stream().map(path -> Index.EMPTY).toList(),
                indexing.memberLists().stream().map(list -> Index.EMPTY).toList());
    }

    @Nullable
    Resource find(String id) {
        return resources.get(id);
    }

    /** The resources whose list of this number refers to the member. */
    List<Resource> referringTo(String memberId, int memberList) {
        return byMember.get(memberList).ids(memberId).stream()
                .map(this::existing)
                .toList();
    }

    private Resource existing(String id) {
        Resource resource = resources.get(id);
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
        List<Index> values = new ArrayList<>(byValue);
        for (int i = 0; i < values.size(); i++) {
            values.set(i, reindexed(indexing.paths().get(i), values.get(i), id, old, next));
        }
        List<Index> members = new ArrayList<>(byMember);
        for (int i = 0; i < members.size(); i++) {
            members.set(i, reindexedMembers(indexing.memberLists().get(i), members.get(i), id, old, next));
        }
        PersistentTree<Resource> changed = after == null ? resources.without(id) : resources.with(id, after);
        return new Snapshot(indexing, changed, List.copyOf(values), List.copyOf(members));
    }

    private static Index reindexed(
            IndexedPath path, Index index, String id, @Nullable Attributes old, @Nullable Attributes next) {
        if (path.source(old) == path.source(next)) {
            return index;
        }
        Set<String> gone = path.keys(old);
        Set<String> wanted = path.keys(next);
        Index changed = index;
        for (String key : gone) {
            changed = wanted.contains(key) ? changed : changed.without(key, id);
        }
        for (String key : wanted) {
            if (path.unique() && index.isHeldBesides(id, key)) {
                throw ScimException.of(
                        ErrorType.UNIQUENESS,
                        "'" + path.path() + "' must be unique, and another resource has this value");
            }
            changed = changed.with(key, id);
        }
        return changed;
    }

    private static Index reindexedMembers(
            BoundPath list, Index index, String id, @Nullable Attributes old, @Nullable Attributes next) {
        Values before = values(list, old);
        Values after = values(list, next);
        if (before == after) {
            return index;
        }
        Values.Difference difference = before.differenceTo(after);
        Index changed = index;
        for (Object entry : difference.removed()) {
            String member = member(entry);
            changed = member == null ? changed : changed.without(member, id);
        }
        List<String> added = new ArrayList<>();
        for (Object entry : difference.added()) {
            String member = member(entry);
            if (member != null) {
                added.add(member);
            }
        }
        return added.size() == 1 ? changed.with(added.get(0), id) : changed.withAll(added, id);
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

    QueryResult answer(Query query) {
        Optional<List<Resource>> candidates = query.filter() == null ? Optional.empty() : candidates(query.filter());
        if (candidates.isPresent()) {
            return ResourceSearch.answer(query, candidates.get().stream());
        }
        if (query.sort() == null) {
            return new WalkById(resources, query).answer();
        }
        ResourceSearch search = new ResourceSearch(query);
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
            Resource resource = resources.get((String) comparison.value());
            return Optional.of(resource == null ? List.of() : List.of(resource));
        }
        for (int i = 0; i < byValue.size(); i++) {
            IndexedPath indexed = indexing.paths().get(i);
            if (indexed.path().equals(path)) {
                List<String> ids = byValue.get(i).ids(indexed.key(comparison.value()));
                return Optional.of(ids.stream().map(this::existing).toList());
            }
        }
        return Optional.empty();
    }
}
