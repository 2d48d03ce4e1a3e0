package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.Locations;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.filter.CompareOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Filters in conditions that stores can decide and that say what answers show.
 *
 * <p>Of references, stores keep the id and the type; the {@code $ref} is made when an answer is written. So a filter on a URI
 * of ours is one on the id (RFC 7643 §2.3.7, §2.4). And a complex attribute counts as present if some sub-attribute is
 * that the client may see: whether there are others is not for it to know. The same holds of entries of a list, and of
 * the extensions that {@code schemas} names.
 */
final class FilterTranslation {

    private static final String REF = "$ref";
    private static final String SCHEMAS = "schemas";

    private final ResourceType type;
    private final Locations locations;
    private final HiddenAttributes hidden;

    FilterTranslation(ResourceType type, Locations locations, HiddenAttributes hidden) {
        this.type = type;
        this.locations = locations;
        this.hidden = hidden;
    }

    BoundFilter translated(BoundFilter filter) {
        return filter.map(this::leaf);
    }

    /** The path of a PATCH with a selection, which looks at nothing but what is shown. */
    BoundPath translated(BoundPath selection) {
        BoundFilter condition = selection.filter();
        AttributeDefinition entries = selection.attribute();
        return condition == null || entries == null ? selection : selection.where(inEntry(condition, entries));
    }

    private BoundFilter inEntry(BoundFilter filter, AttributeDefinition list) {
        return filter.map(leaf -> leafInEntry(leaf, list));
    }

    private BoundFilter leafInEntry(BoundFilter leaf, AttributeDefinition list) {
        if (list.isReference() && leaf instanceof BoundFilter.Present present && isRef(present.path())) {
            return referencePresent(present, list, part -> BoundPath.inEntry(list, part));
        }
        if (list.isReference() && leaf instanceof BoundFilter.Comparison comparison && isRef(comparison.path())) {
            return comparedById(comparison, list, part -> BoundPath.inEntry(list, part));
        }
        return leaf;
    }

    private BoundFilter leaf(BoundFilter leaf) {
        if (leaf instanceof BoundFilter.ValuePath valuePath) {
            return isPartlyHiddenSchemas(valuePath.path())
                    ? ofSchemas(urn -> valuePath.filter().matchesEntry(urn))
                    : searched(valuePath);
        }
        if (leaf instanceof BoundFilter.Present present) {
            return present(present);
        }
        return leaf instanceof BoundFilter.Comparison comparison ? compared(comparison) : leaf;
    }

    /** In a store a condition that holds of nothing must not be met by an entry of which nothing is shown. */
    private BoundFilter searched(BoundFilter.ValuePath valuePath) {
        AttributeDefinition list = valuePath.path().target();
        BoundFilter condition = inEntry(valuePath.filter(), list);
        boolean holdsOfNothing = hidden.hidesPartOf(list) && condition.matchesEntry(Attributes.empty(list));
        return BoundFilter.someEntry(
                valuePath.path(), holdsOfNothing ? condition.and(someShownPartOfEntry(list)) : condition);
    }

    /** Whether the path is the {@code $ref} of a reference. */
    private static boolean isRef(BoundPath path) {
        return path.target().name().equals(REF);
    }

    /** The reference, or list of references, whose {@code $ref} the path means; or null. */
    private static @Nullable AttributeDefinition references(BoundPath path) {
        AttributeDefinition attribute = path.attribute();
        return path.subAttribute() != null && attribute != null && attribute.isReference() && isRef(path)
                ? attribute
                : null;
    }

    private BoundFilter referencePresent(
            BoundFilter.Present present,
            AttributeDefinition references,
            Function<AttributeDefinition, BoundPath> paths) {
        String known = references.typeSubAttribute() == null ? "value" : "type";
        return present.or(BoundFilter.present(paths.apply(shown(references, known))));
    }

    private BoundFilter present(BoundFilter.Present present) {
        BoundPath path = present.path();
        AttributeDefinition references = references(path);
        if (references != null) {
            return referencePresent(present, references, path::part);
        }
        return path.attribute() != null && path.target().isComplex() ? presentAsShown(present) : present;
    }

    /** A complex attribute of which something is hidden is there if something else of it is. */
    private BoundFilter presentAsShown(BoundFilter.Present present) {
        BoundPath path = present.path();
        AttributeDefinition attribute = path.target();
        boolean whole = attribute.subAttributes().stream().allMatch(part -> isShown(attribute, part));
        boolean always = path.extension() == null && attribute.name().equals("meta");
        if (whole || always || attribute.returned() == Returned.NEVER) {
            return present;
        }
        return attribute.multiValued()
                ? BoundFilter.someEntry(path, someShownPartOfEntry(attribute))
                : someShownPart(attribute, path::part);
    }

    private boolean isShown(AttributeDefinition attribute, AttributeDefinition part) {
        return part.returned() != Returned.NEVER && !hidden.hides(attribute, part);
    }

    private BoundFilter someShownPartOfEntry(AttributeDefinition list) {
        return someShownPart(list, part -> BoundPath.inEntry(list, part));
    }

    /** Whether something is there of an attribute, or of an entry, that is shown. */
    private BoundFilter someShownPart(AttributeDefinition attribute, Function<AttributeDefinition, BoundPath> paths) {
        List<BoundFilter> parts = new ArrayList<>();
        for (AttributeDefinition part : attribute.subAttributes()) {
            boolean madeForAnswers = attribute.isReference() && part.name().equals(REF);
            if (isShown(attribute, part) && !madeForAnswers) {
                BoundPath path = paths.apply(part);
                // a missing 'primary' counts as false, so it is always there
                boolean primary = attribute.multiValued() && part == attribute.primarySubAttribute();
                parts.add(primary ? BoundFilter.compare(path, CompareOperator.EQ, true) : BoundFilter.present(path));
            }
        }
        if (parts.isEmpty()) {
            throw ScimException.of(ErrorType.INVALID_FILTER, "there is no attribute '" + attribute.name() + "'");
        }
        return BoundFilter.or(parts);
    }

    /** An extension of which something is hidden is named in {@code schemas} if something else of it is there. */
    private BoundFilter ofSchemas(Predicate<String> ofUrn) {
        if (ofUrn.test(type.schema().id())) {
            return BoundFilter.constant(true);
        }
        return BoundFilter.or(type.extensionDefinitions().stream()
                .filter(extension -> ofUrn.test(extension.name()))
                .map(this::extensionPresent)
                .toList());
    }

    private BoundFilter extensionPresent(AttributeDefinition extension) {
        return hidden.hides(type.definition(), extension)
                ? BoundFilter.constant(false)
                : BoundFilter.or(extension.subAttributes().stream()
                        .filter(attribute -> isShown(extension, attribute))
                        .map(attribute -> translated(BoundFilter.present(BoundPath.of(extension, attribute))))
                        .toList());
    }

    private boolean hidesInExtensions() {
        return type.extensionDefinitions().stream()
                .anyMatch(extension -> hidden.hides(type.definition(), extension)
                        || hidden.hidesPartOf(extension)
                        || extension.subAttributes().stream().anyMatch(hidden::hidesPartOf));
    }

    private BoundFilter compared(BoundFilter.Comparison comparison) {
        BoundPath path = comparison.path();
        AttributeDefinition references = references(path);
        if (references != null) {
            return comparedById(comparison, references, path::part);
        }
        if (isPartlyHiddenSchemas(path)) {
            return ofSchemas(comparison::holdsOf);
        }
        AttributeDefinition attribute = path.attribute();
        if (attribute != null && isPrimaryOfList(path, attribute) && hidden.hidesPartOf(attribute)) {
            return comparedPrimary(comparison, attribute);
        }
        return FilterRules.isVersion(path) ? comparedAsWeak(comparison) : comparison;
    }

    private static boolean isPrimaryOfList(BoundPath path, AttributeDefinition attribute) {
        AttributeDefinition part = path.subAttribute();
        return attribute.multiValued() && part != null && part == attribute.primarySubAttribute();
    }

    /** A missing {@code primary} counts as false, but not that of an entry of which nothing is shown. */
    private BoundFilter comparedPrimary(BoundFilter.Comparison comparison, AttributeDefinition list) {
        BoundPath path = comparison.path().withoutSelection();
        BoundFilter ofEntry = BoundFilter.compare(
                BoundPath.inEntry(list, comparison.path().target()), comparison.operator(), comparison.value());
        BoundFilter some = BoundFilter.someEntry(path, ofEntry.and(someShownPartOfEntry(list)));
        return comparison.operator() == CompareOperator.NE
                ? some.or(BoundFilter.not(translated(BoundFilter.present(path))))
                : some;
    }

    private boolean isPartlyHiddenSchemas(BoundPath path) {
        return path.extension() == null && path.topLevel().name().equals(SCHEMAS) && hidesInExtensions();
    }

    /** Stores compare versions as weak tags; a strong one is the same text behind {@code W/}. */
    private static BoundFilter comparedAsWeak(BoundFilter.Comparison comparison) {
        boolean start = comparison.operator() != CompareOperator.CO && comparison.operator() != CompareOperator.EW;
        return start && comparison.value() instanceof String tag && tag.startsWith("\"")
                ? BoundFilter.compare(comparison.path(), comparison.operator(), "W/" + tag)
                : comparison;
    }

    private BoundFilter comparedById(
            BoundFilter.Comparison comparison,
            AttributeDefinition references,
            Function<AttributeDefinition, BoundPath> paths) {
        boolean equality = comparison.operator() == CompareOperator.EQ || comparison.operator() == CompareOperator.NE;
        if (!equality) {
            throw ScimException.of(
                    ErrorType.INVALID_FILTER,
                    "'" + comparison.path().text() + "' can be compared with eq and ne only; or compare 'value'");
        }
        return locations
                .idOf((String) comparison.value())
                .map(id -> BoundFilter.compare(paths.apply(shown(references, "value")), comparison.operator(), id))
                .orElse(comparison);
    }

    /** A sub-attribute that the client may know of. */
    private AttributeDefinition shown(AttributeDefinition container, String name) {
        AttributeDefinition part = hidden.find(container, name);
        if (part == null) {
            throw ScimException.of(
                    ErrorType.INVALID_FILTER, "there is no attribute '" + container.name() + "." + name + "'");
        }
        return part;
    }
}
