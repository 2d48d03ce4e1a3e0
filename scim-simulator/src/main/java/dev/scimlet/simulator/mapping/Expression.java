package dev.scimlet.simulator.mapping;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An expression of Entra ID's attribute mappings, such as {@code Join(" ", [givenName], [surname])}. */
public sealed interface Expression {

    /** {@code [givenName]}: an attribute of the source object. */
    record Attribute(String name) implements Expression {}

    /** {@code "text"} or a number. */
    record Constant(String value) implements Expression {}

    /** An argument left empty, as the second one in {@code Switch([IsSoftDeleted], , "False", "True")}. */
    record Nothing() implements Expression {}

    /** {@code Join(…)}. */
    record Call(MappingFunction function, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
            function.checkArguments(arguments.size());
        }
    }

    /** {@code [country] = "USA"}, or the contrary: the condition of an {@code IIF}. */
    record Comparison(Expression left, boolean equal, Expression right) implements Expression {}

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException if {@code text} is not one, with the position where it stops being one
     */
    static Expression parse(String text) {
        return ExpressionReader.read(text);
    }

    /**
     * Computes the value for a source object.
     *
     * @param source the attributes of the source object: empty if it has no such attribute
     * @return the value, or empty for none; empty text counts as none
     */
    default Optional<String> evaluate(Function<String, Optional<String>> source) {
        return value(source).filter(text -> !text.isEmpty());
    }

    private Optional<String> value(Function<String, Optional<String>> source) {
        if (this instanceof Attribute attribute) {
            return source.apply(attribute.name());
        }
        if (this instanceof Constant constant) {
            return Optional.of(constant.value());
        }
        if (this instanceof Nothing) {
            return Optional.empty();
        }
        if (this instanceof Call call) {
            return call.function().apply(call.arguments(), source);
        }
        if (this instanceof Comparison comparison) {
            boolean same =
                    comparison.left().evaluate(source).equals(comparison.right().evaluate(source));
            return Optional.of(same == comparison.equal() ? "True" : "False");
        }
        throw new AssertionError("unknown kind of expression: " + this);
    }

    /** The attributes of the source object that it looks at. */
    default Set<String> attributes() {
        if (this instanceof Attribute attribute) {
            return Set.of(attribute.name());
        }
        if (this instanceof Constant || this instanceof Nothing) {
            return Set.of();
        }
        if (this instanceof Call call) {
            Set<String> names = new LinkedHashSet<>();
            call.arguments().forEach(argument -> names.addAll(argument.attributes()));
            return names;
        }
        if (this instanceof Comparison comparison) {
            Set<String> names = new LinkedHashSet<>(comparison.left().attributes());
            names.addAll(comparison.right().attributes());
            return names;
        }
        throw new AssertionError("unknown kind of expression: " + this);
    }

    /** This expression as text: {@code Expression.parse(expression.text())} equals it. */
    default String text() {
        if (this instanceof Attribute attribute) {
            return "[" + attribute.name() + "]";
        }
        if (this instanceof Constant constant) {
            return "\"" + constant.value().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        if (this instanceof Nothing) {
            return "";
        }
        if (this instanceof Call call) {
            return call.arguments().stream()
                    .map(Expression::text)
                    .collect(Collectors.joining(", ", call.function().entraName() + "(", ")"));
        }
        if (this instanceof Comparison comparison) {
            return comparison.left().text()
                    + (comparison.equal() ? " = " : " <> ")
                    + comparison.right().text();
        }
        throw new AssertionError("unknown kind of expression: " + this);
    }
}
