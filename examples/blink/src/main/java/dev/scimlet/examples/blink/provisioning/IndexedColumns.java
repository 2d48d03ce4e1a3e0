package dev.scimlet.examples.blink.provisioning;

import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.schema.TextComparison;
import dev.scimlet.examples.blink.provisioning.IndexedColumns.Condition;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.spi.mapping.FilterWalker;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a filter says about columns that have an index. Whoever meets the filter meets this condition too; others may as
 * well, since the library looks at each employee again.
 */
final class IndexedColumns implements FilterWalker<Condition> {

    /** A part of a statement, and the values of its question marks. */
    record Condition(String text, List<Object> parameters) {}

    static final Condition ANYBODY = new Condition("1 = 1", List.of());

    @Override
    public Condition comparison(BoundPath path, CompareOperator operator, Object value) {
        if (operator != CompareOperator.EQ) {
            return ANYBODY;
        }
        return switch (path.text()) {
            case "id" -> equal("employee_no", value);
            case "userName" -> equal("login_key", TextComparison.USER_NAME.key((String) value));
            case "externalId" -> equal("directory_id", value);
            default -> ANYBODY;
        };
    }

    private static Condition equal(String column, Object value) {
        return new Condition(column + " = ?", List.of(value));
    }

    @Override
    public Condition and(List<Condition> operands) {
        return joined(operands, " and ");
    }

    @Override
    public Condition or(List<Condition> operands) {
        return joined(operands, " or ");
    }

    private static Condition joined(List<Condition> operands, String word) {
        return new Condition(
                operands.stream().map(Condition::text).collect(Collectors.joining(word, "(", ")")),
                operands.stream()
                        .flatMap(operand -> operand.parameters().stream())
                        .toList());
    }

    /** Who does not meet a condition that is too wide, cannot be told. */
    @Override
    public Condition not(Condition operand) {
        return ANYBODY;
    }

    @Override
    public Condition constant(boolean value) {
        return ANYBODY;
    }

    @Override
    public Condition present(BoundPath path) {
        return ANYBODY;
    }

    @Override
    public Condition valuePath(BoundPath list, BoundFilter filter) {
        return ANYBODY;
    }
}
