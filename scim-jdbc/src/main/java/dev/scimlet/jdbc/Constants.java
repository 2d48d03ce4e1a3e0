package dev.scimlet.jdbc;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.TextOperand;
import dev.scimlet.filter.CompareOperator;

/** Comparisons of values that are known before the database is asked. */
final class Constants {

    private Constants() {}

    static boolean compare(AttributeDefinition definition, Object value, CompareOperator operator, Object operand) {
        if (value instanceof String text && operand instanceof String asked) {
            return compare(text, operator, new TextOperand(definition.comparison(), asked));
        }
        if (operator == CompareOperator.EQ || operator == CompareOperator.NE) {
            return value.equals(operand) == (operator == CompareOperator.EQ);
        }
        throw ScimException.of(
                ErrorType.INVALID_FILTER,
                "'" + definition.name() + "' cannot be searched with " + operator.keyword() + " here");
    }

    private static boolean compare(String text, CompareOperator operator, TextOperand asked) {
        return switch (operator) {
            case EQ -> asked.equalTo(text);
            case NE -> !asked.equalTo(text);
            case CO -> asked.isIn(text);
            case SW -> asked.starts(text);
            case EW -> asked.ends(text);
            case GT -> asked.compare(text) > 0;
            case GE -> asked.compare(text) >= 0;
            case LT -> asked.compare(text) < 0;
            case LE -> asked.compare(text) <= 0;
        };
    }
}
