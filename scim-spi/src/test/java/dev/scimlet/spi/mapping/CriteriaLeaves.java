package dev.scimlet.spi.mapping;

import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.filter.CompareOperator;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The worked example of {@link SearchLeaves}: filters as predicates of JPA's Criteria API, and orders as expressions, for an
 * {@link EntityStore} over an {@code EntityManager}.
 *
 * @param mapping says which property holds what
 */
record CriteriaLeaves(CriteriaBuilder criteria, Root<?> root, ResourceMapping<?> mapping)
        implements SearchLeaves<Predicate, Expression<?>> {

    @Override
    public Predicate and(List<Predicate> operands) {
        return criteria.and(operands.toArray(Predicate[]::new));
    }

    @Override
    public Predicate or(List<Predicate> operands) {
        return criteria.or(operands.toArray(Predicate[]::new));
    }

    @Override
    public Predicate not(Predicate leaf) {
        return criteria.not(leaf);
    }

    @Override
    public @Nullable Expression<?> value(BoundPath path) {
        return mapping.property(path).map(root::get).orElse(null);
    }

    @Override
    public Predicate exists(Expression<?> value) {
        return criteria.isNotNull(value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Predicate compare(
            Expression<?> value, AttributeDefinition attribute, CompareOperator operator, Object operand) {
        if (operand instanceof String text) {
            Expression<String> column = (Expression<String>) value;
            return attribute.caseExact()
                    ? compareText(column, operator, text)
                    : compareText(criteria.lower(column), operator, text.toLowerCase(Locale.ROOT));
        }
        if (operand instanceof DateTime time) {
            return ordered((Expression<Instant>) value, operator, time.instant());
        }
        if (operand instanceof Boolean) {
            return criteria.equal(value, operand);
        }
        BigDecimal number = operand instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) operand;
        return ordered(criteria.toBigDecimal((Expression<? extends Number>) value), operator, number);
    }

    private Predicate compareText(Expression<String> value, CompareOperator operator, String text) {
        String literal = text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
        return switch (operator) {
            case CO -> criteria.like(value, "%" + literal + "%", '!');
            case SW -> criteria.like(value, literal + "%", '!');
            case EW -> criteria.like(value, "%" + literal, '!');
            default -> ordered(value, operator, text);
        };
    }

    private <T extends Comparable<? super T>> Predicate ordered(
            Expression<T> value, CompareOperator operator, T operand) {
        return switch (operator) {
            case EQ -> criteria.equal(value, operand);
            case GT -> criteria.greaterThan(value, operand);
            case GE -> criteria.greaterThanOrEqualTo(value, operand);
            case LT -> criteria.lessThan(value, operand);
            case LE -> criteria.lessThanOrEqualTo(value, operand);
            default -> throw new AssertionError("no order: " + operator);
        };
    }

    @Override
    @SuppressWarnings("unchecked")
    public Expression<?> sorted(Expression<?> value, AttributeDefinition attribute) {
        boolean folds = attribute.type().isText() && !attribute.caseExact();
        return folds ? criteria.lower((Expression<String>) value) : value;
    }

    @Override
    public Expression<?> firstOf(BoundPath path, List<Case<Predicate, Expression<?>>> cases) {
        CriteriaBuilder.Case<Object> choice = criteria.selectCase();
        for (Case<Predicate, Expression<?>> one : cases) {
            Expression<?> value = one.value();
            choice = value != null ? choice.when(one.condition(), value) : choice.when(one.condition(), one.constant());
        }
        return choice.otherwise(criteria.nullLiteral(String.class));
    }
}
