package dev.scimlet.protocol;

import dev.scimlet.core.Budget;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.resource.Values;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.UnitOfWork;
import dev.scimlet.spi.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A resource that is about to be deleted: what refers to it lets it go. */
final class ReferenceRelease {

    private static final Logger LOG = LoggerFactory.getLogger(ScimService.class);

    /** Referring resources looked up at once, so that those of a much referred one are never all in an answer. */
    private static final int CHUNK = 200;

    private static final Page.Index FIRST = new Page.Index(1, CHUNK);

    private final ReferringAttributes referring;
    private final UserGroups groups;
    private final boolean integrity;
    private final UnitOfWork units;

    /** Attributes by which some store has refused to search; of each, that is logged once. */
    private final Set<ReferringAttribute> unsearchable = ConcurrentHashMap.newKeySet();

    ReferenceRelease(ReferringAttributes referring, UserGroups groups, boolean integrity, UnitOfWork units) {
        this.referring = referring;
        this.groups = groups;
        this.integrity = integrity;
        this.units = units;
    }

    /**
     * A resource that is about to be deleted leaves all groups; with integrity on, nothing else refers to it any longer either
     * . Each resource that changes by it is told of.
     */
    void of(Exchange inside, ResourceType type, String id, Changes changes) {
        if (integrity) {
            clear(inside, type, id, changes);
        }
        groups.leave(inside, type, id, changes);
    }

    /** A resource that refers to another one in some holder. */
    private record Referring(ResourceRepository repository, ReferringAttribute holder, String id) {}

    private void clear(Exchange inside, ResourceType type, String id, Changes changes) {
        List<Referring> all = new ArrayList<>();
        for (ResourceRepository repository : referring.repositories()) {
            for (ReferringAttribute holder : referring.of(repository.type())) {
                boolean leaves = groups.keepsMembers(repository, holder);
                if (holder.mayReferTo(type) && !leaves) {
                    for (String found : referring(inside, repository, holder, id)) {
                        boolean itself = repository.type() == type && found.equals(id);
                        if (!itself) {
                            all.add(new Referring(repository, holder, found));
                        }
                    }
                }
            }
        }
        // Drawn as a whole when it is known: who leaves must not stay because more refer to her than a request may
        // write
        inside.budget().spendDone(Budget.Item.ENTRIES_WRITTEN, all.size());
        for (Referring one : all) {
            // Without transactions, one that others overtook is begun again by itself, not the whole
            units.perform(inside.context(), same -> {
                clear(inside, one, id, changes);
                return true;
            });
        }
    }

    private static void clear(Exchange inside, Referring referring, String id, Changes changes) {
        ReferringAttribute holder = referring.holder();
        ResourceRepository repository = referring.repository();
        Wanted wanted = Wanted.nothing().and(holder.path());
        Resource read = Locked.find(repository, inside.context(), referring.id(), wanted)
                .orElse(null);
        Attributes next = read == null ? null : cleared(read, holder, id);
        if (read != null && next != null && next != read.attributes()) {
            Resource after = repository.update(inside.context(), read, next, wanted);
            changes.changed(
                    inside.context(), read, after, Set.of(), holder.attribute().multiValued() ? Set.of(id) : Set.of());
        }
    }

    /** The ids of those who refer to the resource; where the store cannot search for them, all are looked at: nobody stays because of that. */
    private List<String> referring(
            Exchange exchange, ResourceRepository repository, ReferringAttribute holder, String id) {
        BoundFilter filter = BoundFilter.compare(holder.path().part(holder.value()), CompareOperator.EQ, id);
        try {
            return found(
                    exchange, repository, Query.builder(FIRST).filter(filter).wanted(Wanted.nothing()), each -> true);
        } catch (ScimException refused) {
            if (refused.type().filter(ErrorType.INVALID_FILTER::equals).isEmpty()) {
                throw refused;
            }
            if (unsearchable.add(holder)) {
                LOG.warn(
                        "each deletion reads every {}, as its store cannot search by '{}' ({}): give that a column of its own",
                        repository.type().name(),
                        holder.path().text(),
                        refused.detail());
            }
            return found(
                    exchange,
                    repository,
                    Query.builder(FIRST).wanted(Wanted.nothing().and(holder.path())),
                    each -> cleared(each, holder, id) != each.attributes());
        }
    }

    /** The ids of those of a query that meet a condition, read in pages. */
    private static List<String> found(
            Exchange exchange, ResourceRepository repository, Query.Builder query, Predicate<Resource> condition) {
        List<String> found = new ArrayList<>();
        List<Resource> chunk;
        int start = 1;
        do {
            chunk = repository
                    .query(
                            exchange.context(),
                            query.page(new Page.Index(start, CHUNK)).build())
                    .resources();
            chunk.stream().filter(condition).forEach(resource -> found.add(resource.id()));
            start += CHUNK;
        } while (chunk.size() == CHUNK);
        return found;
    }

    private static Attributes cleared(Resource current, ReferringAttribute holder, String id) {
        Object value = holder.path().attributeValue(current.attributes());
        Object rest = value;
        if (value instanceof Values list) {
            Attributes entry = list.findByValue(id);
            rest = entry == null ? list : list.minus(entry);
        } else if (value instanceof Attributes single && id.equals(single.get(holder.value()))) {
            rest = null;
        }
        return rest == value ? current.attributes() : holder.path().withAttributeValue(current.attributes(), rest);
    }
}
