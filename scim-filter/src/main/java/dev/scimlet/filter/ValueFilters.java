package dev.scimlet.filter;

import java.util.List;

/** What may stand before and inside the brackets of a value path (RFC 7644 §3.4.2.2, errata 4690 and 7322). */
final class ValueFilters {

    private ValueFilters() {}

    static void requirePathWithoutSubAttribute(AttributePath path) {
        if (path.subAttribute() != null) {
            throw new IllegalArgumentException("no sub-attribute before brackets: " + path.text());
        }
    }

    static void requireValueFilter(Filter filter) {
        if (filter instanceof Filter.And and) {
            requireAll(and.operands());
        } else if (filter instanceof Filter.Or or) {
            requireAll(or.operands());
        } else if (filter instanceof Filter.Not not) {
            requireValueFilter(not.operand());
        } else if (filter instanceof Filter.Present present) {
            requirePlainName(present.path());
        } else if (filter instanceof Filter.Comparison comparison) {
            requirePlainName(comparison.path());
        } else if (filter instanceof Filter.ValuePath valuePath) {
            throw new IllegalArgumentException("no value path inside brackets: " + valuePath.text());
        } else {
            throw new AssertionError("unknown kind of filter: " + filter);
        }
    }

    private static void requireAll(List<Filter> operands) {
        for (Filter operand : operands) {
            requireValueFilter(operand);
        }
    }

    private static void requirePlainName(AttributePath path) {
        if (path.schema() != null || path.subAttribute() != null) {
            throw new IllegalArgumentException("only names of sub-attributes inside brackets: " + path.text());
        }
    }
}
