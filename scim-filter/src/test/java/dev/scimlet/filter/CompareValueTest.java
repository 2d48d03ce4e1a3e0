package dev.scimlet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompareValueTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "1.50", "1E+2", "1e-9999", "1e00009999", "123456789012345678901234567890"})
    void keepsTheSpellingOfANumber(String literal) {
        var number = new CompareValue.Number(literal);

        assertThat(number.literal()).isEqualTo(literal);
        assertThat(number.toBigDecimal()).isEqualByComparingTo(literal);
        assertThat(Filter.parse("a eq " + literal).text()).isEqualTo("a eq " + literal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "+1", ".5", "5.", "1e", "0x10", "Infinity", "1_000", " 1", "1 ", "\u0661"})
    void refusesWhatIsNoNumberOfJson(String literal) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CompareValue.Number(literal))
                .withMessageStartingWith("not a JSON number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e10000", "1E-10000", "1e99999999999999999999", "0e+12345"})
    void refusesHugeExponents(String literal) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CompareValue.Number(literal))
                .withMessage(
                        "a number has at most 1000 characters before its exponent, and an exponent of at most 4 digits");
        assertThatThrownBy(() -> Filter.parse("age eq " + literal))
                .isInstanceOf(SyntaxException.class)
                .hasMessage(
                        "expected a number with at most 1000 characters before its exponent, and an exponent of at most"
                                + " 4 digits at position 7, found " + literal);
    }

    @Test
    void refusesNumbersOfTooManyDigits() {
        String longest = "1".repeat(CompareValue.Number.MAX_LENGTH);

        assertThat(Filter.parse("a eq " + longest + "e1").text()).endsWith(longest + "e1");
        assertThatThrownBy(() -> Filter.parse("a eq 1" + longest)).isInstanceOf(SyntaxException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> new CompareValue.Number(longest + "1e1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "\ud83d x", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
    void refusesHalvesOfSurrogatePairs(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CompareValue.Text(text));
    }
}
