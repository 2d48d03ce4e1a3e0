package dev.scimlet.core.resource;

import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.core.schema.Returned;
import dev.scimlet.filter.CompareOperator;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can be compared with what (RFC 7644 §3.4.2.2, A-34). A fault is a sentence; null is none. */
final class Operands {

    private Operands() {}

    /** The value in the type in which filters hold it. */
    static Object typed(Object value) {
        if (value instanceof Integer number) {
            return number.longValue();
        }
        return value instanceof Instant instant ? DateTime.exactly(instant) : value;
    }

    /** Why a path cannot be searched at all. */
    static @Nullable String fault(BoundPath path) {
        if (path.filter() != null) {
            return "'" + path.text()
                    + "' has a condition in brackets, which belongs in a filter on some entry of the list";
        }
        boolean meta = path.start() == BoundPath.Start.RESOURCE
                && path.extension() == null
                && path.topLevel().name().equals("meta");
        return meta && path.target().name().equals("location") ? "'meta.location' cannot be searched; use 'id'" : null;
    }

    /** Why the path to a simple value cannot be compared so, whatever the value. */
    static @Nullable String fault(BoundPath path, CompareOperator operator) {
        String fault = fault(path);
        if (fault != null) {
            return fault;
        }
        boolean substring =
                operator == CompareOperator.CO || operator == CompareOperator.SW || operator == CompareOperator.EW;
        boolean equality = operator == CompareOperator.EQ || operator == CompareOperator.NE;
        AttributeDefinition definition = path.target();
        AttributeType type = definition.type();
        boolean text = type == AttributeType.STRING || type == AttributeType.REFERENCE;
        boolean unordered = type == AttributeType.BOOLEAN || type == AttributeType.BINARY;
        if (substring && !text || !substring && !equality && unordered) {
            return "'" + path.text() + "' is " + type.keyword() + ", which cannot be compared with "
                    + operator.keyword();
        }
        if (definition.returned() == Returned.NEVER && !equality) {
            return "'" + path.text() + "' is never returned and can be compared with eq and ne only";
        }
        return null;
    }

    /** Why the path to a simple value cannot be compared so with this value. */
    static @Nullable String fault(BoundPath path, CompareOperator operator, Object operand) {
        String fault = fault(path, operator);
        return fault == null && !fits(path.target().type(), operand) ? unfit(path) : fault;
    }

    static String unfit(BoundPath path) {
        return "'" + path.text() + "' is " + path.target().type().keyword() + " and cannot be compared with this value";
    }

    private static boolean fits(AttributeType type, Object operand) {
        return switch (type) {
            case STRING, REFERENCE, BINARY -> operand instanceof String;
            case BOOLEAN -> operand instanceof Boolean;
            case INTEGER, DECIMAL -> operand instanceof Long || operand instanceof BigDecimal;
            case DATE_TIME -> operand instanceof DateTime;
            case COMPLEX -> false;
        };
    }
}
