package dev.scimlet.filter;

import dev.scimlet.filter.CompareValue.Number;
import java.util.regex.Pattern;

/** What a JSON number is, and how large it may be. */
final class Numbers {

    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

    static final String LIMITS = "at most " + Number.MAX_LENGTH
            + " characters before its exponent, and an exponent of at most " + Number.MAX_EXPONENT_DIGITS + " digits";

    private Numbers() {}

    static boolean isNumber(String literal) {
        return NUMBER.matcher(literal).matches();
    }

    static boolean isWithinLimits(String number) {
        int exponentMark = Math.max(number.indexOf('e'), number.indexOf('E'));
        if (exponentMark < 0) {
            return number.length() <= Number.MAX_LENGTH;
        }
        return exponentMark <= Number.MAX_LENGTH
                && number.length() - exponentStart(number, exponentMark + 1) <= Number.MAX_EXPONENT_DIGITS;
    }

    private static int exponentStart(String number, int start) {
        int index = start;
        while (index < number.length() && "+-0".indexOf(number.charAt(index)) >= 0) {
            index++;
        }
        return index;
    }
}
