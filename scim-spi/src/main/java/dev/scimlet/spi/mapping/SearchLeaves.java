package dev.scimlet.spi.mapping;

import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.core.schema.AttributeDefinition;
import dev.scimlet.filter.CompareOperator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a store says in its own query language. {@link MappedSearch} knows what SCIM means by a filter or an order and asks for
 * nothing but this. Six methods are enough where every path has a column of one table:
 *
 * <pre>{@code
 * public Predicate and(List<Predicate> operands) { return criteria.and(operands.toArray(Predicate[]::new)); }
 * public Predicate or(List<Predicate> operands)  { return criteria.or(operands.toArray(Predicate[]::new)); }
 * public Predicate not(Predicate leaf)           { return criteria.not(leaf); }
 * public Expression<?> value(BoundPath path)     { return root.get(properties.get(path.text())); }
 * public Predicate exists(Expression<?> value)   { return criteria.isNotNull(value); }
 * public Predicate compare(Expression<?> value, AttributeDefinition attribute, CompareOperator operator, Object operand) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Languages with three truth values, as SQL, need no care: what may be unknown is asked for together with whether there is
 * a value, and negated only there.
 *
 * <p>What the language cannot say is refused, with {@link MappedSearch#unsupported} or another {@code invalidFilter}, never
 * left out.
 *
 * @param <C> a condition: a part of a statement with its parameters, a predicate
 * @param <V> a single value that conditions look at: a column, an expression
 */
public interface SearchLeaves<C, V> {

    /** All operands hold; without any, that is always so. */
    C and(List<C> operands);

    /** Some operand holds; without any, that is never so. */
    C or(List<C> operands);

    /** The opposite of what {@link #exists}, {@link #compare} or {@link #someEntry} gave; unknown where that is. */
    C not(C leaf);

    /**
     * The value at a path: that of a line of the mapping that is no list, with its brackets if it is one of an entry; or {@code
     * id}, {@code meta.created}, {@code meta.lastModified}, {@code meta.version}. Versions are compared as clients see them,
     * {@code W/"3"}.
     *
     * @return null if the store cannot look at it: what asks for it is refused
     */
    @Nullable
    V value(BoundPath path);

    /** There is a value, be it an empty text. */
    C exists(V value);

    /**
     * The value compares so with the operand, as the attribute's {@link AttributeDefinition#comparison} and type have it. Where
     * there is no value the condition is false or unknown.
     *
     * @param attribute what the value is one of
     * @param operator any but {@code NE}
     * @param operand a {@link String}, {@link Boolean}, {@link Long}, {@link java.math.BigDecimal} or {@link
     *     dev.scimlet.core.resource.DateTime}; of any precision and size
     */
    C compare(V value, AttributeDefinition attribute, CompareOperator operator, Object operand);

    /**
     * Some entry of a list that is bound as a whole meets a condition.
     *
     * @param list the line of the list
     * @param condition makes the condition of what stands for the parts of one entry
     */
    default C someEntry(MappedPath list, Function<Entry<V>, C> condition) {
        throw MappedSearch.unsupported(list.path());
    }

    /** What stands for the parts of an entry. */
    @FunctionalInterface
    interface Entry<V> {

        /** The value of a sub-attribute, of a list of simple values that of the list's own definition; null for none. */
        @Nullable
        V value(AttributeDefinition part);

        /** What a sub-attribute is in all entries, where the mapping says so; else null. */
        default @Nullable Object constant(AttributeDefinition part) {
            return null;
        }
    }

    /**
     * What an order looks at for a value: of a text that which {@link AttributeDefinition#comparison} says, {@code lower(…)}.
     * For values that order as they are, themselves.
     */
    default V sorted(V value, AttributeDefinition attribute) {
        return value;
    }

    /**
     * The value of one part of a list that is bound as a whole, for an order: that of the primary entry, else of the first.
     *
     * @param part the sub-attribute, of a list of simple values the list's own definition
     */
    default V ofPrimaryOrFirst(MappedPath list, AttributeDefinition part) {
        throw MappedSearch.cannotSort(list.path());
    }

    /**
     * For an order, the value of the first case whose condition holds; none if none does.
     *
     * @param path what is sorted by
     */
    default V firstOf(BoundPath path, List<Case<C, V>> cases) {
        throw MappedSearch.cannotSort(path);
    }

    /**
     * A value on a condition.
     *
     * @param condition when it is this one
     * @param value null for none, or for the constant
     * @param constant null for none, or for the value; a text in the form that is {@link #sorted}
     */
    record Case<C, V>(
            C condition, @Nullable V value, @Nullable Object constant) {}
}
