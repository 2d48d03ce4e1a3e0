package dev.scimlet.core.patch;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a POST or PUT: what the client gives, and what it clears with null (RFC 7644 §3.3, §3.5.1).
 *
 * @param attributes what is given, readOnly attributes left out
 * @param cleared attributes that were given as null or as an empty list
 * @param profile what is tolerated
 */
public record Replacement(Attributes attributes, Set<AttributeDefinition> cleared, ClientProfile profile) {

    /** Copies the set. */
    public Replacement {
        cleared = Set.copyOf(cleared);
    }

    /**
     * What the resource holds after a PUT. Attributes left out are unassigned, but for readOnly and immutable ones, for
     * secrets and, where tolerated, {@code active}.
     *
     * @throws ScimException {@code mutability} if an immutable attribute would change
     */
    public Attributes applyTo(Resource current) {
        return merged(current.attributes(), attributes, "");
    }

    private Attributes merged(Attributes old, Attributes given, String prefix) {
        Attributes next = given;
        for (AttributeDefinition attribute : given.definition().subAttributes()) {
            Object before = old.get(attribute);
            if (before == null) {
                continue;
            }
            Object after = given.get(attribute);
            Object result = merged(attribute, before, after, prefix + attribute.name());
            if (result != after) {
                next = next.with(attribute, result);
            }
        }
        return next;
    }

    private @Nullable Object merged(AttributeDefinition attribute, Object before, @Nullable Object after, String path) {
        if (attribute.mutability() == Mutability.READ_ONLY) {
            return before;
        }
        if (attribute.mutability() == Mutability.IMMUTABLE) {
            boolean cleared = after == null && this.cleared.contains(attribute);
            if (cleared || after != null && !same(attribute, before, after)) {
                throw ScimException.of(
                        ErrorType.MUTABILITY, "'" + path + "' is immutable and has another value already");
            }
            return before;
        }
        if (after == null) {
            return stays(attribute) ? before : isMixed(attribute) ? readOnlyRest(attribute, before) : null;
        }
        if (after instanceof Attributes complex) {
            Attributes result = merged((Attributes) before, complex, path + (attribute.isExtension() ? ":" : "."));
            return result.equals(before) ? before : result;
        }
        if (after instanceof Values list && before instanceof Values known) {
            return list.definition().isComplex() ? entries(known, list, path) : list.equals(known) ? known : list;
        }
        return after;
    }

    private boolean stays(AttributeDefinition attribute) {
        if (cleared.contains(attribute)) {
            return false;
        }
        boolean active = attribute.name().equals("active") && attribute.type() == AttributeType.BOOLEAN;
        return attribute.mutability() == Mutability.WRITE_ONLY
                || active && profile.tolerates(Tolerance.KEEP_ACTIVE_ON_PUT);
    }

    /** Whether something inside an attribute may outlive that it is left out. */
    private static boolean isMixed(AttributeDefinition attribute) {
        return attribute.isExtension();
    }

    private @Nullable Object readOnlyRest(AttributeDefinition extension, Object before) {
        Attributes rest = merged((Attributes) before, Attributes.empty(extension), extension.name() + ":");
        return rest.isEmpty() ? null : rest;
    }

    private Values entries(Values known, Values given, String path) {
        AttributeDefinition list = given.definition();
        boolean fixedParts = list.subAttributes().stream()
                .anyMatch(
                        part -> part.mutability() == Mutability.IMMUTABLE || part.mutability() == Mutability.READ_ONLY);
        List<Object> entries = new ArrayList<>(given.size());
        boolean same = known.size() == given.size();
        for (Object entry : given) {
            Object before = known.find(entry);
            Object next = entry;
            if (before != null) {
                next = fixedParts ? entry(list, (Attributes) before, (Attributes) entry, path) : entry;
                next = next.equals(before) ? before : next;
            }
            same &= next == before;
            entries.add(next);
        }
        return same ? known : Values.of(list, entries);
    }

    private Attributes entry(AttributeDefinition list, Attributes before, Attributes given, String path) {
        Attributes next = given;
        for (AttributeDefinition part : list.subAttributes()) {
            Object old = before.get(part);
            boolean fixed = part.mutability() == Mutability.IMMUTABLE;
            if (old == null || !fixed && part.mutability() != Mutability.READ_ONLY) {
                continue;
            }
            Object after = given.get(part);
            boolean ignored = list.isReferenceList() && profile.tolerates(Tolerance.IGNORE_CHANGED_MEMBER_DETAILS);
            if (fixed && after != null && !ignored && !same(part, old, after)) {
                throw ScimException.of(
                        ErrorType.MUTABILITY,
                        "'" + path + "." + part.name() + "' is immutable and has another value already");
            }
            next = next.with(part, old);
        }
        return next;
    }

    private static boolean same(AttributeDefinition definition, Object a, Object b) {
        return a instanceof String x && b instanceof String y
                ? definition.comparison().equal(x, y)
                : a.equals(b);
    }
}
