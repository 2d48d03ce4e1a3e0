package dev.scimlet.spi.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which resources hold a text: an immutable map from texts to ids. Most texts belong to one resource and cost one entry;
 * only those of several have a tree of their own.
 */
final class Index {

    static final Index EMPTY = new Index(PersistentMap.empty(), PersistentMap.empty());

    private final PersistentMap<String> firstIds;
    private final PersistentMap<PersistentTree<String>> furtherIds;

    private Index(PersistentMap<String> firstIds, PersistentMap<PersistentTree<String>> furtherIds) {
        this.firstIds = firstIds;
        this.furtherIds = furtherIds;
    }

    /** The ids of all resources that hold the text. */
    List<String> ids(String text) {
        String first = firstIds.get(text);
        if (first == null) {
            return List.of();
        }
        PersistentTree<String> further = furtherIds.get(text);
        if (further == null) {
            return List.of(first);
        }
        List<String> ids = new ArrayList<>(further.size() + 1);
        ids.add(first);
        further.ascend(ids::add);
        return ids;
    }

    /** As {@link #with}, or null if another resource than the one with this id holds the text. */
    @Nullable
    Index withOnly(String text, String id) {
        String first = firstIds.get(text);
        if (first == null) {
            return new Index(firstIds.with(text, id), furtherIds);
        }
        return first.equals(id) && furtherIds.get(text) == null ? this : null;
    }

    Index with(String text, String id) {
        String first = firstIds.get(text);
        if (first == null) {
            return new Index(firstIds.with(text, id), furtherIds);
        }
        if (first.equals(id)) {
            return this;
        }
        PersistentTree<String> further = furtherIds.get(text);
        PersistentTree<String> known = further == null ? PersistentTree.empty() : further;
        return new Index(firstIds, furtherIds.with(text, known.with(id, id)));
    }

    /** One resource that holds many texts. */
    Index withAll(List<String> texts, String id) {
        List<String> free = new ArrayList<>(texts.size());
        Index changed = this;
        for (String text : texts) {
            if (firstIds.get(text) == null) {
                free.add(text);
            } else {
                changed = changed.with(text, id);
            }
        }
        return new Index(firstIds.withAll(free, id), changed.furtherIds);
    }

    Index without(String text, String id) {
        String first = firstIds.get(text);
        PersistentTree<String> further = furtherIds.get(text);
        if (further == null) {
            return id.equals(first) ? new Index(firstIds.without(text), furtherIds) : this;
        }
        if (!id.equals(first)) {
            return new Index(firstIds, withFurther(text, further.without(id)));
        }
        String promoted = further.keyAt(0);
        return new Index(firstIds.with(text, promoted), withFurther(text, further.without(promoted)));
    }

    private PersistentMap<PersistentTree<String>> withFurther(String text, PersistentTree<String> ids) {
        return ids.size() == 0 ? furtherIds.without(text) : furtherIds.with(text, ids);
    }
}
