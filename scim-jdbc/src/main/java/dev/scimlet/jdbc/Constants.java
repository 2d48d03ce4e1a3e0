package dev.scimlet.jdbc;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.TextComparison;
import dev.scimlet.filter.CompareOperator;

/** Comparisons of values that are known before the database is asked. */
final class Constants {

    private Constants() {}

    static boolean compare(AttributeDefinition definition, Object value, CompareOperator operator, Object operand) {
        if (value instanceof String text && operand instanceof String asked) {
            return compare(definition.comparison(), text, operator, asked);
        }
        if (operator == CompareOperator.EQ || operator == CompareOperator.NE) {
            return value.equals(operand) == (operator == CompareOperator.EQ);
        }
        throw ScimException.of(
                ErrorType.INVALID_FILTER,
                "'" + definition.name() + "' cannot be searched with " + operator.keyword() + " here");
    }

    private static boolean compare(TextComparison comparison, String text, CompareOperator operator, String asked) {
        String key = comparison.key(asked);
        return switch (operator) {
            case EQ -> comparison.equal(text, asked);
            case NE -> !comparison.equal(text, asked);
            case CO -> comparison.contains(text, key);
            case SW -> comparison.startsWith(text, key);
            case EW -> comparison.endsWith(text, key);
            case GT -> comparison.compare(text, asked) > 0;
            case GE -> comparison.compare(text, asked) >= 0;
            case LT -> comparison.compare(text, asked) < 0;
            case LE -> comparison.compare(text, asked) <= 0;
        };
    }
}
