package dev.scimlet.examples.blink.provisioning;

import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.examples.blink.provisioning.IndexedColumns.Condition;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.mapping.SearchLeaves;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Conditions on the columns that have an index, in SQL. What they leave over the library looks at again. */
final class IndexedColumns implements SearchLeaves<Condition, String> {

    /** A part of a statement, and the values of its question marks. */
    record Condition(String text, List<Object> parameters) {}

    private static final Map<String, String> COLUMNS =
            Map.of("id", "employee_no", "userName", "login_key", "externalId", "directory_id");

    /** Whether an index finds what a leaf of a filter asks for. */
    static boolean find(BoundFilter leaf) {
        return leaf instanceof BoundFilter.Comparison comparison
                && comparison.operator() == CompareOperator.EQ
                && COLUMNS.containsKey(comparison.path().text());
    }

    @Override
    public Condition and(List<Condition> operands) {
        return joined(operands, "1 = 1", " and ");
    }

    @Override
    public Condition or(List<Condition> operands) {
        return joined(operands, "1 = 0", " or ");
    }

    private static Condition joined(List<Condition> operands, String none, String word) {
        return new Condition(
                operands.isEmpty()
                        ? none
                        : operands.stream().map(Condition::text).collect(Collectors.joining(word, "(", ")")),
                operands.stream()
                        .flatMap(operand -> operand.parameters().stream())
                        .toList());
    }

    @Override
    public Condition not(Condition leaf) {
        return new Condition("not (" + leaf.text() + ")", leaf.parameters());
    }

    @Override
    public @Nullable String value(BoundPath path) {
        return COLUMNS.get(path.text());
    }

    @Override
    public Condition exists(String column) {
        return new Condition(column + " is not null", List.of());
    }

    @Override
    public Condition compare(String column, AttributeDefinition attribute, CompareOperator operator, Object operand) {
        Object stored = attribute.caseExact() ? operand : attribute.comparison().key((String) operand);
        return new Condition(column + " = ?", List.of(stored));
    }
}
