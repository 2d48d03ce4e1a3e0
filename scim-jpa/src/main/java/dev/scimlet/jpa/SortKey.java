package dev.scimlet.jpa;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.filter.CompareOperator;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Order;
import jakarta.persistence.criteria.Predicate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What entities are ordered by, as a value in the form in which it orders; it is compared with keys of positions.
 *
 * @param statement the query that it is a part of
 * @param form what the expression gives
 * @param expression gives it
 * @param byCodePoint whether texts are ordered by code point as they are
 * @param always whether nothing is without it
 */
record SortKey(Statement statement, Form form, Expression<?> expression, boolean byCodePoint, boolean always)
        implements SearchValue {

    /** A key whose texts the database may order in its own way. */
    SortKey(Statement statement, Form form, Expression<?> expression) {
        this(statement, form, expression, false, false);
    }

    /** What a query gave for the key of an entity, as positions hold it. */
    @Nullable
    Object key(@Nullable Object java) {
        if (java == null) {
            return null;
        }
        Object core = form.core(java);
        return core instanceof Instant instant ? DateTime.exactly(instant) : core;
    }

    private Object java(Object key) {
        try {
            Object core = switch (form.kind()) {
                case TEXT -> (String) key;
                case NUMBER -> key instanceof Long whole ? whole : (Object) ((BigDecimal) key).longValueExact();
                case DECIMAL -> key instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) key;
                case BOOLEAN -> (Boolean) key;
                case TIME -> ((DateTime) key).instant();
                case UUID -> throw new AssertionError("ids are ordered as texts");
            };
            return form.java(core);
        } catch (ClassCastException | ArithmeticException ofAnotherOrder) {
            throw unknownCursor();
        }
    }

    static ScimException unknownCursor() {
        return ScimException.of(ErrorType.INVALID_CURSOR, "the cursor is not one of this service");
    }

    /** The order, with those without a value last, or first where it descends. */
    List<Order> orders(boolean ascending) {
        CriteriaBuilder criteria = statement.criteria();
        if (always || statement.dialect().ordersMissingLast()) {
            Expression<?> alone = ordered(expression);
            return List.of(ascending ? criteria.asc(alone) : criteria.desc(alone));
        }
        Expression<Integer> missing = criteria.<Integer>selectCase()
                .when(criteria.isNull(expression), criteria.literal(1))
                .otherwise(criteria.literal(0));
        Expression<?> ordered = ordered(expression);
        return ascending
                ? List.of(criteria.asc(missing), criteria.asc(ordered))
                : List.of(criteria.desc(missing), criteria.desc(ordered));
    }

    @SuppressWarnings("unchecked")
    private Expression<?> ordered(Expression<?> value) {
        return form.kind() == Form.Kind.TEXT && !byCodePoint
                ? statement.dialect().byCodePoint(statement.criteria(), (Expression<String>) value)
                : value;
    }

    @Override
    public Predicate exists() {
        return statement.criteria().isNotNull(expression);
    }

    @Override
    public Predicate compare(CompareOperator operator, Object operand) {
        return AttributeValue.ordered(
                statement.criteria(), ordered(expression), operator, ordered(statement.value(java(operand))));
    }

    @Override
    public SortKey sortKey() {
        return this;
    }
}
