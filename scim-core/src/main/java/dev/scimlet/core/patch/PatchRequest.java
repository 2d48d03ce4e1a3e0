package dev.scimlet.core.patch;

import dev.scimlet.core.Budget;
import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.profile.ClientProfile;
import dev.scimlet.core.profile.Tolerance;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.Resource;
import dev.scimlet.core.resource.Values;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.filter.CompareOperator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one PATCH request, in their order (RFC 7644 §3.5.2). Immutable; it can be applied again, to a fresh
 * state.
 *
 * @param operations bound to one resource type; none if all that the client wrote says nothing, as {@code value: {}}
 * @param profile what is tolerated
 * @param hidden what the client may not know of, and so does not change
 */
public record PatchRequest(List<PatchOperation> operations, ClientProfile profile, HiddenAttributes hidden) {

    /** Copies the list. */
    public PatchRequest {
        operations = List.copyOf(operations);
    }

    /**
     * What the resource holds after all operations. All or nothing: each operation sees the result of the one before, and
     * the first that fails makes the whole request fail.
     *
     * @throws ScimException {@code noTarget}, {@code mutability} or {@code invalidValue}, naming the path
     */
    public Attributes applyTo(Resource current) {
        return applyTo(current, Budget.unlimited());
    }

    /**
     * As {@link #applyTo(Resource)}. Looking at entries of lists and writing them draws from the budget.
     *
     * @throws ScimException 413 if the budget ends
     */
    public Attributes applyTo(Resource current, Budget budget) {
        Attributes shown = hidden.shown(current.attributes());
        Attributes next =
                new PatchApplication(current.withAttributes(shown), profile, hidden, budget).apply(operations);
        return hidden.restored(current.attributes(), shown, next);
    }

    /** The paths that the operations look at or write. */
    public Set<BoundPath> paths() {
        Set<BoundPath> paths = new LinkedHashSet<>();
        for (PatchOperation operation : operations) {
            paths.add(operation.path());
            if (operation instanceof PatchOperation.RemoveExtensions remove) {
                paths.addAll(remove.extensions());
            }
        }
        return paths;
    }

    /** The paths that the client gives a value and that are returned only on request, down to sub-attributes. */
    public List<BoundPath> writtenOnRequest() {
        List<BoundPath> written = new ArrayList<>(0);
        for (PatchOperation operation : operations) {
            if (operation instanceof PatchOperation.Add add) {
                collectWritten(add.path(), add.value(), written);
            } else if (operation instanceof PatchOperation.Replace replace) {
                collectWritten(replace.path(), replace.value(), written);
            }
        }
        return written;
    }

    private static void collectWritten(BoundPath path, @Nullable Object value, List<BoundPath> written) {
        AttributeDefinition attribute = path.attribute();
        AttributeDefinition subAttribute = path.subAttribute();
        if (attribute != null && attribute.returned() == Returned.REQUEST
                || subAttribute != null && subAttribute.returned() == Returned.REQUEST) {
            written.add(path);
        }
        if (attribute != null && subAttribute == null) {
            for (AttributeDefinition part : attribute.subAttributes()) {
                if (part.returned() == Returned.REQUEST && gives(value, part)) {
                    written.add(path.part(part));
                }
            }
        }
    }

    private static boolean gives(@Nullable Object value, AttributeDefinition part) {
        if (value instanceof Values entries) {
            return entries.stream().anyMatch(entry -> ((Attributes) entry).get(part) != null);
        }
        return value instanceof Partial partial && partial.given().get(part) != null;
    }

    /**
     * This request with every entry of a list of references, and every single reference, replaced, for instance by one with
     * type and display name. What is merged into entries that a filter selects stays as given.
     */
    public PatchRequest mapReferences(UnaryOperator<Attributes> mapping) {
        return mapValues((path, value) -> mapEntries(value, mapping));
    }

    /**
     * This request with every secret, a text for a writeOnly attribute, replaced: a password by its hash. A secret that a
     * later operation replaces leaves no trace, so it is taken out before and costs nothing.
     */
    public PatchRequest mapSecrets(UnaryOperator<String> mapping) {
        boolean some = false;
        for (PatchOperation operation : operations) {
            some |= operation.path().target().holdsSecrets();
        }
        return some
                ? new PatchRequest(LastingSecrets.of(operations), profile, hidden)
                        .mapValues((path, value) -> Secrets.mapped(path.target(), value, mapping))
                : this;
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

    /** What becomes of a value that is written at a path. */
    private interface ValueMapping {
        @Nullable
        Object mapped(BoundPath path, @Nullable Object value);
    }

    private PatchRequest mapValues(ValueMapping mapping) {
        List<PatchOperation> mapped = new ArrayList<>(operations.size());
        boolean same = true;
        for (PatchOperation operation : operations) {
            PatchOperation next = mapValue(operation, mapping);
            same &= next == operation;
            mapped.add(next);
        }
        return same ? this : new PatchRequest(mapped, profile, hidden);
    }

    private static PatchOperation mapValue(PatchOperation operation, ValueMapping mapping) {
        if (operation instanceof PatchOperation.Add add) {
            Object mapped = mapping.mapped(add.path(), add.value());
            return mapped == add.value() ? add : new PatchOperation.Add(add.path(), mapped);
        }
        if (operation instanceof PatchOperation.Replace replace) {
            Object mapped = mapping.mapped(replace.path(), replace.value());
            return mapped == replace.value() ? replace : new PatchOperation.Replace(replace.path(), mapped);
        }
        return operation;
    }

    private static @Nullable Object mapEntries(@Nullable Object value, UnaryOperator<Attributes> mapping) {
        if (value instanceof Partial partial) {
            Attributes mapped = mapReferences(partial.given(), mapping);
            return mapped == partial.given() ? partial : new Partial(mapped, partial.cleared());
        }
        if (!(value instanceof Values list) || !list.definition().isReferenceList()) {
            return value;
        }
        boolean same = true;
        List<Object> entries = new ArrayList<>(list.size());
        for (Object entry : list) {
            Attributes mapped = mapping.apply((Attributes) entry);
            same &= mapped == entry;
            entries.add(mapped);
        }
        return same ? list : Values.of(list.definition(), entries);
    }

    private static Attributes mapReferences(Attributes given, UnaryOperator<Attributes> mapping) {
        AttributeDefinition definition = given.definition();
        if (definition.isReference() && !definition.multiValued()) {
            return mapping.apply(given);
        }
        Attributes mapped = given;
        for (AttributeDefinition part :
                definition.isExtension() ? definition.subAttributes() : List.<AttributeDefinition>of()) {
            Object value = given.get(part);
            Object next =
                    value instanceof Attributes complex ? mapReferences(complex, mapping) : mapEntries(value, mapping);
            if (next != value) {
                mapped = mapped.with(part, next);
            }
        }
        return mapped;
    }

    /**
     * The request as a delta of one list of references, if it is no more than that: entries added, and entries removed by
     * their {@code value}, in whatever dialect. Later operations win over earlier ones.
     */
    public Optional<ValuesDelta> asDelta() {
        if (operations.isEmpty()) {
            return Optional.empty();
        }
        BoundPath list = operations.get(0).path().withoutSelection();
        AttributeDefinition attribute = list.attribute();
        if (attribute == null
                || !attribute.isReferenceList()
                || attribute.required()
                || attribute.primarySubAttribute() != null) {
            return Optional.empty();
        }
        Map<String, Attributes> added = new LinkedHashMap<>();
        Set<String> removed = new LinkedHashSet<>();
        for (PatchOperation operation : operations) {
            boolean recognised = operation.path().withoutSelection().equals(list)
                    && operation.path().subAttribute() == null
                    && (collectAdded(operation, attribute, added, removed)
                            || collectRemoved(operation, attribute, added, removed));
            if (!recognised) {
                return Optional.empty();
            }
        }
        return Optional.of(new ValuesDelta(list, added, removed, detailed(attribute, added)));
    }

    private static Set<String> detailed(AttributeDefinition list, Map<String, Attributes> added) {
        AttributeDefinition value = list.valueSubAttribute();
        Set<String> detailed = new LinkedHashSet<>();
        added.forEach((id, entry) -> {
            if (value != null && !entry.with(value, null).isEmpty()) {
                detailed.add(id);
            }
        });
        return detailed;
    }

    private static boolean collectAdded(
            PatchOperation operation, AttributeDefinition list, Map<String, Attributes> added, Set<String> removed) {
        if (!(operation instanceof PatchOperation.Add add)
                || add.path().filter() != null
                || !(add.value() instanceof Values entries)) {
            return false;
        }
        for (Object entry : entries) {
            String value = valueOf(list, entry);
            if (value == null || removed.contains(value)) {
                // taken out and put in again: the entry must be replaced, which a delta cannot say
                return false;
            }
            added.merge(value, (Attributes) entry, Attributes::mergedWith);
        }
        return true;
    }

    private boolean collectRemoved(
            PatchOperation operation, AttributeDefinition list, Map<String, Attributes> added, Set<String> removed) {
        List<String> values = new ArrayList<>();
        if (operation instanceof PatchOperation.RemoveEntries remove) {
            for (Object entry : remove.entries()) {
                String value = valueOf(list, entry);
                if (value == null) {
                    return false;
                }
                values.add(value);
            }
        } else if (!(operation instanceof PatchOperation.Remove remove)
                || remove.path().filter() == null
                || !collectValues(remove.path().filter(), values)
                || values.size() > 1 && !profile.tolerates(Tolerance.SEVERAL_MATCHES)) {
            return false;
        }
        values.forEach(added::remove);
        removed.addAll(values);
        return true;
    }

    private static boolean collectValues(@Nullable BoundFilter filter, List<String> values) {
        if (filter instanceof BoundFilter.Or or) {
            return or.operands().stream().allMatch(operand -> collectValues(operand, values));
        }
        if (filter instanceof BoundFilter.Comparison comparison
                && comparison.operator() == CompareOperator.EQ
                && comparison.path().target().name().equals("value")
                && comparison.value() instanceof String value) {
            values.add(value);
            return true;
        }
        return false;
    }

    private static @Nullable String valueOf(AttributeDefinition list, Object entry) {
        AttributeDefinition value = list.valueSubAttribute();
        return value == null ? null : (String) ((Attributes) entry).get(value);
    }

    /** A fault that names the path. */
    static ScimException fault(ErrorType type, BoundPath path, String detail) {
        return ScimException.of(type, "'" + path.text() + "' " + detail);
    }
}
