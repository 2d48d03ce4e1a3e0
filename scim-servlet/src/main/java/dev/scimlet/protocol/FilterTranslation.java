package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.Locations;
import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.HiddenAttributes;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.resource.ResourceType;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.filter.AttributePath;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.filter.CompareValue;
import dev.scimlet.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
    private static final String PRIMARY = "primary";

    private final ResourceType type;
    private final PathBinder binder;
    private final Locations locations;
    private final HiddenAttributes hidden;

    /** @param binder of clients to whom what is hidden is unknown */
    FilterTranslation(ResourceType type, PathBinder binder, Locations locations, HiddenAttributes hidden) {
        this.type = type;
        this.binder = binder;
        this.locations = locations;
        this.hidden = hidden;
    }

    Filter translated(Filter filter) {
        return translated(filter, null);
    }

    /** A selection in the path of a PATCH, which looks at nothing but what is shown. */
    Filter.ValuePath translated(Filter.ValuePath selection) {
        AttributeDefinition entries = definition(selection.path());
        return new Filter.ValuePath(selection.path(), translated(selection.filter(), entries));
    }

    private @Nullable AttributeDefinition definition(AttributePath path) {
        return binder.attribute(path.text()).map(BoundPath::target).orElse(null);
    }

    /** In a store a condition that holds of nothing must not be met by an entry of which nothing is shown. */
    private Filter.ValuePath searched(Filter.ValuePath valuePath) {
        Filter.ValuePath translated = translated(valuePath);
        AttributeDefinition list = definition(valuePath.path());
        if (list == null || !list.multiValued() || !hidden.hidesPartOf(list)) {
            return translated;
        }
        boolean holdsOfNothing = binder.filterOfSeveralTypes(translated) instanceof BoundFilter.ValuePath bound
                && bound.filter().matchesEntry(Attributes.empty(list));
        return holdsOfNothing ? shownEntry(translated.path(), list, translated.filter()) : translated;
    }

    private Filter.ValuePath shownEntry(AttributePath path, AttributeDefinition list, Filter condition) {
        return new Filter.ValuePath(
                path, new Filter.And(List.of(condition, somePart(list, part -> new AttributePath(null, part, null)))));
    }

    private Filter translated(Filter filter, @Nullable AttributeDefinition list) {
        if (filter instanceof Filter.And and) {
            return new Filter.And(and.operands().stream()
                    .map(operand -> translated(operand, list))
                    .toList());
        }
        if (filter instanceof Filter.Or or) {
            return new Filter.Or(or.operands().stream()
                    .map(operand -> translated(operand, list))
                    .toList());
        }
        if (filter instanceof Filter.Not not) {
            return new Filter.Not(translated(not.operand(), list));
        }
        if (filter instanceof Filter.ValuePath valuePath) {
            return isPartlyHiddenSchemas(valuePath.path())
                    ? ofSchemas(valuePath.path(), valuePath.filter())
                    : searched(valuePath);
        }
        if (filter instanceof Filter.Present present) {
            return present(present, list);
        }
        if (filter instanceof Filter.Comparison comparison) {
            return compared(comparison, list);
        }
        throw new AssertionError("unknown kind of filter: " + filter);
    }

    /** The reference, or list of references, whose {@code $ref} the path means; or null. */
    private @Nullable AttributeDefinition references(AttributePath path, @Nullable AttributeDefinition list) {
        if (list != null) {
            return list.isReference() && path.attribute().equalsIgnoreCase(REF) ? list : null;
        }
        return REF.equalsIgnoreCase(path.subAttribute())
                ? binder.attribute(path.text())
                        .map(BoundPath::attribute)
                        .filter(AttributeDefinition::isReference)
                        .orElse(null)
                : null;
    }

    private Filter present(Filter.Present present, @Nullable AttributeDefinition list) {
        AttributeDefinition references = references(present.path(), list);
        if (references != null) {
            String known = references.typeSubAttribute() == null ? "value" : "type";
            return new Filter.Or(List.of(present, new Filter.Present(sibling(present.path(), known))));
        }
        return list != null
                ? present
                : binder.attribute(present.path().text())
                        .filter(path ->
                                path.attribute() != null && path.target().isComplex())
                        .map(path -> presentAsShown(present, path))
                        .orElse(present);
    }

    /** A complex attribute of which something is hidden is there if something else of it is. */
    private Filter presentAsShown(Filter.Present present, BoundPath path) {
        AttributeDefinition attribute = path.target();
        boolean whole = attribute.subAttributes().stream().allMatch(part -> isShown(attribute, part));
        boolean always = path.extension() == null && attribute.name().equals("meta");
        if (whole || always || attribute.returned() == Returned.NEVER) {
            return present;
        }
        AttributePath named = present.path();
        return attribute.multiValued()
                ? new Filter.ValuePath(named, somePart(attribute, part -> new AttributePath(null, part, null)))
                : somePart(attribute, part -> new AttributePath(named.schema(), named.attribute(), part));
    }

    private boolean isShown(AttributeDefinition attribute, AttributeDefinition part) {
        return part.returned() != Returned.NEVER && !hidden.hides(attribute, part);
    }

    /** Whether something is there of an attribute, or of an entry, that is shown. */
    private Filter somePart(AttributeDefinition attribute, Function<String, AttributePath> naming) {
        List<Filter> parts = new ArrayList<>();
        for (AttributeDefinition part : attribute.subAttributes()) {
            boolean madeForAnswers = attribute.isReference() && part.name().equals(REF);
            if (isShown(attribute, part) && !madeForAnswers) {
                AttributePath named = naming.apply(part.name());
                // a missing 'primary' counts as false, so it is always there
                boolean primary = attribute.multiValued() && part.name().equals(PRIMARY);
                parts.add(
                        primary
                                ? new Filter.Comparison(named, CompareOperator.EQ, new CompareValue.Bool(true))
                                : new Filter.Present(named));
            }
        }
        if (parts.isEmpty()) {
            throw ScimException.of(ErrorType.INVALID_FILTER, "there is no attribute '" + attribute.name() + "'");
        }
        return parts.size() == 1 ? parts.get(0) : new Filter.Or(parts);
    }

    /** An extension of which something is hidden is named in {@code schemas} if something else of it is there. */
    private Filter ofSchemas(AttributePath schemas, Filter ofUrn) {
        if (!(binder.filterOfSeveralTypes(new Filter.ValuePath(schemas, ofUrn))
                instanceof BoundFilter.ValuePath bound)) {
            throw new AssertionError("no selection: " + ofUrn);
        }
        if (bound.filter().matchesEntry(type.schema().id())) {
            return new Filter.Present(schemas);
        }
        List<Filter> named = new ArrayList<>();
        for (AttributeDefinition extension : type.extensionDefinitions()) {
            if (bound.filter().matchesEntry(extension.name())) {
                named.add(extensionPresent(extension));
            }
        }
        return named.isEmpty()
                ? new Filter.Not(new Filter.Present(schemas))
                : named.size() == 1 ? named.get(0) : new Filter.Or(named);
    }

    private Filter extensionPresent(AttributeDefinition extension) {
        Filter never = new Filter.Not(new Filter.Present(new AttributePath(null, SCHEMAS, null)));
        if (hidden.hides(type.definition(), extension)) {
            return never;
        }
        List<Filter> parts = new ArrayList<>();
        for (AttributeDefinition attribute : extension.subAttributes()) {
            if (isShown(extension, attribute)) {
                parts.add(translated(new Filter.Present(new AttributePath(extension.name(), attribute.name(), null))));
            }
        }
        return parts.isEmpty() ? never : parts.size() == 1 ? parts.get(0) : new Filter.Or(parts);
    }

    private boolean hidesInExtensions() {
        return type.extensionDefinitions().stream()
                .anyMatch(extension -> hidden.hides(type.definition(), extension)
                        || hidden.hidesPartOf(extension)
                        || extension.subAttributes().stream().anyMatch(hidden::hidesPartOf));
    }

    /** A missing {@code primary} counts as false, but not that of an entry of which nothing is shown. */
    private Filter comparedPrimary(Filter.Comparison comparison, AttributeDefinition list) {
        AttributePath path =
                new AttributePath(comparison.path().schema(), comparison.path().attribute(), null);
        Filter ofEntry = new Filter.Comparison(
                new AttributePath(null, PRIMARY, null), comparison.operator(), comparison.value());
        Filter some = shownEntry(path, list, ofEntry);
        return comparison.operator() == CompareOperator.NE
                ? new Filter.Or(List.of(some, new Filter.Not(translated(new Filter.Present(path)))))
                : some;
    }

    private boolean isPrimaryOfPartlyHidden(AttributePath path) {
        return PRIMARY.equalsIgnoreCase(path.subAttribute())
                && binder.attribute(path.text())
                        .map(BoundPath::attribute)
                        .filter(list -> list.multiValued() && hidden.hidesPartOf(list))
                        .isPresent();
    }

    private Filter compared(Filter.Comparison comparison, @Nullable AttributeDefinition list) {
        boolean equals = comparison.operator() == CompareOperator.EQ;
        if (comparison.value() instanceof CompareValue.Null
                && (equals || comparison.operator() == CompareOperator.NE)) {
            Filter present = present(new Filter.Present(comparison.path()), list);
            return equals ? new Filter.Not(present) : present;
        }
        if (references(comparison.path(), list) != null) {
            return comparedById(comparison);
        }
        if (list == null && isPartlyHiddenSchemas(comparison.path())) {
            AttributePath urn = new AttributePath(null, "value", null);
            return ofSchemas(comparison.path(), new Filter.Comparison(urn, comparison.operator(), comparison.value()));
        }
        if (list == null && isPrimaryOfPartlyHidden(comparison.path())) {
            AttributeDefinition entries = definition(new AttributePath(
                    comparison.path().schema(), comparison.path().attribute(), null));
            return entries == null ? comparison : comparedPrimary(comparison, entries);
        }
        boolean version = list == null
                && "meta".equalsIgnoreCase(comparison.path().attribute())
                && "version".equalsIgnoreCase(comparison.path().subAttribute());
        return version ? comparedAsWeak(comparison) : comparison;
    }

    private boolean isPartlyHiddenSchemas(AttributePath path) {
        return path.subAttribute() == null
                && path.attribute().equalsIgnoreCase(SCHEMAS)
                && (path.schema() == null
                        || path.schema().equalsIgnoreCase(type.schema().id()))
                && hidesInExtensions();
    }

    /** Stores compare versions as weak tags; a strong one is the same text behind {@code W/}. */
    private static Filter comparedAsWeak(Filter.Comparison comparison) {
        boolean start = comparison.operator() != CompareOperator.CO && comparison.operator() != CompareOperator.EW;
        return start
                        && comparison.value() instanceof CompareValue.Text tag
                        && tag.value().startsWith("\"")
                ? new Filter.Comparison(
                        comparison.path(), comparison.operator(), new CompareValue.Text("W/" + tag.value()))
                : comparison;
    }

    private Filter comparedById(Filter.Comparison comparison) {
        boolean equality = comparison.operator() == CompareOperator.EQ || comparison.operator() == CompareOperator.NE;
        if (!equality) {
            throw ScimException.of(
                    ErrorType.INVALID_FILTER,
                    "'" + comparison.path().text() + "' can be compared with eq and ne only; or compare 'value'");
        }
        Optional<String> id =
                comparison.value() instanceof CompareValue.Text text ? locations.idOf(text.value()) : Optional.empty();
        return id.<Filter>map(value -> new Filter.Comparison(
                        sibling(comparison.path(), "value"), comparison.operator(), new CompareValue.Text(value)))
                .orElse(comparison);
    }

    private static AttributePath sibling(AttributePath path, String name) {
        return path.subAttribute() == null
                ? new AttributePath(path.schema(), name, null)
                : new AttributePath(path.schema(), path.attribute(), name);
    }
}
