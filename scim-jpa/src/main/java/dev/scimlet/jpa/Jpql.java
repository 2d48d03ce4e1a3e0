package dev.scimlet.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A query of fixed shape in the making, as text: what a provider has made of a text it keeps, where it translates each query of the
 * Criteria API anew. What clients send is always a parameter of it.
 */
final class Jpql {

    private final Dialect dialect;
    private final String from;
    private final Map<String, String> joins = new LinkedHashMap<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    /** @param from what stands behind {@code FROM}: an entity and its alias, perhaps with joins */
    Jpql(Dialect dialect, String from) {
        this.dialect = dialect;
        this.from = from;
    }

    /** The alias of what a path refers to, which may be missing. */
    String joined(String path) {
        return joins.computeIfAbsent(path, missing -> "j" + joins.size());
    }

    private String parameter(Object value) {
        parameters.add(value);
        return "?" + parameters.size();
    }

    /** A further condition: what the expression gives is this value, of texts whatever their collation. */
    Jpql equal(String expression, Object value) {
        String parameter = parameter(value);
        conditions.add(value instanceof String ? dialect.equal(expression, parameter) : expression + " = " + parameter);
        return this;
    }

    /** As {@link #equal} of a text whose column compares by code point, or is compared so below. */
    Jpql same(String expression, String value) {
        conditions.add(expression + " = " + parameter(value));
        return this;
    }

    /** A further condition: what the expression gives is one of some values, of which there is one at least. */
    Jpql in(String expression, Collection<?> values) {
        if (values.size() == 1) {
            return equal(expression, values.iterator().next());
        }
        List<Object> all = padded(values);
        String places = all.stream().map(this::parameter).collect(Collectors.joining(", ", "(", ")"));
        boolean texts = all.get(0) instanceof String;
        conditions.add(texts ? dialect.in(expression, places) : expression + " in " + places);
        return this;
    }

    /**
     * The values, the last one as often as it takes to make their number a power of two: a provider translates a parameter of many
     * values anew each time, and keeps what it has made of a text with one for each value, of which there are few so.
     */
    private static List<Object> padded(Collection<?> values) {
        List<Object> padded = new ArrayList<>(values);
        int size = Integer.highestOneBit(values.size() - 1) << 1;
        while (padded.size() < size) {
            padded.add(padded.get(values.size() - 1));
        }
        return padded;
    }

    /** The query, ready to run. */
    <T> TypedQuery<T> select(EntityManager entities, Class<T> type, String selected, String order) {
        StringBuilder text =
                new StringBuilder("select ").append(selected).append(" from ").append(from);
        joins.forEach((path, alias) ->
                text.append(" left join ").append(path).append(' ').append(alias));
        if (!conditions.isEmpty()) {
            text.append(" where ").append(String.join(" and ", conditions));
        }
        if (!order.isEmpty()) {
            text.append(" order by ").append(order);
        }
        TypedQuery<T> query = entities.createQuery(text.toString(), type);
        for (int i = 0; i < parameters.size(); i++) {
            query.setParameter(i + 1, parameters.get(i));
        }
        return query;
    }
}
