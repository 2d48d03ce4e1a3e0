package dev.scimlet.core.patch;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import org.jspecify.annotations.Nullable;

/** When a client gives the value that is there already: case counts as the attribute says, order in lists never. */
final class Sameness {

    private Sameness() {}

    static boolean same(AttributeDefinition definition, @Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return true;
        }
        if (a instanceof String x && b instanceof String y) {
            return definition.comparison().equal(x, y);
        }
        if (a instanceof Attributes x && b instanceof Attributes y) {
            return sameParts(x, y);
        }
        if (a instanceof Values x && b instanceof Values y) {
            return sameEntries(x, y);
        }
        return a != null && a.equals(b);
    }

    private static boolean sameParts(Attributes a, Attributes b) {
        AttributeDefinition primary = a.definition().primarySubAttribute();
        for (AttributeDefinition part : a.definition().subAttributes()) {
            Object x = a.get(part);
            Object y = b.get(part);
            boolean same = part == primary ? Boolean.TRUE.equals(x) == Boolean.TRUE.equals(y) : same(part, x, y);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameEntries(Values a, Values b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Object entry : a) {
            Object other = b.find(entry);
            if (other == null || !same(a.definition(), entry, other)) {
                return false;
            }
        }
        return true;
    }
}
