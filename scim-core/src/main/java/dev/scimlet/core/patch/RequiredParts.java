package dev.scimlet.core.patch;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Mutability;
import org.jspecify.annotations.Nullable;

/**
 * What a PATCH makes must have its required parts in the end, as in a body; between its operations it may lack
 * them, for clients send them one by one. What lacked a part before is not the client's doing.
 */
final class RequiredParts {

    private RequiredParts() {}

    static void check(Attributes before, Attributes after, HiddenAttributes hidden) {
        check(before, after, hidden, "");
    }

    private static void check(@Nullable Attributes before, Attributes after, HiddenAttributes hidden, String prefix) {
        for (AttributeDefinition attribute : after.definition().subAttributes()) {
            Object old = before == null ? null : before.get(attribute);
            Object next = after.get(attribute);
            if (next == null) {
                boolean missing = (before == null || old != null) && !hidden.hides(after.definition(), attribute);
                if (missing && attribute.required() && attribute.mutability() != Mutability.READ_ONLY) {
                    throw ScimException.of(ErrorType.INVALID_VALUE, "'" + prefix + attribute.name() + "' is required");
                }
            } else if (old != next && (attribute.demandsParts() || attribute.isExtension())) {
                checkValue(attribute, old, next, hidden, prefix + attribute.name());
            }
        }
    }

    private static void checkValue(
            AttributeDefinition attribute, @Nullable Object old, Object next, HiddenAttributes hidden, String path) {
        String inside = path + (attribute.isExtension() ? ":" : ".");
        if (next instanceof Attributes complex) {
            check((Attributes) old, complex, hidden, inside);
        } else if (next instanceof Values list) {
            Values known = old == null ? Values.empty(attribute) : (Values) old;
            for (Object entry : known.differenceTo(list).added()) {
                check((Attributes) known.find(entry), (Attributes) entry, hidden, inside);
            }
        }
    }
}
