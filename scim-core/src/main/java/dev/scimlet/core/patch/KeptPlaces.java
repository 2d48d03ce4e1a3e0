package dev.scimlet.core.patch;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list that is given as a whole. References that are there already keep their places, and new ones come to
 * the end in the order in which they are given: so it is where they are added and removed one by one, in a table as by a
 * {@link ValuesDelta}. Other lists have the order that is given.
 */
final class KeptPlaces {

    private final Values known;
    private final IdentityHashMap<Object, Object> kept = new IdentityHashMap<>();
    private final List<Object> inOrder;

    KeptPlaces(Values known, int size) {
        this.known = known;
        this.inOrder = new ArrayList<>(size);
    }

    /** @param before the entry of the known list with the same identity */
    void add(@Nullable Object before, Object next) {
        if (before != null && known.definition().isReferenceList()) {
            kept.put(before, next);
        } else {
            inOrder.add(next);
        }
    }

    Values values() {
        if (kept.isEmpty()) {
            return Values.of(known.definition(), inOrder);
        }
        List<Object> entries = new ArrayList<>(kept.size() + inOrder.size());
        for (Object entry : known) {
            Object next = kept.get(entry);
            if (next != null) {
                entries.add(next);
            }
        }
        entries.addAll(inOrder);
        return Values.of(known.definition(), entries);
    }

    /** The same for lists from which one operation has taken what another one brought back. */
    static Attributes restored(Attributes before, Attributes after) {
        Attributes restored = after;
        for (AttributeDefinition attribute : after.definition().subAttributes()) {
            Object known = before.get(attribute);
            Object next = after.get(attribute);
            if (known == null || next == null || known == next) {
                continue;
            }
            if (attribute.isExtension()) {
                restored = restored.with(attribute, restored((Attributes) known, (Attributes) next));
            } else if (attribute.isReferenceList()) {
                restored = restored.with(attribute, restored((Values) known, (Values) next));
            }
        }
        return restored;
    }

    private static Values restored(Values known, Values next) {
        Values.Difference difference = known.differenceTo(next);
        Values restored = known;
        for (Object entry : difference.removed()) {
            restored = next.find(entry) == null ? restored.minus(entry) : restored;
        }
        for (Object entry : difference.added()) {
            restored = restored.plus(entry);
        }
        return restored;
    }
}
