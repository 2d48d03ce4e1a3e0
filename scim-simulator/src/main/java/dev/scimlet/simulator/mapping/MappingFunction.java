package dev.scimlet.simulator.mapping;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The functions of Entra ID's mapping expressions that are known here, as its reference describes them. An argument
 * without a value makes a function that needs it give none.
 */
public enum MappingFunction {
    APPEND("Append", 2, 2),
    COALESCE("Coalesce", 1, Arity.ANY),
    IIF("IIF", 3, 3),
    IS_NULL_OR_EMPTY("IsNullOrEmpty", 1, 1),
    IS_PRESENT("IsPresent", 1, 1),
    JOIN("Join", 2, Arity.ANY),
    LEFT("Left", 2, 2),
    MID("Mid", 3, 3),
    NORMALIZE_DIACRITICS("NormalizeDiacritics", 1, 1),
    NOT("Not", 1, 1),
    REPLACE("Replace", 3, 7),
    RIGHT("Right", 2, 2),
    STRIP_SPACES("StripSpaces", 1, 1),
    SWITCH("Switch", 2, Arity.ANY),
    TO_LOWER("ToLower", 1, 2),
    TO_UPPER("ToUpper", 1, 2),
    TRIM("Trim", 1, 1),
    WORD("Word", 3, 3),
    /** The user's role, if there is one only: see {@link RoleFunction}. */
    SINGLE_APP_ROLE_ASSIGNMENT("SingleAppRoleAssignment", 1, 1),
    /** All roles of the user, added to those of the application: see {@link RoleFunction}. */
    APP_ROLE_ASSIGNMENTS_COMPLEX("AppRoleAssignmentsComplex", 1, 1),
    /** All roles of the user, in place of those of the application: see {@link RoleFunction}. */
    ASSERTIVE_APP_ROLE_ASSIGNMENTS_COMPLEX("AssertiveAppRoleAssignmentsComplex", 1, 1);

    private final String entraName;
    private final int fewest;
    private final int most;

    MappingFunction(String entraName, int fewest, int most) {
        this.entraName = entraName;
        this.fewest = fewest;
        this.most = most;
    }

    private static final class Arity {
        private static final int ANY = Integer.MAX_VALUE;
    }

    /** The function's name in an expression. */
    public String entraName() {
        return entraName;
    }

    static Optional<MappingFunction> named(String name) {
        return Stream.of(values())
                .filter(function -> function.entraName.equalsIgnoreCase(name))
                .findFirst();
    }

    void checkArguments(int count) {
        if (count < fewest || count > most) {
            throw new IllegalArgumentException(entraName + " does not take " + count + " arguments");
        }
        if (this == SWITCH && count % 2 != 0) {
            throw new IllegalArgumentException("Switch takes a source, a default value, and pairs of key and value");
        }
    }

    Optional<String> apply(List<Expression> arguments, Function<String, Optional<String>> source) {
        Arguments given = new Arguments(arguments, source);
        return switch (this) {
            case APPEND -> given.get(0).map(text -> text + given.textOr(1, ""));
            case COALESCE -> given.from(0).findFirst();
            case IIF -> given.isTrue(0) ? given.get(1) : given.get(2);
            case IS_NULL_OR_EMPTY -> truth(given.get(0).isEmpty());
            case IS_PRESENT -> truth(given.get(0).isPresent());
            case JOIN -> Optional.of(given.from(1).collect(Collectors.joining(given.textOr(0, ""))));
            case LEFT -> given.get(0).map(text -> text.substring(0, Math.min(given.number(1), text.length())));
            case MID -> given.get(0).map(text -> mid(text, given.number(1), given.number(2)));
            case NORMALIZE_DIACRITICS ->
                given.get(0)
                        .map(text ->
                                Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", ""));
            case NOT -> truth(!given.isTrue(0));
            case REPLACE -> Replacement.apply(given);
            case RIGHT -> given.get(0).map(text -> text.substring(Math.max(0, text.length() - given.number(1))));
            case STRIP_SPACES -> given.get(0).map(text -> text.replace(" ", ""));
            case SWITCH -> chosen(given, arguments.size());
            case TO_LOWER -> given.get(0).map(text -> text.toLowerCase(given.locale(1)));
            case TO_UPPER -> given.get(0).map(text -> text.toUpperCase(given.locale(1)));
            case TRIM -> given.get(0).map(String::strip);
            case WORD -> given.get(0).flatMap(text -> word(text, given.number(1), given.textOr(2, " ")));
            case SINGLE_APP_ROLE_ASSIGNMENT, APP_ROLE_ASSIGNMENTS_COMPLEX, ASSERTIVE_APP_ROLE_ASSIGNMENTS_COMPLEX ->
                throw new IllegalArgumentException(
                        entraName + " gives roles, not text: it must be the whole expression");
        };
    }

    private static Optional<String> truth(boolean value) {
        return Optional.of(value ? "True" : "False");
    }

    /** Positions count from one. */
    private static String mid(String text, int start, int length) {
        int from = Math.min(Math.max(start - 1, 0), text.length());
        return text.substring(from, Math.min(text.length(), from + length));
    }

    private static Optional<String> chosen(Arguments given, int count) {
        for (int key = 2; key + 1 < count; key += 2) {
            if (given.get(0).equals(given.get(key))) {
                return given.get(key + 1);
            }
        }
        return given.get(1);
    }

    /** Words are parted by any of the given characters and count from one. */
    private static Optional<String> word(String text, int number, String delimiters) {
        String found = "";
        int words = 0;
        for (String part : text.split("[" + delimiters.replaceAll("([\\\\\\[\\]^&-])", "\\\\$1") + "]")) {
            if (!part.isEmpty() && ++words == number) {
                found = part;
            }
        }
        return Optional.of(found);
    }

    /** Arguments, computed when they are asked for: {@code IIF} must not stumble over the branch not taken. */
    record Arguments(List<Expression> expressions, Function<String, Optional<String>> source) {

        Optional<String> get(int index) {
            return index < expressions.size() ? expressions.get(index).evaluate(source) : Optional.empty();
        }

        String textOr(int index, String otherwise) {
            return get(index).orElse(otherwise);
        }

        Stream<String> from(int index) {
            return expressions.stream().skip(index).flatMap(expression -> expression.evaluate(source).stream());
        }

        boolean isTrue(int index) {
            return get(index).filter("True"::equalsIgnoreCase).isPresent();
        }

        int number(int index) {
            String text = textOr(index, "");
            if (!text.matches("\\d{1,9}")) {
                throw new IllegalArgumentException("argument " + (index + 1) + " must be a number: " + text);
            }
            return Integer.parseInt(text);
        }

        Locale locale(int index) {
            return get(index).map(Locale::forLanguageTag).orElse(Locale.ROOT);
        }
    }
}
