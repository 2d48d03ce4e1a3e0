package dev.scimlet.core.patch;

import dev.scimlet.core.Budget;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Mutability;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The body of a POST or PUT: what the client gives, and what it clears with null (RFC 7644 §3.3, §3.5.1).
 *
 * @param attributes what is given, readOnly attributes left out
 * @param cleared attributes that were given as null or as an empty list
 * @param profile what is tolerated
 * @param hidden what the client may not know of, and so does not give, clear or change
 */
public record Replacement(
        Attributes attributes, Set<AttributeDefinition> cleared, ClientProfile profile, HiddenAttributes hidden) {

    /** Copies the set. */
    public Replacement {
        cleared = Set.copyOf(cleared);
    }

    /**
     * What a new resource holds.
     *
     * @throws ScimException {@code invalidValue} if a required secret is missing
     */
    public Attributes forNew() {
        return forNew(Budget.unlimited());
    }

    /**
     * As {@link #forNew()}. Entries of lists draw from the budget.
     *
     * @throws ScimException 413 if the budget ends
     */
    public Attributes forNew(Budget budget) {
        requireSecrets(attributes, "");
        budget.spend(Budget.Item.ENTRIES_WRITTEN, attributes.entryCount());
        return attributes;
    }

    /** This with other attributes, completed by the service. */
    public Replacement withAttributes(Attributes completed) {
        return new Replacement(completed, cleared, profile, hidden);
    }

    /** This for a PUT that keeps {@code active} where it is left out. */
    public Replacement keepingActive() {
        return new Replacement(attributes, cleared, profile.with(Tolerance.KEEP_ACTIVE_ON_PUT), hidden);
    }

    /** This with every secret, a text for a writeOnly attribute, replaced: a password by its hash. */
    public Replacement mapSecrets(UnaryOperator<String> mapping) {
        return attributes.definition().holdsSecrets() ? withAttributes(Secrets.mapped(attributes, mapping)) : this;
    }

    /** How many secrets {@link #mapSecrets} replaces. */
    public int secretCount() {
        int[] count = {0};
        mapSecrets(secret -> {
            count[0]++;
            return secret;
        });
        return count[0];
    }

    /** As {@link #applyTo(Resource, Budget)}, for one who may spend what it likes. */
    public Attributes applyTo(Resource current) {
        return applyTo(current, Budget.unlimited());
    }

    /**
     * What the resource holds after a PUT. Attributes left out are unassigned, but for readOnly and immutable ones, for
     * what the client cannot have read and, where tolerated, {@code active}.
     *
     * @param budget what new and changed entries of lists draw from
     * @throws ScimException {@code mutability} if an immutable attribute would change; {@code invalidValue} if a required
     *     secret is neither given nor there; 413 if the budget ends
     */
    public Attributes applyTo(Resource current, Budget budget) {
        Attributes shown = hidden.shown(current.attributes());
        Attributes next = new Merge(budget).merged(shown, attributes, "");
        requireSecrets(next, "");
        return hidden.restored(current.attributes(), shown, next);
    }

    /** Secrets do not come with what a client has read, so a body alone cannot tell whether they are missing. */
    private void requireSecrets(Attributes attributes, String prefix) {
        for (AttributeDefinition attribute : attributes.definition().subAttributes()) {
            Object value = attributes.get(attribute);
            boolean missing = value == null && attribute.required() && attribute.mutability() == Mutability.WRITE_ONLY;
            if (missing && !hidden.hides(attributes.definition(), attribute)) {
                throw ScimException.of(ErrorType.INVALID_VALUE, "'" + prefix + attribute.name() + "' is required");
            }
            if (value != null && attribute.isComplex() && attribute.holdsSecrets()) {
                String inside = prefix + attribute.name() + (attribute.isExtension() ? ":" : ".");
                for (Object entry : value instanceof Values entries ? entries : List.of(value)) {
                    requireSecrets((Attributes) entry, inside);
                }
            }
        }
    }

    /** The merge of what is given into what is there. */
    private final class Merge {

        private final Budget budget;

        Merge(Budget budget) {
            this.budget = budget;
        }

        private Attributes merged(Attributes old, Attributes given, String prefix) {
            List<AttributeDefinition> attributes = given.definition().subAttributes();
            @Nullable Object[] next = new Object[attributes.size()];
            boolean same = true;
            for (AttributeDefinition attribute : attributes) {
                Object before = old.get(attribute);
                Object after = given.get(attribute);
                Object result = before == null ? added(after) : merged(attribute, before, after, prefix);
                next[attribute.position()] = result;
                same &= result == after;
            }
            return same ? given : Attributes.ofPositions(given.definition(), next);
        }

        private @Nullable Object added(@Nullable Object value) {
            if (value instanceof Values list) {
                drawWritten(list.size());
            } else if (value instanceof Attributes complex) {
                drawWritten(complex.entryCount());
            }
            return value;
        }

        private void drawWritten(long entries) {
            budget.spend(Budget.Item.ENTRIES_WRITTEN, entries);
        }

        private @Nullable Object merged(
                AttributeDefinition attribute, Object before, @Nullable Object after, String prefix) {
            if (attribute.mutability() == Mutability.READ_ONLY) {
                return before;
            }
            if (Immutability.holds(attribute, before)) {
                if (after != null || cleared.contains(attribute)) {
                    Immutability.requireSame(attribute, before, after, prefix + attribute.name());
                }
                return before;
            }
            if (after == null) {
                return stays(attribute) ? before : isMixed(attribute) ? readOnlyRest(attribute, before) : null;
            }
            if (after instanceof Attributes complex) {
                String inside = prefix + attribute.name() + (attribute.isExtension() ? ":" : ".");
                Attributes result = merged((Attributes) before, complex, inside);
                return result.equals(before) ? before : result;
            }
            if (after instanceof Values list && before instanceof Values known) {
                return list.definition().isComplex() ? entries(known, list, prefix) : simple(known, list);
            }
            return after;
        }

        private boolean stays(AttributeDefinition attribute) {
            if (cleared.contains(attribute)) {
                return false;
            }
            boolean active = attribute.name().equals("active")
                    && attribute.type() == AttributeType.BOOLEAN
                    && attribute == attributes.definition().find("active");
            return isUnread(attribute) || active && profile.tolerates(Tolerance.KEEP_ACTIVE_ON_PUT);
        }

        private static boolean isUnread(AttributeDefinition attribute) {
            return attribute.mutability() == Mutability.WRITE_ONLY;
        }

        /** Whether something inside an attribute may outlive that it is left out. */
        private boolean isMixed(AttributeDefinition attribute) {
            return attribute.isExtension()
                    || !attribute.multiValued() && !cleared.contains(attribute) && hasUnreadPart(attribute);
        }

        private static boolean hasUnreadPart(AttributeDefinition attribute) {
            for (AttributeDefinition part : attribute.subAttributes()) {
                if (isUnread(part)) {
                    return true;
                }
            }
            return false;
        }

        private @Nullable Object readOnlyRest(AttributeDefinition extension, Object before) {
            Attributes rest = merged((Attributes) before, Attributes.empty(extension), extension.name() + ":");
            return rest.isEmpty() ? null : rest;
        }

        private Values simple(Values known, Values given) {
            if (given.equals(known)) {
                return known;
            }
            drawWritten(given.size());
            return given;
        }

        private Values entries(Values known, Values given, String prefix) {
            AttributeDefinition list = given.definition();
            boolean fixedParts = hasFixedPart(list) || hasUnreadPart(list);
            KeptPlaces places = new KeptPlaces(known, given.size());
            boolean same = known.size() == given.size();
            for (Object entry : given) {
                Object before = known.find(entry);
                Object next = entry;
                if (before != null) {
                    next = fixedParts ? entry(list, (Attributes) before, (Attributes) entry, prefix) : entry;
                    next = next.equals(before) ? before : next;
                }
                if (next != before) {
                    same = false;
                    drawWritten(1);
                }
                places.add(before, next);
            }
            return same ? known : places.values();
        }

        private static boolean hasFixedPart(AttributeDefinition list) {
            for (AttributeDefinition part : list.subAttributes()) {
                if (part.mutability() == Mutability.IMMUTABLE || part.mutability() == Mutability.READ_ONLY) {
                    return true;
                }
            }
            return false;
        }

        private Attributes entry(AttributeDefinition list, Attributes before, Attributes given, String prefix) {
            Attributes next = given;
            for (AttributeDefinition part : list.subAttributes()) {
                Object old = before.get(part);
                boolean fixed = Immutability.holds(part, old);
                Object after = given.get(part);
                boolean stays = after == null && isUnread(part) && !cleared.contains(part);
                if (old == null || !fixed && !stays && part.mutability() != Mutability.READ_ONLY) {
                    continue;
                }
                boolean ignored = list.isReferenceList() && profile.tolerates(Tolerance.IGNORE_CHANGED_MEMBER_DETAILS);
                if (fixed && after != null && !ignored) {
                    Immutability.requireSame(part, old, after, prefix + list.name() + "." + part.name());
                }
                next = next.with(part, old);
            }
            return next;
        }
    }
}
