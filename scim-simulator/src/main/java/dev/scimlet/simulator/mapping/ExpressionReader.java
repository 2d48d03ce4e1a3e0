package dev.scimlet.simulator.mapping;

import java.util.ArrayList;
import java.util.List;

/** Reads the text of an {@link Expression}. */
final class ExpressionReader {

    /** Deeper expressions are no mapping that a person wrote. */
    private static final int DEEPEST = 64;

    private final String text;
    private int position;
    private int depth;

    private ExpressionReader(String text) {
        this.text = text;
    }

    static Expression read(String text) {
        ExpressionReader reader = new ExpressionReader(text);
        Expression expression = reader.comparison();
        if (reader.position < text.length()) {
            throw reader.expected("the end of the expression");
        }
        return expression;
    }

    private Expression comparison() {
        Expression left = operand();
        skipBlanks();
        if (take("==") || take("=")) {
            return new Expression.Comparison(left, true, operandAfterBlanks());
        }
        if (take("<>") || take("!=")) {
            return new Expression.Comparison(left, false, operandAfterBlanks());
        }
        return left;
    }

    private Expression operandAfterBlanks() {
        Expression operand = operand();
        skipBlanks();
        return operand;
    }

    private Expression operand() {
        skipBlanks();
        if (position == text.length()) {
            throw expected("an attribute, a constant or a function");
        }
        char first = text.charAt(position);
        if (first == '[') {
            return attribute();
        }
        if (first == '"') {
            return new Expression.Constant(quoted());
        }
        if (Character.isDigit(first) || first == '-') {
            return new Expression.Constant(number());
        }
        if (Character.isLetter(first)) {
            return call();
        }
        throw expected("an attribute, a constant or a function");
    }

    private Expression attribute() {
        int end = text.indexOf(']', position);
        if (end < 0) {
            throw expected("']'");
        }
        String name = text.substring(position + 1, end).strip();
        position = end + 1;
        return new Expression.Attribute(name);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (position++; position < text.length(); position++) {
            char next = text.charAt(position);
            if (next == '"') {
                position++;
                return value.toString();
            }
            if (next == '\\' && position + 1 < text.length() && "\\\"".indexOf(text.charAt(position + 1)) >= 0) {
                position++;
            }
            value.append(text.charAt(position));
        }
        throw expected("'\"'");
    }

    private String number() {
        int start = position;
        position++;
        while (position < text.length() && Character.isDigit(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    private Expression call() {
        int start = position;
        while (position < text.length() && Character.isLetterOrDigit(text.charAt(position))) {
            position++;
        }
        String name = text.substring(start, position);
        MappingFunction function = MappingFunction.named(name)
                .orElseThrow(() -> new IllegalArgumentException("unknown function " + name + " in " + text));
        skipBlanks();
        if (!take("(")) {
            throw expected("'('");
        }
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("functions are nested more than " + DEEPEST + " deep");
        }
        List<Expression> arguments = arguments();
        depth--;
        return new Expression.Call(function, arguments);
    }

    private List<Expression> arguments() {
        List<Expression> arguments = new ArrayList<>();
        skipBlanks();
        if (take(")")) {
            return arguments;
        }
        while (true) {
            arguments.add(argument());
            skipBlanks();
            if (take(")")) {
                return arguments;
            }
            if (!take(",")) {
                throw expected("',' or ')'");
            }
        }
    }

    private Expression argument() {
        skipBlanks();
        boolean empty = position < text.length() && ",)".indexOf(text.charAt(position)) >= 0;
        return empty ? new Expression.Nothing() : comparison();
    }

    private boolean take(String token) {
        if (text.startsWith(token, position)) {
            position += token.length();
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private IllegalArgumentException expected(String what) {
        return new IllegalArgumentException(what + " is expected at position " + position + " of " + text);
    }
}
