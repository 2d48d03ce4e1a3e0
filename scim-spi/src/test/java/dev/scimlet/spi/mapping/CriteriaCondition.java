package dev.scimlet.spi.mapping;

import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.resource.DateTime;
import dev.scimlet.core.schema.AttributeType;
import dev.scimlet.filter.CompareOperator;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The worked example of a {@link FilterWalker}: a filter as a predicate of JPA's Criteria API, for an {@link EntityStore}
 * over an {@code EntityManager}.
 *
 * <p>Each predicate is either true or false, never unknown: a missing value is looked at first.
 *
 * @param propertyByPath the property of each path that can be searched: {@code login} of {@code userName}
 */
record CriteriaCondition(CriteriaBuilder criteria, Root<?> root, Map<String, String> propertyByPath)
        implements FilterWalker<Predicate> {

    @Override
    public Predicate and(List<Predicate> operands) {
        return criteria.and(operands.toArray(Predicate[]::new));
    }

    @Override
    public Predicate or(List<Predicate> operands) {
        return criteria.or(operands.toArray(Predicate[]::new));
    }

    @Override
    public Predicate not(Predicate operand) {
        return criteria.not(operand);
    }

    @Override
    public Predicate constant(boolean value) {
        return value ? criteria.conjunction() : criteria.disjunction();
    }

    @Override
    public Predicate present(BoundPath path) {
        Predicate there = criteria.isNotNull(property(path, Object.class));
        return path.target().type().isText()
                ? criteria.and(there, criteria.notEqual(property(path, String.class), ""))
                : there;
    }

    @Override
    public Predicate comparison(BoundPath path, CompareOperator operator, Object value) {
        if (operator == CompareOperator.NE) {
            return criteria.not(comparison(path, CompareOperator.EQ, value));
        }
        Predicate compares;
        if (value instanceof String text) {
            compares = compareText(path, operator, text);
        } else if (value instanceof DateTime time) {
            compares = compare(property(path, java.time.Instant.class), operator, time.instant());
        } else if (path.target().type() == AttributeType.DECIMAL) {
            BigDecimal number = value instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) value;
            compares = compare(property(path, BigDecimal.class), operator, number);
        } else if (value instanceof Long whole) {
            compares = compare(property(path, Long.class), operator, whole);
        } else if (value instanceof Boolean && operator == CompareOperator.EQ) {
            compares = criteria.equal(property(path, Object.class), value);
        } else {
            throw FilterWalker.unsupported(path, operator);
        }
        return criteria.and(criteria.isNotNull(property(path, Object.class)), compares);
    }

    private Predicate compareText(BoundPath path, CompareOperator operator, String text) {
        boolean folds = !path.target().caseExact();
        Expression<String> property = property(path, String.class);
        Expression<String> compared = folds ? criteria.lower(property) : property;
        String operand = folds ? text.toLowerCase(Locale.ROOT) : text;
        String literal = operand.replace("!", "!!").replace("%", "!%").replace("_", "!_");
        return switch (operator) {
            case CO -> criteria.like(compared, "%" + literal + "%", '!');
            case SW -> criteria.like(compared, literal + "%", '!');
            case EW -> criteria.like(compared, "%" + literal, '!');
            default -> compare(compared, operator, operand);
        };
    }

    private <T extends Comparable<? super T>> Predicate compare(
            Expression<T> property, CompareOperator operator, T operand) {
        return switch (operator) {
            case EQ -> criteria.equal(property, operand);
            case GT -> criteria.greaterThan(property, operand);
            case GE -> criteria.greaterThanOrEqualTo(property, operand);
            case LT -> criteria.lessThan(property, operand);
            case LE -> criteria.lessThanOrEqualTo(property, operand);
            default -> throw new AssertionError("no order: " + operator);
        };
    }

    /** The entry that a property holds is named by the whole of its condition: {@code emails[type eq "work"].value}. */
    @Override
    public Predicate valuePath(BoundPath list, BoundFilter filter) {
        if (filter instanceof BoundFilter.And and && and.operands().size() == 2) {
            for (int i = 0; i < 2; i++) {
                BoundFilter which = and.operands().get(i);
                if (and.operands().get(1 - i) instanceof BoundFilter.Comparison asked) {
                    String entry = list.text() + "[" + which.text() + "].";
                    String property =
                            propertyByPath.get(entry + asked.path().target().name());
                    if (property != null) {
                        var inEntry = new CriteriaCondition(
                                criteria, root, Map.of(asked.path().text(), property));
                        // Without the value there is no such entry, which then meets no condition, not even 'ne'
                        return criteria.and(criteria.isNotNull(root.get(property)), inEntry.walk(asked));
                    }
                }
            }
        }
        throw FilterWalker.unsupported(list);
    }

    private <T> Expression<T> property(BoundPath path, Class<T> type) {
        String property = propertyByPath.get(path.text());
        if (property == null) {
            throw FilterWalker.unsupported(path);
        }
        return root.<T>get(property);
    }
}
