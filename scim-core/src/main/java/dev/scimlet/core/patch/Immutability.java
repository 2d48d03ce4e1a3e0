package dev.scimlet.core.patch;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import org.jspecify.annotations.Nullable;

/**
 * An immutable attribute that has a value keeps it (RFC 7643 §7): who gives the same value changes nothing, who gives another one
 * or takes it away is refused.
 */
final class Immutability {

    private Immutability() {}

    /** Whether the attribute keeps the value that it has; one without value may get one. */
    static boolean holds(AttributeDefinition definition, @Nullable Object known) {
        return known != null && definition.mutability() == Mutability.IMMUTABLE;
    }

    /**
     * Refuses another value where {@link #holds}.
     *
     * @param given null if the value would be taken away
     * @throws ScimException {@code mutability}
     */
    static void requireSame(AttributeDefinition definition, Object known, @Nullable Object given, String path) {
        if (!Sameness.same(definition, known, given)) {
            throw ScimException.of(ErrorType.MUTABILITY, "'" + path + "' is immutable and has a value already");
        }
    }
}
