package dev.scimlet.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.ParameterExpression;
import jakarta.persistence.criteria.Predicate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** One query in the making. What clients send is always a parameter of it. */
final class Statement {

    private final EntityManager entities;
    private final CriteriaBuilder criteria;
    private final Database database;
    private final List<Bound<?>> bound = new ArrayList<>();

    private record Bound<T>(ParameterExpression<T> parameter, T value) {

        void set(TypedQuery<?> query) {
            query.setParameter(parameter, value);
        }
    }

    Statement(EntityManager entities, Database database) {
        this.entities = entities;
        this.criteria = entities.getCriteriaBuilder();
        this.database = database;
    }

    CriteriaBuilder criteria() {
        return criteria;
    }

    Dialect dialect() {
        return database.dialect();
    }

    /** Whether texts of an attribute are compared and ordered by code point as they are. */
    boolean comparesByCodePoint(Class<?> entity, AttributePath attribute) {
        return database.comparesByCodePoint(entities, entity, attribute);
    }

    Expression<String> text(String value) {
        return parameter(String.class, value);
    }

    <T> Expression<T> parameter(Class<T> type, T value) {
        ParameterExpression<T> parameter = criteria.parameter(type);
        bound.add(new Bound<>(parameter, value));
        return parameter;
    }

    /** A parameter for a value of an attribute. */
    @SuppressWarnings("unchecked")
    Expression<Object> value(Object value) {
        return parameter((Class<Object>) value.getClass(), value);
    }

    @SuppressWarnings("unchecked")
    Predicate equal(Expression<?> expression, Object value) {
        return value instanceof String text
                ? dialect().equal(criteria, (Expression<String>) expression, text(text))
                : criteria.equal(expression, value(value));
    }

    Predicate in(Expression<?> expression, Collection<?> values) {
        if (values.isEmpty()) {
            return criteria.disjunction();
        }
        Object first = values.iterator().next();
        if (values.size() == 1) {
            return equal(expression, first);
        }
        return first instanceof String ? dialect().in(criteria, expression, values) : expression.in(values);
    }

    Predicate all(List<Predicate> operands) {
        return operands.size() == 1 ? operands.get(0) : criteria.and(operands.toArray(Predicate[]::new));
    }

    <T> TypedQuery<T> prepare(EntityManager entities, CriteriaQuery<T> query) {
        TypedQuery<T> prepared = entities.createQuery(query);
        // What was made for another part of a walk is no parameter of this query
        Set<ParameterExpression<?>> used = query.getParameters();
        bound.stream().filter(each -> used.contains(each.parameter)).forEach(each -> each.set(prepared));
        return prepared;
    }
}
