package dev.scimlet.filter;

import dev.scimlet.filter.text.Surrogates;
import java.math.BigDecimal;

/**
 * What an attribute is compared with: a JSON value that is neither object nor array (RFC 7644 §3.4.2.2). No kinds will come:
 * JSON has no more.
 */
public sealed interface CompareValue {

    /**
     * A JSON string, without quotes and escapes.
     *
     * @param value any characters of Unicode, possibly none
     */
    record Text(String value) implements CompareValue {

        /** @throws IllegalArgumentException if {@code value} holds half of a surrogate pair */
        public Text {
            if (Surrogates.firstLone(value) >= 0) {
                throw new IllegalArgumentException("half of a surrogate pair is no character");
            }
        }
    }

    /**
     * A JSON number.
     *
     * @param literal the number as it is written, such as {@code 1.50} or {@code 1E+2}
     */
    @SuppressWarnings("JavaLangClash") // always written CompareValue.Number
    record Number(String literal) implements CompareValue {

        /** The most characters before the exponent: to compute with more takes time that grows with their square. */
        public static final int MAX_LENGTH = 1000;

        /** The most digits of the exponent, leading zeros not counted: written out, the number has as many zeros. */
        public static final int MAX_EXPONENT_DIGITS = 4;

        /** @throws IllegalArgumentException if {@code literal} is not a JSON number, or beyond the limits */
        public Number {
            if (!Numbers.isNumber(literal)) {
                throw new IllegalArgumentException("not a JSON number: " + literal);
            }
            if (!Numbers.isWithinLimits(literal)) {
                throw new IllegalArgumentException("a number has " + Numbers.LIMITS);
            }
        }

        /** The exact value. Its scale follows the literal: compare with {@link BigDecimal#compareTo}. */
        public BigDecimal toBigDecimal() {
            return new BigDecimal(literal);
        }
    }

    /**
     * {@code true} or {@code false}.
     *
     * @param value which of them
     */
    record Bool(boolean value) implements CompareValue {}

    /** {@code null}. */
    record Null() implements CompareValue {}
}
