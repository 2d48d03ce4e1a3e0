package dev.scimlet.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** Trees as {@code examples.json} writes them: binary, chains associated to the left. */
final class CorpusNotation {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CorpusNotation() {}

    static String of(Filter filter) {
        if (filter instanceof Filter.And and) {
            return chain("and", and.operands());
        }
        if (filter instanceof Filter.Or or) {
            return chain("or", or.operands());
        }
        if (filter instanceof Filter.Not not) {
            return "(not " + of(not.operand()) + ")";
        }
        if (filter instanceof Filter.Present present) {
            return "(pr " + of(present.path()) + ")";
        }
        if (filter instanceof Filter.Comparison comparison) {
            return "(" + comparison.operator().keyword() + " " + of(comparison.path()) + " " + of(comparison.value())
                    + ")";
        }
        if (filter instanceof Filter.ValuePath valuePath) {
            return "(vp " + of(valuePath.path()) + " " + of(valuePath.filter()) + ")";
        }
        throw new AssertionError("unknown kind of filter: " + filter);
    }

    static String of(PatchPath path) {
        if (path instanceof PatchPath.SchemaTarget target) {
            return "(path {" + target.schema() + "})";
        }
        if (path instanceof PatchPath.AttributeTarget target) {
            return "(path " + of(target.path()) + ")";
        }
        if (path instanceof PatchPath.ValueTarget target) {
            String subAttribute = target.subAttribute() == null ? "" : " " + target.subAttribute();
            return "(path " + of(target.path()) + " " + of(target.filter()) + subAttribute + ")";
        }
        throw new AssertionError("unknown kind of path: " + path);
    }

    private static String chain(String operator, List<Filter> operands) {
        String chain = of(operands.get(0));
        for (Filter operand : operands.subList(1, operands.size())) {
            chain = "(" + operator + " " + chain + " " + of(operand) + ")";
        }
        return chain;
    }

    private static String of(AttributePath path) {
        return (path.schema() == null ? "" : "{" + path.schema() + "}")
                + path.attribute()
                + (path.subAttribute() == null ? "" : "." + path.subAttribute());
    }

    private static String of(CompareValue value) {
        if (value instanceof CompareValue.Text text) {
            return quoted(text.value());
        }
        if (value instanceof CompareValue.Number number) {
            return number.literal();
        }
        if (value instanceof CompareValue.Bool bool) {
            return String.valueOf(bool.value());
        }
        if (value instanceof CompareValue.Null) {
            return "null";
        }
        throw new AssertionError("unknown kind of value: " + value);
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
