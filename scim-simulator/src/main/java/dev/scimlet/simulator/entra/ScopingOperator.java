package dev.scimlet.simulator.entra;

import java.util.regex.Pattern;

/** How a clause of a scoping filter compares; empty text stands for an attribute without a value. */
public enum ScopingOperator {
    EQUALS,
    NOT_EQUALS,
    IS_TRUE,
    IS_FALSE,
    IS_NULL,
    IS_NOT_NULL,
    REGEX_MATCH,
    NOT_REGEX_MATCH,
    /** Of whole numbers; anything else is not greater. */
    GREATER_THAN,
    /** Of whole numbers; anything else is not greater. */
    GREATER_THAN_OR_EQUALS,
    INCLUDES;

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    boolean test(String actual, String wanted) {
        return switch (this) {
            case EQUALS -> actual.equals(wanted);
            case NOT_EQUALS -> !actual.equals(wanted);
            case IS_TRUE -> actual.equalsIgnoreCase("true");
            case IS_FALSE -> actual.equalsIgnoreCase("false");
            case IS_NULL -> actual.isEmpty();
            case IS_NOT_NULL -> !actual.isEmpty();
            case REGEX_MATCH -> Pattern.matches(wanted, actual);
            case NOT_REGEX_MATCH -> !Pattern.matches(wanted, actual);
            case GREATER_THAN -> bothNumbers(actual, wanted) && Long.parseLong(actual) > Long.parseLong(wanted);
            case GREATER_THAN_OR_EQUALS ->
                bothNumbers(actual, wanted) && Long.parseLong(actual) >= Long.parseLong(wanted);
            case INCLUDES -> actual.contains(wanted);
        };
    }

    private static boolean bothNumbers(String left, String right) {
        return NUMBER.matcher(left).matches() && NUMBER.matcher(right).matches();
    }
}
