package dev.scimlet.core.patch;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.schema.AttributeDefinition;
import java.util.List;

/**
 * Some sub-attributes of a complex value, as a client sends them to be merged.
 *
 * @param given the sub-attributes with a value
 * @param cleared the sub-attributes given as null, to be unassigned
 */
public record Partial(Attributes given, List<AttributeDefinition> cleared) {

    /** Copies the list. */
    public Partial {
        cleared = List.copyOf(cleared);
    }

    /** Whether it says nothing. */
    boolean isEmpty() {
        return given.isEmpty() && cleared.isEmpty();
    }
}
