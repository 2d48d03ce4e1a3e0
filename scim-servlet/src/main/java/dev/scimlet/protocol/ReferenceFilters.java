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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Filters on the {@code $ref} of members. Stores keep the id and the type; the URI is made when an answer is written. So a
 * filter on a URI of ours is one on the id (RFC 7643 §2.3.7, §2.4).
 */
final class ReferenceFilters {

    private static final String REF = "$ref";

    private final PathBinder binder;
    private final Locations locations;

    ReferenceFilters(PathBinder binder, Locations locations) {
        this.binder = binder;
        this.locations = locations;
    }

    /** The filter with conditions that a store can decide. */
    Filter translated(Filter filter) {
        return translated(filter, null);
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
            AttributeDefinition entries = binder.attribute(valuePath.path().text())
                    .map(BoundPath::target)
                    .orElse(null);
            return new Filter.ValuePath(valuePath.path(), translated(valuePath.filter(), entries));
        }
        if (filter instanceof Filter.Present present) {
            return isReference(present.path(), list) ? present(present) : present;
        }
        if (filter instanceof Filter.Comparison comparison) {
            return isReference(comparison.path(), list) ? compared(comparison) : comparison;
        }
        throw new AssertionError("unknown kind of filter: " + filter);
    }

    private boolean isReference(AttributePath path, @Nullable AttributeDefinition list) {
        if (list != null) {
            return list.isReferenceList() && path.attribute().equalsIgnoreCase(REF);
        }
        return REF.equalsIgnoreCase(path.subAttribute())
                && binder.attribute(path.text())
                        .map(BoundPath::attribute)
                        .filter(AttributeDefinition::isReferenceList)
                        .isPresent();
    }

    private static Filter present(Filter.Present present) {
        return new Filter.Or(List.of(present, new Filter.Present(sibling(present.path(), "type"))));
    }

    private Filter compared(Filter.Comparison comparison) {
        if (comparison.value() instanceof CompareValue.Null) {
            Filter present = present(new Filter.Present(comparison.path()));
            return comparison.operator() == CompareOperator.EQ ? new Filter.Not(present) : present;
        }
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
