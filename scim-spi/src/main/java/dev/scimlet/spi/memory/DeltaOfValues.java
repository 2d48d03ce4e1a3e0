package dev.scimlet.spi.memory;

import dev.scimlet.core.patch.ValuesDelta;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.spi.AppliedDelta;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Applies a delta to one list of references, and keeps what came of it. */
final class DeltaOfValues {

    private final Set<String> added = new LinkedHashSet<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private final Set<String> merged = new LinkedHashSet<>();
    private final List<Object> entriesAdded = new ArrayList<>();
    private final List<Object> entriesRemoved = new ArrayList<>();
    private Values values;

    DeltaOfValues(Values values) {
        this.values = values;
    }

    void apply(ValuesDelta delta) {
        delta.removed().forEach(this::remove);
        delta.added().forEach((value, entry) -> add(delta, value, entry));
    }

    private void remove(String value) {
        Attributes known = values.findByValue(value);
        if (known != null) {
            values = values.minus(known);
            removed.add(value);
            entriesRemoved.add(known);
        }
    }

    private void add(ValuesDelta delta, String value, Attributes entry) {
        Attributes known = values.findByValue(value);
        if (known == null) {
            values = values.plus(entry);
            added.add(value);
            entriesAdded.add(entry);
            return;
        }
        Attributes more = delta.merged(value, known);
        if (!more.equals(known)) {
            values = values.replace(known, more);
            merged.add(value);
            entriesRemoved.add(known);
            entriesAdded.add(more);
        }
    }

    boolean isEmpty() {
        return entriesAdded.isEmpty() && entriesRemoved.isEmpty();
    }

    Values values() {
        return values;
    }

    /** What changed, entry by entry. */
    Values.Difference difference() {
        return new Values.Difference(List.copyOf(entriesAdded), List.copyOf(entriesRemoved));
    }

    AppliedDelta between(Resource before, Resource after) {
        return AppliedDelta.of(before, after, added, removed, merged);
    }
}
