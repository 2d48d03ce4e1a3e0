package dev.scimlet.spi.memory;

import dev.scimlet.core.Budget;
import dev.scimlet.core.query.Page;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.spi.KeysetPosition;
import dev.scimlet.spi.Query;
import dev.scimlet.spi.QueryResult;
import dev.scimlet.spi.RequestContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Pages of resources in the order of their ids, which is the order in which they are kept: nothing is sorted. */
final class WalkById {

    private final PersistentTree<Resource> resources;
    private final @Nullable BoundFilter filter;
    private final Page page;
    private final Budget budget;

    WalkById(PersistentTree<Resource> resources, RequestContext context, Query query) {
        this.budget = context.budget();
        this.resources = resources;
        this.filter = query.filter();
        this.page = query.page();
    }

    QueryResult answer() {
        if (page instanceof Page.Index index) {
            return filter == null ? slice(index) : filteredSlice(filter, index.startIndex() - 1, index.count());
        }
        Page.Cursor cursor = (Page.Cursor) page;
        if (cursor.count() == 0) {
            return filter == null ? QueryResult.of(List.of(), resources.size()) : filteredSlice(filter, 0, 0);
        }
        return cursor.position() == null ? first() : beside(KeysetPosition.parse(cursor.position()));
    }

    private QueryResult slice(Page.Index index) {
        int start = index.startIndex() - 1;
        List<Resource> found = new ArrayList<>();
        if (start < resources.size() && index.count() > 0) {
            resources.ascend(resources.keyAt(start), true, upTo(index.count(), found));
        }
        return QueryResult.of(found, resources.size());
    }

    private QueryResult filteredSlice(BoundFilter condition, int start, int count) {
        List<Resource> found = new ArrayList<>();
        long[] matches = {0};
        resources.ascend(resource -> {
            if (condition.matches(resource, budget)) {
                if (matches[0] >= start && found.size() < count) {
                    found.add(resource);
                }
                matches[0]++;
            }
            return true;
        });
        return QueryResult.of(found, matches[0]);
    }

    private QueryResult first() {
        List<Resource> found = new ArrayList<>();
        resources.ascend(upTo(page.count() + 1L, found));
        boolean more = found.size() > page.count();
        return result(more ? found.subList(0, page.count()) : found, false, more, null);
    }

    private QueryResult beside(KeysetPosition position) {
        List<Resource> found = new ArrayList<>();
        Predicate<Resource> collect = upTo(page.count() + 1L, found);
        if (position.forward()) {
            resources.ascend(position.id(), position.inclusive(), collect);
        } else {
            resources.descend(position.id(), position.inclusive(), collect);
        }
        boolean more = found.size() > page.count();
        List<Resource> shown = new ArrayList<>(more ? found.subList(0, page.count()) : found);
        if (!position.forward()) {
            Collections.reverse(shown);
        }
        boolean beyond = isAny(position.complement());
        return position.forward() ? result(shown, beyond, more, position) : result(shown, more, beyond, position);
    }

    private boolean isAny(KeysetPosition position) {
        Predicate<Resource> none = resource -> !matches(resource);
        return !(position.forward()
                ? resources.ascend(position.id(), position.inclusive(), none)
                : resources.descend(position.id(), position.inclusive(), none));
    }

    private QueryResult result(
            List<Resource> shown, boolean preceding, boolean following, @Nullable KeysetPosition position) {
        String otherSide = position == null ? null : position.complement().text();
        String next = shown.isEmpty()
                ? otherSide
                : KeysetPosition.after(null, shown.get(shown.size() - 1).id()).text();
        String previous = shown.isEmpty()
                ? otherSide
                : KeysetPosition.before(null, shown.get(0).id()).text();
        OptionalLong total = filter == null ? OptionalLong.of(resources.size()) : OptionalLong.empty();
        return QueryResult.builder(shown)
                .totalResults(total)
                .next(following ? next : null)
                .previous(preceding ? previous : null)
                .build();
    }

    /** Collects matches until there are enough. */
    private Predicate<Resource> upTo(long enough, List<Resource> found) {
        return resource -> {
            if (matches(resource)) {
                found.add(resource);
            }
            return found.size() < enough;
        };
    }

    private boolean matches(Resource resource) {
        return filter == null || filter.matches(resource, budget);
    }
}
