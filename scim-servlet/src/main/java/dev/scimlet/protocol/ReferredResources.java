package dev.scimlet.protocol;

import dev.scimlet.core.Budget;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.ReferenceSource;
import dev.scimlet.spi.ResourceRepository;
import dev.scimlet.spi.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The resources that ids mean, as far as the client may know of them. */
final class ReferredResources {

    /** Resources looked up at once. */
    private static final int CHUNK = 200;

    /**
     * Comparisons that looking for one id of a write is taken for, where a policy hides resources: a request names 100,000
     * at most.
     */
    private static final long COMPARISONS_TO_FIND = 20;

    private ReferredResources() {}

    /**
     * What the repositories know of an id.
     *
     * @param type the name of its type
     * @param display its display name, or empty
     */
    record Known(String type, String display) {}

    /** Asks for ids; those that are found and that the client may know of leave the set. */
    static Map<String, Known> known(Exchange exchange, ReferringAttribute holder, Set<String> open) {
        Map<String, Known> known = new HashMap<>();
        for (ResourceRepository repository : holder.targets()) {
            if (open.isEmpty()) {
                break;
            }
            Map<String, String> names = ((ReferenceSource) repository).displayNames(exchange.context(), open);
            Set<String> visible = visibleWithinBudget(exchange, repository, names.keySet());
            visible.forEach(id -> known.put(id, new Known(repository.type().name(), names.getOrDefault(id, ""))));
            open.removeAll(visible);
        }
        return known;
    }

    /**
     * As {@link #visible}, of ids that a client names. What is shown to it draws nothing: it may be the answer to what is
     * stored already.
     */
    static Set<String> visibleWithinBudget(Exchange exchange, ResourceRepository repository, Set<String> ids) {
        if (exchange.view().of(repository.type()).visible() != null) {
            exchange.budget().spend(Budget.Item.COMPARISONS, COMPARISONS_TO_FIND * ids.size());
        }
        return visible(exchange, repository, ids);
    }

    /** Those of the ids that belong to resources that the client may know of. */
    static Set<String> visible(Exchange exchange, ResourceRepository repository, Set<String> ids) {
        ClientView.OfType view = exchange.view().of(repository.type());
        if (view.visible() == null || ids.isEmpty()) {
            return ids;
        }
        Set<String> visible = new HashSet<>();
        List<String> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<BoundFilter> some = new ArrayList<>();
            for (String id : all.subList(from, Math.min(from + CHUNK, all.size()))) {
                some.add(BoundFilter.compare(repository.type().path("id"), CompareOperator.EQ, id));
            }
            Page page = new Page.Index(1, CHUNK);
            Query query = Query.builder(page)
                    .filter(BoundFilter.or(some))
                    .wanted(Wanted.nothing())
                    .build();
            view.query(repository, exchange.context(), query)
                    .resources()
                    .forEach(resource -> visible.add(resource.id()));
        }
        return visible;
    }
}
