package dev.scimlet.protocol;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.json.Locations;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.PathBinder;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.filter.AttributePath;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.filter.CompareValue;
import dev.scimlet.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Filters in conditions that stores can decide and that say what answers show.
 *
 * <p>Of references, stores keep the id and the type; the {@code $ref} is made when an answer is written. So a filter on a URI
 * of ours is one on the id (RFC 7643 §2.3.7, §2.4). And a complex attribute counts as present if some sub-attribute is
 * that the client may see: whether there are others is not for it to know.
 */
final class FilterTranslation {

    private static final String REF = "$ref";

    private final PathBinder binder;
    private final Locations locations;
    private final Predicate<BoundPath> visible;

    FilterTranslation(PathBinder binder, Locations locations, Predicate<BoundPath> visible) {
        this.binder = binder;
        this.locations = locations;
        this.visible = visible;
    }

    Filter translated(Filter filter) {
        return translated(filter, null);
    }

    Filter.ValuePath translated(Filter.ValuePath selection) {
        AttributeDefinition entries =
                binder.attribute(selection.path().text()).map(BoundPath::target).orElse(null);
        return new Filter.ValuePath(selection.path(), translated(selection.filter(), entries));
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
            return translated(valuePath);
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
        List<AttributeDefinition> shown = attribute.subAttributes().stream()
                .filter(part -> visible.test(path.part(part)))
                .toList();
        if (shown.size() == attribute.subAttributes().size() || !visible.test(path)) {
            return present;
        }
        List<Filter> parts = new ArrayList<>();
        for (AttributeDefinition part : shown) {
            boolean madeForAnswers = attribute.isReference() && part.name().equals(REF);
            if (!madeForAnswers) {
                AttributePath named = attribute.multiValued()
                        ? new AttributePath(null, part.name(), null)
                        : new AttributePath(
                                present.path().schema(), present.path().attribute(), part.name());
                // a missing 'primary' counts as false, so it is always there
                boolean primary = attribute.multiValued() && part.name().equals("primary");
                parts.add(
                        primary
                                ? new Filter.Comparison(named, CompareOperator.EQ, new CompareValue.Bool(true))
                                : new Filter.Present(named));
            }
        }
        if (parts.isEmpty()) {
            throw ScimException.of(
                    ErrorType.INVALID_FILTER,
                    "there is no attribute '" + present.path().text() + "'");
        }
        Filter some = parts.size() == 1 ? parts.get(0) : new Filter.Or(parts);
        return attribute.multiValued() ? new Filter.ValuePath(present.path(), some) : some;
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
        boolean version = list == null
                && "meta".equalsIgnoreCase(comparison.path().attribute())
                && "version".equalsIgnoreCase(comparison.path().subAttribute());
        return version ? comparedAsWeak(comparison) : comparison;
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
