package dev.scimlet.jdbc;

import dev.scimlet.core.resource.Attributes;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.jdbc.sql.Condition;
import dev.scimlet.spi.mapping.MappedPath;
import dev.scimlet.spi.mapping.SearchLeaves;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of a store with the strictest language there is: a comparison with what is missing is neither true nor false, and
 * so is its negation. A resource is found if its condition is true.
 */
final class ThreeValuedLeaves implements SearchLeaves<ThreeValuedLeaves.Condition, ThreeValuedLeaves.Value> {

    /** True, false or, as null, unknown. */
    interface Condition {

        @Nullable
        Boolean of(Row row);
    }

    /** A value of a row, or null. */
    interface Value {

        @Nullable
        Object of(Row row);
    }

    /**
     * What conditions are about.
     *
     * @param properties of an entity, by path
     * @param element the element of a list, where the condition is about one
     */
    record Row(Map<String, Object> properties, @Nullable Object element) {}

    @Override
    public Condition and(List<Condition> operands) {
        return row -> {
            Boolean all = true;
            for (Condition operand : operands) {
                Boolean holds = operand.of(row);
                all = Boolean.FALSE.equals(holds) || Boolean.FALSE.equals(all)
                        ? Boolean.FALSE
                        : holds == null ? null : all;
            }
            return all;
        };
    }

    @Override
    public Condition or(List<Condition> operands) {
        return not(and(operands.stream().map(this::not).toList()));
    }

    @Override
    public Condition not(Condition leaf) {
        return row -> {
            Boolean holds = leaf.of(row);
            return holds == null ? null : !holds;
        };
    }

    @Override
    public Value value(BoundPath path) {
        String property = path.text();
        return row -> row.properties.get(property);
    }

    @Override
    public Condition exists(Value value) {
        return row -> value.of(row) != null;
    }

    @Override
    public Condition compare(Value value, AttributeDefinition attribute, CompareOperator operator, Object operand) {
        BoundFilter.Comparison comparison = BoundFilter.compare(BoundPath.of(attribute), operator, operand);
        return row -> {
            Object single = value.of(row);
            return single == null ? null : comparison.holdsOf(single);
        };
    }

    @Override
    public Condition someEntry(MappedPath list, Function<Entry<Value>, Condition> condition) {
        Condition ofElement = condition.apply(part -> partOf(list, part));
        return row -> elements(list, row).stream()
                .anyMatch(element -> Boolean.TRUE.equals(ofElement.of(new Row(row.properties, element))));
    }

    private static List<?> elements(MappedPath list, Row row) {
        Object elements = row.properties.get(list.path().text());
        return elements == null ? List.of() : (List<?>) elements;
    }

    private static Value partOf(MappedPath list, AttributeDefinition part) {
        return part == list.target()
                ? Row::element
                : row -> ((Attributes) java.util.Objects.requireNonNull(row.element)).get(part);
    }

    @Override
    public Value sorted(Value value, AttributeDefinition attribute) {
        return row -> {
            Object single = value.of(row);
            return single instanceof String text
                    ? attribute.comparison().key(text)
                    : single instanceof Instant time ? DateTime.exactly(time) : single;
        };
    }

    @Override
    public Value ofPrimaryOrFirst(MappedPath list, AttributeDefinition part) {
        AttributeDefinition primary = list.target().primarySubAttribute();
        Value value = sorted(partOf(list, part), part);
        return row -> {
            List<?> elements = elements(list, row);
            Object first = elements.stream()
                    .filter(element -> primary != null && Boolean.TRUE.equals(((Attributes) element).get(primary)))
                    .findFirst()
                    .map(Object.class::cast)
                    .orElse(elements.isEmpty() ? null : elements.get(0));
            return first == null ? null : value.of(new Row(row.properties, first));
        };
    }

    @Override
    public Value firstOf(BoundPath path, List<Case<Condition, Value>> cases) {
        return row -> {
            for (Case<Condition, Value> one : cases) {
                if (Boolean.TRUE.equals(one.condition().of(row))) {
                    Value value = one.value();
                    return value == null ? one.constant() : value.of(row);
                }
            }
            return null;
        };
    }
}
