package dev.scimlet.core.patch;

import static dev.scimlet.core.patch.PatchRequest.fault;

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
import dev.scimlet.core.schema.Mutability;
import dev.scimlet.filter.CompareOperator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies operations one after the other; each works on what the one before has left. */
final class PatchApplication {

    private final Resource current;
    private final ClientProfile profile;
    private final HiddenAttributes hidden;
    private final Budget budget;
    private Attributes attributes;

    PatchApplication(Resource current, ClientProfile profile, HiddenAttributes hidden, Budget budget) {
        this.current = current;
        this.profile = profile;
        this.hidden = hidden;
        this.budget = budget;
        this.attributes = current.attributes();
    }

    Attributes apply(List<PatchOperation> operations) {
        for (PatchOperation operation : operations) {
            if (operation instanceof PatchOperation.Add add) {
                write(add.path(), add.value(), false);
            } else if (operation instanceof PatchOperation.Replace replace) {
                write(replace.path(), replace.value(), true);
            } else if (operation instanceof PatchOperation.Remove remove) {
                remove(remove.path());
            } else if (operation instanceof PatchOperation.RemoveEntries remove) {
                removeEntries(remove.path(), remove.entries());
            } else if (operation instanceof PatchOperation.Expect expect) {
                expect(expect.path(), expect.value());
            } else if (operation instanceof PatchOperation.ExpectId expect) {
                expectId(expect);
            } else if (operation instanceof PatchOperation.RemoveExtensions remove) {
                remove.extensions().forEach(this::remove);
            } else {
                throw new AssertionError("unknown operation: " + operation);
            }
        }
        if (profile.tolerates(Tolerance.EMPTY_TEXT_IS_ABSENT)) {
            attributes = HollowEntries.removed(current.attributes(), attributes);
        }
        RequiredParts.check(current.attributes(), attributes, hidden);
        return bringsBack(operations) ? KeptPlaces.restored(current.attributes(), attributes) : attributes;
    }

    /** Whether references that one operation has taken away may have come back by another. */
    private static boolean bringsBack(List<PatchOperation> operations) {
        int ofReferences = 0;
        boolean removes = false;
        for (PatchOperation operation : operations) {
            AttributeDefinition attribute = operation.path().attribute();
            if (attribute == null || attribute.isReferenceList()) {
                ofReferences++;
                removes |= !(operation instanceof PatchOperation.Add);
            }
        }
        return removes && ofReferences > 1;
    }

    private void write(BoundPath path, @Nullable Object value, boolean replace) {
        AttributeDefinition attribute = path.attribute();
        if (attribute == null) {
            if (value == null && replace) {
                remove(path);
            }
            return;
        }
        Object known = path.attributeValue(attributes);
        if (attribute.multiValued()) {
            writeList(path, attribute, (Values) known, value, replace);
            return;
        }
        if (!meetsCondition(path, known)) {
            throw fault(ErrorType.NO_TARGET, path, "has no target: the value does not meet the condition");
        }
        if (path.subAttribute() != null) {
            Attributes complex = known == null ? Attributes.empty(attribute) : (Attributes) known;
            put(path, withPart(path, complex, path.subAttribute(), value));
        } else if (value == null) {
            unassign(path, attribute);
        } else if (value instanceof Partial partial) {
            Attributes complex = known == null ? Attributes.empty(attribute) : (Attributes) known;
            boolean whole = replace && profile.tolerates(Tolerance.REPLACE_COMPLEX_AS_WHOLE);
            put(path, merge(path, complex, partial, whole));
        } else {
            put(path, value);
        }
    }

    /** Whether a single value is what the brackets of the path ask for. */
    private static boolean meetsCondition(BoundPath path, @Nullable Object known) {
        return path.filter() == null || known != null && path.filter().matchesEntry(known);
    }

    /** The one gate for what an attribute as a whole becomes, whichever part of it an operation names. */
    private void put(BoundPath path, @Nullable Object value) {
        AttributeDefinition attribute = path.attribute();
        Object next = isUnassigned(value) ? null : value;
        if (attribute != null) {
            Object known = path.attributeValue(attributes);
            if (known == null ? next == null : stays(path, attribute, known, next)) {
                return;
            }
        }
        attributes = path.withAttributeValue(attributes, next);
        AttributeDefinition extension = path.extension();
        if (next == null && extension != null && extension.required() && attributes.get(extension) == null) {
            throw fault(ErrorType.MUTABILITY, path, "is all that a required extension has, and cannot be unassigned");
        }
    }

    private static boolean isUnassigned(@Nullable Object value) {
        return value == null
                || value instanceof Attributes complex && complex.isEmpty()
                || value instanceof Values list && list.isEmpty();
    }

    private void unassign(BoundPath path, AttributeDefinition attribute) {
        if (attribute.required()) {
            throw unassigned(path);
        }
        put(path, null);
    }

    private static ScimException unassigned(BoundPath path) {
        return fault(ErrorType.MUTABILITY, path, "is required and cannot be unassigned");
    }

    /** Whether a value stays because it cannot change and need not; refuses a change that may not be. */
    private static boolean stays(BoundPath path, AttributeDefinition definition, Object known, @Nullable Object next) {
        if (next == null && definition.required()) {
            throw unassigned(path);
        }
        boolean held = Immutability.holds(definition, known);
        if (held) {
            Immutability.requireSame(definition, known, next, path.text());
        }
        return held;
    }

    private static Attributes withPart(
            BoundPath path, Attributes complex, AttributeDefinition part, @Nullable Object value) {
        Object known = complex.get(part);
        return known != null && stays(path, part, known, value) ? complex : complex.with(part, value);
    }

    private Attributes merge(BoundPath path, Attributes complex, Partial partial, boolean whole) {
        Attributes merged = complex;
        for (AttributeDefinition part : complex.definition().subAttributes()) {
            Object value = partial.given().get(part);
            boolean cleared = partial.cleared().contains(part);
            boolean dropped = whole && part.mutability() == Mutability.READ_WRITE;
            if (value != null || cleared || dropped) {
                merged = withPart(path, merged, part, value);
            }
        }
        return merged;
    }

    // ---- lists

    private void writeList(
            BoundPath path, AttributeDefinition list, @Nullable Values known, @Nullable Object value, boolean replace) {
        Values entries = known == null ? Values.empty(list) : known;
        if (path.filter() != null) {
            writeSelected(path, list, entries, path.filter(), value, replace);
        } else if (path.subAttribute() != null) {
            if (entries.isEmpty()) {
                throw fault(ErrorType.NO_TARGET, path, "has no target: the list is empty");
            }
            changeSelected(path, entries, entries.toList(), value, replace);
        } else if (replace) {
            replaceAll(path, list, entries, (Values) value);
        } else if (value != null) {
            addAll(path, list, entries, (Values) value);
        }
    }

    private void addAll(BoundPath path, AttributeDefinition list, Values known, Values given) {
        Values entries = known;
        Object newPrimary = onlyPrimary(path, given);
        for (Object entry : given) {
            Object same = entries.find(entry);
            Object next = same == null || !list.isComplex() ? entry : taken((Attributes) same, (Attributes) entry);
            drawWritten(same, next);
            entries = entries.plus(next);
        }
        if (newPrimary != null) {
            Object kept = entries.find(newPrimary);
            entries = withOnePrimary(list, entries, kept == null ? newPrimary : kept);
        }
        put(path, entries);
    }

    /** What is given for an entry that is there already is taken over, also that it is not primary any more. */
    private static Attributes taken(Attributes known, Attributes given) {
        AttributeDefinition primary = known.definition().primarySubAttribute();
        Attributes merged = known.mergedWith(given);
        return primary != null && given.get(primary) != null ? merged.with(primary, given.get(primary)) : merged;
    }

    /** What is given in the place of an entry with the same identity; immutable sub-attributes with a value stay. */
    private static Attributes keepingFixed(Attributes known, Attributes given) {
        Attributes result = given;
        for (AttributeDefinition part : known.definition().subAttributes()) {
            Object before = known.get(part);
            if (Immutability.holds(part, before) || before != null && part.mutability() == Mutability.READ_ONLY) {
                result = result.with(part, before);
            }
        }
        return result;
    }

    private void replaceAll(BoundPath path, AttributeDefinition list, Values known, @Nullable Values given) {
        if (given == null || given.isEmpty()) {
            unassign(path, list);
            return;
        }
        onlyPrimary(path, given);
        KeptPlaces places = new KeptPlaces(known, given.size());
        for (Object entry : given) {
            Object same = known.find(entry);
            Object next = same == null || !list.isComplex()
                    ? entry
                    : reuse(same, keepingFixed((Attributes) same, (Attributes) entry));
            drawWritten(same, next);
            places.add(same, next);
        }
        put(path, places.values());
    }

    private static Object reuse(Object known, Object next) {
        return known.equals(next) ? known : next;
    }

    private static @Nullable Object onlyPrimary(BoundPath path, Values given) {
        AttributeDefinition primary = given.definition().primarySubAttribute();
        Object found = null;
        if (primary == null) {
            return null;
        }
        for (Object entry : given) {
            if (Boolean.TRUE.equals(((Attributes) entry).get(primary))) {
                if (found != null) {
                    throw fault(
                            ErrorType.INVALID_VALUE, path, "has several values with primary true; one at most may be");
                }
                found = entry;
            }
        }
        return found;
    }

    private Values withOnePrimary(AttributeDefinition list, Values entries, Object newPrimary) {
        AttributeDefinition primary = list.primarySubAttribute();
        if (primary == null) {
            return entries;
        }
        Values changed = entries;
        drawLookedAt(entries.size());
        for (Object entry : entries) {
            Attributes attributes = (Attributes) entry;
            boolean other = entry != newPrimary && Boolean.TRUE.equals(attributes.get(primary));
            if (other) {
                changed = changed.replace(entry, attributes.with(primary, false));
            }
        }
        return changed;
    }

    private void writeSelected(
            BoundPath path,
            AttributeDefinition list,
            Values entries,
            BoundFilter filter,
            @Nullable Object value,
            boolean replace) {
        List<Object> selected = selected(path, entries, filter);
        if (selected.isEmpty()) {
            create(path, list, entries, filter, value, replace);
        } else {
            changeSelected(path, entries, selected, value, replace);
        }
    }

    private List<Object> selected(BoundPath path, Values entries, BoundFilter filter) {
        List<Object> selected = selected(entries, filter);
        if (selected.size() > 1 && !profile.tolerates(Tolerance.SEVERAL_MATCHES)) {
            throw fault(
                    ErrorType.INVALID_FILTER,
                    path,
                    "selects " + selected.size() + " values; one at most may be (interoperability profile)");
        }
        return selected;
    }

    private List<Object> selected(Values entries, BoundFilter filter) {
        Set<String> asked = new LinkedHashSet<>();
        if (entries.definition().isReferenceList() && collectValuesAskedFor(filter, asked)) {
            return found(entries, asked);
        }
        List<Object> selected = new ArrayList<>();
        for (Object entry : entries) {
            if (filter.matchesEntry(entry, budget)) {
                selected.add(entry);
            }
        }
        return selected;
    }

    /** References are found by their value without a walk. */
    private List<Object> found(Values entries, Set<String> values) {
        drawLookedAt(values.size());
        List<Object> found = new ArrayList<>(values.size());
        for (String value : values) {
            Object entry = entries.findByValue(value);
            if (entry != null) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Collects the values of a filter that is no more than one value or another. */
    private static boolean collectValuesAskedFor(BoundFilter filter, Set<String> values) {
        if (filter instanceof BoundFilter.Or or) {
            return or.operands().stream().allMatch(operand -> collectValuesAskedFor(operand, values));
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

    private void changeSelected(
            BoundPath path, Values entries, List<Object> selected, @Nullable Object value, boolean replace) {
        AttributeDefinition list = entries.definition();
        AttributeDefinition part = path.subAttribute();
        if (value == null && part == null) {
            if (replace) {
                removeSelected(path, entries, selected);
            }
            return;
        }
        boolean makesPrimary = makesPrimary(list, part, value);
        if (makesPrimary && selected.size() > 1) {
            throw fault(ErrorType.INVALID_VALUE, path, "selects several values; primary can be true for one only");
        }
        Values changed = entries;
        Object last = null;
        drawLookedAt(selected.size());
        for (Object entry : selected) {
            Object next = part != null
                    ? withPart(path, (Attributes) entry, part, value)
                    : value instanceof Partial partial ? merge(path, (Attributes) entry, partial, false) : value;
            if (next instanceof Attributes emptied && loses(list, (Attributes) entry, emptied)) {
                next = HollowEntries.emptied(emptied);
            }
            boolean hollow = next instanceof Attributes attributes && attributes.isEmpty();
            if (next == null || hollow) {
                changed = changed.minus(entry);
            } else if (next != entry) {
                drawWritten(entry, next);
                next = united(changed, entry, next);
                // an entry that became the same as an earlier one is part of that one
                changed = changed.find(entry) == entry ? changed.replace(entry, next) : changed.plus(next);
            }
            last = next;
        }
        put(path, makesPrimary && last != null ? withOnePrimary(list, changed, last) : changed);
    }

    /** Whether an entry is left without the {@code value} that it had; what described the value goes with it. */
    private boolean loses(AttributeDefinition list, Attributes entry, Attributes next) {
        AttributeDefinition value = list.valueSubAttribute();
        return value != null
                && entry.get(value) != null
                && next.get(value) == null
                && !list.isReferenceList()
                && profile.tolerates(Tolerance.EMPTY_TEXT_IS_ABSENT);
    }

    /** What an entry becomes: one with another entry, if there is one that has that identity already. */
    private static Object united(Values entries, Object entry, Object next) {
        Object other = entries.find(next);
        return other instanceof Attributes known && other != entry ? known.mergedWith((Attributes) next) : next;
    }

    private static boolean makesPrimary(
            AttributeDefinition list, @Nullable AttributeDefinition part, @Nullable Object value) {
        AttributeDefinition primary = list.primarySubAttribute();
        if (primary == null) {
            return false;
        }
        return part == null
                ? value instanceof Partial partial
                        && Boolean.TRUE.equals(partial.given().get(primary))
                : part == primary && Boolean.TRUE.equals(value);
    }

    /** {@code add} and {@code replace} of an entry that is not there make it from the filter. */
    private void create(
            BoundPath path,
            AttributeDefinition list,
            Values entries,
            BoundFilter filter,
            @Nullable Object value,
            boolean replace) {
        Tolerance tolerance = replace ? Tolerance.REPLACE_CREATES_MISSING_ENTRY : Tolerance.ADD_CREATES_MISSING_ENTRY;
        List<BoundFilter.Comparison> equalities = equalities(filter);
        boolean certainEntry = replace
                && (list.isReferenceList()
                        || equalities.stream()
                                .anyMatch(equality ->
                                        equality.path().target().name().equals("value")));
        if (!profile.tolerates(tolerance) || equalities.isEmpty() || certainEntry || !list.isComplex()) {
            throw fault(ErrorType.NO_TARGET, path, "has no target: no value matches [" + filter.text() + "]");
        }
        Attributes entry = Attributes.empty(list);
        for (BoundFilter.Comparison equality : equalities) {
            entry = entry.with(equality.path().target(), equality.value());
        }
        Attributes filled = filled(path, entry, value);
        if (filled == null) {
            return;
        }
        Attributes same = (Attributes) entries.find(filled);
        Attributes stored = same == null ? filled : taken(same, filled);
        if (!filter.matchesEntry(stored)) {
            throw fault(ErrorType.INVALID_VALUE, path, "would get a value that its own filter does not select");
        }
        requireValueOfReference(path, list, stored);
        drawWritten(same, stored);
        Values changed = entries.plus(stored);
        AttributeDefinition primary = list.primarySubAttribute();
        boolean isPrimary = primary != null && Boolean.TRUE.equals(stored.get(primary));
        put(path, isPrimary ? withOnePrimary(list, changed, stored) : changed);
    }

    private static void requireValueOfReference(BoundPath path, AttributeDefinition list, Attributes entry) {
        AttributeDefinition value = list.valueSubAttribute();
        if (list.isReferenceList() && value != null && entry.get(value) == null) {
            throw fault(ErrorType.INVALID_VALUE, path, "would get an entry without 'value'");
        }
    }

    /** The entry with what is given, or null if nothing of its own is given. */
    private @Nullable Attributes filled(BoundPath path, Attributes entry, @Nullable Object value) {
        AttributeDefinition part = path.subAttribute();
        if (part != null) {
            boolean nothing =
                    value == null || Boolean.FALSE.equals(value) && part.name().equals("primary");
            return nothing ? null : entry.with(part, value);
        }
        if (!(value instanceof Partial partial) || partial.given().isEmpty()) {
            return null;
        }
        return merge(path, entry, new Partial(partial.given(), List.of()), false);
    }

    private static List<BoundFilter.Comparison> equalities(BoundFilter filter) {
        List<BoundFilter.Comparison> equalities = new ArrayList<>();
        for (BoundFilter operand : filter.conjuncts()) {
            if (!(operand instanceof BoundFilter.Comparison comparison)
                    || comparison.operator() != CompareOperator.EQ) {
                return List.of();
            }
            equalities.add(comparison);
        }
        return equalities;
    }

    // ---- what it costs

    private void drawLookedAt(int entries) {
        budget.spend(Budget.Item.COMPARISONS, entries);
    }

    private void drawWritten(@Nullable Object before, Object after) {
        if (!after.equals(before)) {
            budget.spend(Budget.Item.ENTRIES_WRITTEN, 1);
        }
    }

    // ---- remove

    private void remove(BoundPath path) {
        AttributeDefinition attribute = path.attribute();
        Object known = path.attributeValue(attributes);
        if (attribute == null) {
            removeExtension(path, known);
        } else if (attribute.multiValued()) {
            removeFromList(path, attribute, (Values) known);
        } else if (!meetsCondition(path, known)) {
            return;
        } else if (path.subAttribute() == null) {
            unassign(path, attribute);
        } else if (known != null) {
            put(path, withPart(path, (Attributes) known, path.subAttribute(), null));
        }
    }

    private void removeExtension(BoundPath path, @Nullable Object known) {
        if (path.topLevel().required()) {
            throw fault(ErrorType.MUTABILITY, path, "is a required extension and cannot be removed");
        }
        if (known != null) {
            for (AttributeDefinition attribute : path.topLevel().subAttributes()) {
                Object value = ((Attributes) known).get(attribute);
                if (value != null && Immutability.holds(attribute, value)) {
                    BoundPath inside = BoundPath.of(path.topLevel(), attribute);
                    Immutability.requireSame(attribute, value, null, inside.text());
                }
            }
            put(path, null);
        }
    }

    private void removeFromList(BoundPath path, AttributeDefinition list, @Nullable Values known) {
        if (path.filter() == null && path.subAttribute() == null) {
            unassign(path, list);
            return;
        }
        if (known == null) {
            return;
        }
        List<Object> selected = path.filter() == null ? known.toList() : selected(path, known, path.filter());
        if (path.subAttribute() == null) {
            removeSelected(path, known, selected);
        } else if (!selected.isEmpty()) {
            changeSelected(path, known, selected, null, true);
        }
    }

    private void removeSelected(BoundPath path, Values entries, List<Object> selected) {
        Values rest = entries;
        for (Object entry : selected) {
            rest = rest.minus(entry);
        }
        put(path, rest);
    }

    private void removeEntries(BoundPath path, List<Object> named) {
        Values known = (Values) path.attributeValue(attributes);
        if (known == null) {
            return;
        }
        List<Object> selected = new ArrayList<>();
        for (Object entry : named) {
            selectNamed(known, entry, selected);
        }
        removeSelected(path, known, selected);
    }

    /** A listed value means the entries with that value, and with that type where one is given. */
    private void selectNamed(Values known, Object named, List<Object> selected) {
        AttributeDefinition list = known.definition();
        if (!list.isComplex()) {
            Object same = known.find(named);
            if (same != null) {
                selected.add(same);
            }
            return;
        }
        Attributes wanted = (Attributes) named;
        AttributeDefinition value = list.valueSubAttribute();
        Object wantedValue = value == null ? null : wanted.get(value);
        if (list.isReferenceList()) {
            Object same = wantedValue == null ? null : known.findByValue((String) wantedValue);
            if (same != null) {
                selected.add(same);
            }
            return;
        }
        drawLookedAt(known.size());
        for (Object entry : known) {
            if (isNamed(list, (Attributes) entry, wanted, wantedValue != null)) {
                selected.add(entry);
            }
        }
    }

    private static boolean isNamed(AttributeDefinition list, Attributes entry, Attributes wanted, boolean byValue) {
        boolean any = false;
        for (AttributeDefinition part : list.subAttributes()) {
            Object given = wanted.get(part);
            boolean decides = !byValue || part == list.valueSubAttribute() || part == list.typeSubAttribute();
            if (given == null || !decides) {
                continue;
            }
            Object known = entry.get(part);
            if (known == null || !Sameness.same(part, known, given)) {
                return false;
            }
            any = true;
        }
        return any;
    }

    // ---- readOnly

    private void expect(BoundPath path, @Nullable Object value) {
        Object known = current.value(path);
        if (!isExpected(known, value)) {
            throw fault(ErrorType.MUTABILITY, path, "is readOnly");
        }
    }

    private static boolean isExpected(@Nullable Object known, @Nullable Object value) {
        if (known == null) {
            return value == null || value instanceof Values list && list.isEmpty();
        }
        if (known instanceof Values stored
                && value instanceof Values given
                && stored.definition().isReferenceList()) {
            // the details of a reference are the server's
            return stored.size() == given.size()
                    && given.toList().stream().allMatch(entry -> stored.find(entry) != null);
        }
        return known.equals(value);
    }

    private void expectId(PatchOperation.ExpectId expect) {
        if (!expect.id().equals(current.id()) && !profile.tolerates(Tolerance.IGNORE_ID_IN_PATCH_VALUE)) {
            throw ScimException.of(ErrorType.MUTABILITY, "'id' is readOnly");
        }
    }
}
