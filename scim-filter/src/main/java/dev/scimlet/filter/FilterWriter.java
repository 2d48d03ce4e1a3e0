package dev.scimlet.filter;

import java.util.List;

/** Prints filters and paths as canonical text: single blanks, keywords in lower case, only the parentheses needed. */
final class FilterWriter {

    private final StringBuilder text = new StringBuilder();

    private FilterWriter() {}

    static String write(Filter filter) {
        var writer = new FilterWriter();
        writer.append(filter);
        return writer.text.toString();
    }

    static String write(PatchPath path) {
        if (path instanceof PatchPath.SchemaTarget target) {
            return target.schema();
        }
        if (path instanceof PatchPath.AttributeTarget target) {
            return target.path().text();
        }
        if (path instanceof PatchPath.ValueTarget target) {
            var writer = new FilterWriter();
            writer.appendValuePath(target.path(), target.filter());
            return writer.text + (target.subAttribute() == null ? "" : "." + target.subAttribute());
        }
        throw new AssertionError("unknown kind of path: " + path);
    }

    private void append(Filter filter) {
        if (filter instanceof Filter.Or or) {
            appendChain(or.operands(), " or ");
        } else if (filter instanceof Filter.And and) {
            appendChain(and.operands(), " and ");
        } else if (filter instanceof Filter.Not not) {
            text.append("not ");
            appendGroup(not.operand());
        } else if (filter instanceof Filter.Present present) {
            text.append(present.path().text()).append(" pr");
        } else if (filter instanceof Filter.Comparison comparison) {
            text.append(comparison.path().text()).append(' ');
            text.append(comparison.operator().keyword()).append(' ');
            append(comparison.value());
        } else if (filter instanceof Filter.ValuePath valuePath) {
            appendValuePath(valuePath.path(), valuePath.filter());
        } else {
            throw new AssertionError("unknown kind of filter: " + filter);
        }
    }

    private void appendChain(List<Filter> operands, String operator) {
        String before = "";
        for (Filter operand : operands) {
            text.append(before);
            // An "and" inside an "or" binds tighter by itself; a chain holds no chain of its own kind.
            if (operand instanceof Filter.Or) {
                appendGroup(operand);
            } else {
                append(operand);
            }
            before = operator;
        }
    }

    private void appendGroup(Filter filter) {
        text.append('(');
        append(filter);
        text.append(')');
    }

    private void appendValuePath(AttributePath path, Filter filter) {
        text.append(path.text()).append('[');
        append(filter);
        text.append(']');
    }

    private void append(CompareValue value) {
        if (value instanceof CompareValue.Text string) {
            appendQuoted(string.value());
        } else if (value instanceof CompareValue.Number number) {
            text.append(number.literal());
        } else if (value instanceof CompareValue.Bool bool) {
            text.append(bool.value());
        } else if (value instanceof CompareValue.Null) {
            text.append("null");
        } else {
            throw new AssertionError("unknown kind of value: " + value);
        }
    }

    private void appendQuoted(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            switch (character) {
                case '"', '\\' -> text.append('\\').append(character);
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (character < ' ') {
                        text.append(String.format("\\u%04x", (int) character));
                    } else {
                        text.append(character);
                    }
                }
            }
        }
        text.append('"');
    }
}
