package dev.scimlet.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A condition on a resource, or on one value of a multi-valued attribute (RFC 7644 §3.4.2.2).
 *
 * <p>Names keep the spelling of the input, so that two filters which mean the same may differ in
 * {@link Object#equals equals}. Nothing is checked against a schema. No kinds will come: the language has no more.
 */
public sealed interface Filter {

    /**
     * All of {@code operands} hold. A chain of {@code and} is one node, however it was grouped: an operand that is
     * itself an {@code And} gives its operands to this one. A long filter makes a wide tree, not a deep one.
     *
     * @param operands two or more, in the order of the text
     */
    record And(List<Filter> operands) implements Filter {

        /** @throws IllegalArgumentException if there are fewer than two operands */
        public And {
            operands = chain(operands, operand -> operand instanceof And and ? and.operands : List.of(operand));
        }
    }

    /**
     * At least one of {@code operands} holds. A chain of {@code or} is one node, as with {@link And}.
     *
     * @param operands two or more, in the order of the text
     */
    record Or(List<Filter> operands) implements Filter {

        /** @throws IllegalArgumentException if there are fewer than two operands */
        public Or {
            operands = chain(operands, operand -> operand instanceof Or or ? or.operands : List.of(operand));
        }
    }

    /**
     * {@code operand} does not hold.
     *
     * @param operand any filter
     */
    record Not(Filter operand) implements Filter {}

    /**
     * {@code title pr}: the attribute has a value that is not empty.
     *
     * @param path the attribute
     */
    record Present(AttributePath path) implements Filter {}

    /**
     * {@code userName eq "bjensen"}.
     *
     * @param path the attribute
     * @param operator how it is compared
     * @param value with what it is compared
     */
    record Comparison(AttributePath path, CompareOperator operator, CompareValue value) implements Filter {}

    /**
     * {@code emails[type eq "work"]}: some one value of {@code path} meets all of {@code filter}.
     *
     * @param path an attribute without sub-attribute
     * @param filter a filter on sub-attributes: its paths have neither schema nor sub-attribute, and it holds no value
     *     path (RFC 7644 errata 4690 and 7322)
     */
    record ValuePath(AttributePath path, Filter filter) implements Filter {

        /** @throws IllegalArgumentException if {@code path} or {@code filter} is not as described */
        public ValuePath {
            ValueFilters.requirePathWithoutSubAttribute(path);
            ValueFilters.requireValueFilter(filter);
        }
    }

    /**
     * Reads a filter with {@link FilterSyntax#DEFAULT}, which knows no schema: in a qualified name the last colon ends
     * the URN.
     *
     * @throws SyntaxException if {@code text} is not a filter, with the position where it stops being one
     */
    static Filter parse(String text) {
        return FilterSyntax.DEFAULT.filter(text);
    }

    /** This filter as canonical text: {@code Filter.parse(filter.text())} equals it. */
    default String text() {
        return FilterWriter.write(this);
    }

    private static List<Filter> chain(List<Filter> operands, Function<Filter, List<Filter>> partsOf) {
        List<Filter> parts = new ArrayList<>(operands.size());
        for (Filter operand : operands) {
            parts.addAll(partsOf.apply(operand));
        }
        if (parts.size() < 2) {
            throw new IllegalArgumentException("a chain has two or more operands: " + operands);
        }
        return List.copyOf(parts);
    }
}
