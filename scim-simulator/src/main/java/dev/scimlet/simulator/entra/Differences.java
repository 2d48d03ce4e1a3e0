package dev.scimlet.simulator.entra;

import dev.scimlet.simulator.client.ScimResource;
import dev.scimlet.simulator.mapping.AttributeMapping;
import dev.scimlet.simulator.mapping.ObjectMapping;
import dev.scimlet.simulator.mapping.TargetPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what has to be changed in a resource. */
final class Differences {

    private Differences() {}

    /** The changes that give {@code resource} the wanted values, in the order of the mapping table. */
    static List<AttributeChange> between(
            ObjectMapping mapping, Map<TargetPath, Object> wanted, ScimResource resource, EmptiedValues emptied) {
        List<AttributeChange> changes = new ArrayList<>();
        for (AttributeMapping row : mapping.values()) {
            if (!row.onlyDuringCreation()) {
                change(
                                row.target(),
                                Optional.ofNullable(wanted.get(row.target())),
                                actual(row.target(), resource),
                                emptied)
                        .ifPresent(changes::add);
            }
        }
        return changes;
    }

    /** The value that the resource has; empty text is none. */
    static Optional<Object> actual(TargetPath target, ScimResource resource) {
        return target.read(resource.attributes()).filter(value -> !"".equals(value));
    }

    private static Optional<AttributeChange> change(
            TargetPath target, Optional<Object> wanted, Optional<Object> actual, EmptiedValues emptied) {
        if (wanted.equals(actual)) {
            return Optional.empty();
        }
        if (wanted.isEmpty()) {
            return actual.filter(value -> emptied == EmptiedValues.REMOVED)
                    .map(value -> AttributeChange.remove(target, value));
        }
        return Optional.of(actual.map(value -> AttributeChange.replace(target, value, wanted.get()))
                .orElseGet(() -> AttributeChange.add(target, wanted.get())));
    }
}
