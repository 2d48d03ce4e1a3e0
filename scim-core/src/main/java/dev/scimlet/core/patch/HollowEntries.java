package dev.scimlet.core.patch;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Entries that a PATCH has left with nothing but {@code type} and {@code primary}: they are none. They go in the
 * end, for between operations clients empty an entry and fill it again. What was hollow before is not the client's doing.
 */
final class HollowEntries {

    private HollowEntries() {}

    /** What is left of {@code entry} without its {@code value}: what described that goes with it. */
    static Attributes emptied(Attributes entry) {
        Attributes left = entry;
        for (AttributeDefinition part : entry.definition().subAttributes()) {
            boolean stays = part == entry.definition().typeSubAttribute()
                    || part == entry.definition().primarySubAttribute();
            left = stays ? left : left.with(part, null);
        }
        return left;
    }

    static Attributes removed(Attributes before, Attributes after) {
        Attributes cleaned = after;
        for (AttributeDefinition attribute : after.definition().subAttributes()) {
            Object old = before.get(attribute);
            Object next = after.get(attribute);
            if (old == next || next == null) {
                continue;
            }
            if (attribute.isExtension()) {
                Attributes known = old == null ? Attributes.empty(attribute) : (Attributes) old;
                cleaned = cleaned.with(attribute, removed(known, (Attributes) next));
            } else if (next instanceof Values list && attribute.isComplex() && !attribute.isReferenceList()) {
                cleaned = cleaned.with(attribute, removed(old == null ? Values.empty(attribute) : (Values) old, list));
            }
        }
        return cleaned;
    }

    private static Values removed(Values before, Values after) {
        Values rest = after;
        boolean primaryGone = false;
        for (Object entry : before.differenceTo(after).added()) {
            Attributes changed = (Attributes) entry;
            if (!changed.hasContent()) {
                rest = rest.minus(changed);
                primaryGone |= isPrimary(changed);
            }
        }
        return primaryGone ? withPrimaryOf(before, rest) : rest;
    }

    /** Whoever gave way to an entry that is none is primary again. */
    private static Values withPrimaryOf(Values before, Values rest) {
        AttributeDefinition primary = before.definition().primarySubAttribute();
        Attributes old = primaryOf(before);
        if (primary == null || old == null || primaryOf(rest) != null) {
            return rest;
        }
        return rest.find(old) instanceof Attributes kept ? rest.replace(kept, kept.with(primary, true)) : rest;
    }

    private static @Nullable Attributes primaryOf(Values entries) {
        for (Object entry : entries) {
            if (isPrimary((Attributes) entry)) {
                return (Attributes) entry;
            }
        }
        return null;
    }

    private static boolean isPrimary(Attributes entry) {
        AttributeDefinition primary = entry.definition().primarySubAttribute();
        return primary != null && Boolean.TRUE.equals(entry.get(primary));
    }
}
