package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.TextKeys;
import dev.scimlet.core.schema.TextOperand;
import dev.scimlet.filter.CompareOperator;
import dev.scimlet.filter.CompareValue;
import dev.scimlet.filter.Filter;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The comparison of one value, prepared for its operand. */
abstract class ValueTest {

    /** {@code pr}: texts and complex values count if they are not empty. */
    static final ValueTest NOT_EMPTY = new ValueTest() {
        @Override
        boolean test(Object value) {
            return !(value instanceof String text && text.isEmpty())
                    && !(value instanceof Attributes complex && onlyEmpty(complex));
        }

        private boolean onlyEmpty(Attributes complex) {
            for (AttributeDefinition part : complex.definition().subAttributes()) {
                Object value = complex.get(part);
                if (value != null && test(value)) {
                    return false;
                }
            }
            return true;
        }
    };

    abstract boolean test(Object value);

    /** The answer where there is no value: a missing value differs from every other, else nothing matches. */
    boolean ofNothing() {
        return false;
    }

    /** The text that a value must equal, if that is the test; else null. */
    @Nullable
    String equalText() {
        return null;
    }

    static ValueTest of(AttributeDefinition definition, CompareOperator operator, Object operand, TextKeys keys) {
        if (operator == CompareOperator.NE) {
            ValueTest equal = of(definition, CompareOperator.EQ, operand, keys);
            return new ValueTest() {
                @Override
                boolean test(Object value) {
                    return !equal.test(value);
                }

                @Override
                boolean ofNothing() {
                    return true;
                }
            };
        }
        if (operand instanceof String text) {
            return definition.type() == AttributeType.BINARY
                    ? bytes(text)
                    : text(operator, text, new TextOperand(definition.comparison(), text, keys));
        }
        if (operand instanceof Boolean flag) {
            return new ValueTest() {
                @Override
                boolean test(Object value) {
                    return flag.equals(value);
                }
            };
        }
        if (operand instanceof DateTime time) {
            return instant(operator, time.instant());
        }
        return number(operator, (Number) operand);
    }

    private static ValueTest bytes(String operand) {
        return new ValueTest() {
            @Override
            boolean test(Object value) {
                return Base64Text.sameBytes(operand, (String) value);
            }
        };
    }

    private static ValueTest text(CompareOperator operator, String text, TextOperand operand) {
        return switch (operator) {
            case EQ ->
                new ValueTest() {
                    @Override
                    boolean test(Object value) {
                        return operand.equalTo((String) value);
                    }

                    @Override
                    String equalText() {
                        return text;
                    }
                };
            case CO ->
                new ValueTest() {
                    @Override
                    boolean test(Object value) {
                        return operand.isIn((String) value);
                    }
                };
            case SW ->
                new ValueTest() {
                    @Override
                    boolean test(Object value) {
                        return operand.starts((String) value);
                    }
                };
            case EW ->
                new ValueTest() {
                    @Override
                    boolean test(Object value) {
                        return operand.ends((String) value);
                    }
                };
            default ->
                new ValueTest() {
                    @Override
                    boolean test(Object value) {
                        return ordered(operator, operand.compare((String) value));
                    }
                };
        };
    }

    private static ValueTest instant(CompareOperator operator, Instant operand) {
        return new ValueTest() {
            @Override
            boolean test(Object value) {
                Instant instant = value instanceof DateTime time ? time.instant() : (Instant) value;
                return ordered(operator, instant.compareTo(operand));
            }
        };
    }

    private static ValueTest number(CompareOperator operator, Number operand) {
        BigDecimal exact = operand instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) operand;
        return new ValueTest() {
            @Override
            boolean test(Object value) {
                if (value instanceof Long x && operand instanceof Long y) {
                    return ordered(operator, Long.compare(x, y));
                }
                BigDecimal number = value instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) value;
                return ordered(operator, number.compareTo(exact));
            }
        };
    }

    private static boolean ordered(CompareOperator operator, int comparison) {
        return switch (operator) {
            case EQ -> comparison == 0;
            case GT -> comparison > 0;
            case GE -> comparison >= 0;
            case LT -> comparison < 0;
            case LE -> comparison <= 0;
            default -> throw new AssertionError("does not order: " + operator);
        };
    }

    /** The operand as a filter spells it. */
    static String literal(Object operand) {
        CompareValue value = operand instanceof Boolean flag
                ? new CompareValue.Bool(flag)
                : operand instanceof Number number
                        ? new CompareValue.Number(number.toString())
                        : new CompareValue.Text(operand.toString());
        String text = new Filter.Comparison(
                        new dev.scimlet.filter.AttributePath(null, "a", null), CompareOperator.EQ, value)
                .text();
        return text.substring("a eq ".length());
    }
}
