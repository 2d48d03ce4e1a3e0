package dev.scimlet.spi.mapping;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.BoundFilter;
import dev.scimlet.core.resource.BoundPath;
import dev.scimlet.filter.CompareOperator;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates a filter to another query language (RFC 7644 §3.4.2.2): one method for each kind of node, called from the
 * leaves up.
 *
 * <p>SCIM knows two truth values where SQL and its relatives know three: a comparison with a missing value is false, so
 * that its negation holds; {@code ne} holds where there is no value. What the other language cannot say must be refused
 * with {@link #unsupported}, never left out. {@code CriteriaCondition}, among the tests of this module, is a whole example: filters as
 * predicates of JPA's Criteria API.
 *
 * @param <C> a condition in the other language
 */
public interface FilterWalker<C> {

    /** All operands hold; two or more. */
    C and(List<C> operands);

    /** Some operand holds; two or more. */
    C or(List<C> operands);

    /** The operand does not hold. */
    C not(C operand);

    /** The same answer for every resource. */
    C constant(boolean value);

    /** {@code title pr}: there is a value, and it is not an empty text. The path may lead to a complex value. */
    C present(BoundPath path);

    /**
     * {@code userName eq "bjensen"}: some value at the path compares so with the given one.
     *
     * @param value a {@link String}, {@link Boolean}, {@link Long}, {@link java.math.BigDecimal} or {@link
     *     dev.scimlet.core.resource.DateTime}
     */
    C comparison(BoundPath path, CompareOperator operator, Object value);

    /**
     * {@code emails[type eq "work"]}: some one entry of the list meets all of the filter.
     *
     * @param filter its paths are relative to the entry; another walker, made for the list, translates it
     */
    C valuePath(BoundPath list, BoundFilter filter);

    /**
     * The condition that a filter stands for.
     *
     * @throws ScimException {@code invalidFilter} if the other language cannot say it
     */
    default C walk(BoundFilter filter) {
        if (filter instanceof BoundFilter.And and) {
            return and(walkAll(and.operands()));
        }
        if (filter instanceof BoundFilter.Or or) {
            return or(walkAll(or.operands()));
        }
        if (filter instanceof BoundFilter.Not not) {
            return not(walk(not.operand()));
        }
        if (filter instanceof BoundFilter.Constant constant) {
            return constant(constant.value());
        }
        if (filter instanceof BoundFilter.Present present) {
            return present(present.path());
        }
        if (filter instanceof BoundFilter.Comparison comparison) {
            return comparison(comparison.path(), comparison.operator(), comparison.value());
        }
        if (filter instanceof BoundFilter.ValuePath valuePath) {
            return valuePath(valuePath.path(), valuePath.filter());
        }
        throw new AssertionError("unknown kind of filter: " + filter);
    }

    private List<C> walkAll(List<BoundFilter> filters) {
        List<C> conditions = new ArrayList<>(filters.size());
        filters.forEach(filter -> conditions.add(walk(filter)));
        return conditions;
    }

    /** The refusal of a condition that the store cannot decide. */
    static ScimException unsupported(BoundPath path, CompareOperator operator) {
        return ScimException.of(
                ErrorType.INVALID_FILTER, "'" + path.text() + "' cannot be searched with " + operator.keyword());
    }

    /** The refusal of a condition on an attribute that the store cannot search at all. */
    static ScimException unsupported(BoundPath path) {
        return ScimException.of(ErrorType.INVALID_FILTER, "'" + path.text() + "' cannot be searched");
    }
}
