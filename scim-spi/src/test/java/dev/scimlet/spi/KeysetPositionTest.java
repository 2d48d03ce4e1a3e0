package dev.scimlet.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ErrorType;
import dev.scimlet.core.ScimException;
import dev.scimlet.core.resource.DateTime;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetPositionTest {

    private static final List<KeysetPosition> ONE_OF_EACH_KIND = List.of(
            KeysetPosition.after(null, "7"),
            KeysetPosition.before("müller.~-_ 💡", "a/b c"),
            KeysetPosition.before("half a pair: \ud800", "\u0000"),
            KeysetPosition.after("", "7"),
            KeysetPosition.after(true, "7").complement(),
            KeysetPosition.before(new BigDecimal("-1.50E+700"), "7").complement(),
            KeysetPosition.after(
                    DateTime.parse("2026-02-01T10:00:00.123456789+02:00").orElseThrow(), "7"));

    @Test
    void comesBackFromItsTextAsItWas() {
        assertThat(ONE_OF_EACH_KIND)
                .allSatisfy(position ->
                        assertThat(KeysetPosition.parse(position.text())).isEqualTo(position));
    }

    @Test
    @DisplayName("RFC 9865 §2: the text holds unreserved characters only")
    void isUrlSafe() {
        assertThat(ONE_OF_EACH_KIND)
                .extracting(KeysetPosition::text)
                .allSatisfy(text -> assertThat(text).matches("[A-Za-z0-9._~-]+"));
    }

    @Test
    void readsAnIntegerAsTheSameNumber() {
        assertThat(KeysetPosition.parse(KeysetPosition.after(42L, "7").text()).key())
                .isEqualTo(new BigDecimal("42"));
    }

    @Test
    void dividesTheOrderInTwo() {
        for (int comparison = -1; comparison <= 1; comparison++) {
            for (KeysetPosition position : ONE_OF_EACH_KIND) {
                assertThat(position.covers(comparison))
                        .isNotEqualTo(position.complement().covers(comparison));
            }
        }
        assertThat(KeysetPosition.after(null, "7").covers(1)).isTrue();
        assertThat(KeysetPosition.after(null, "7").covers(0)).isFalse();
        assertThat(KeysetPosition.before(null, "7").covers(-1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "after.none.7",
                "after.none..7.8",
                "beside.none..7",
                "after.any..7",
                "after.number.x.7",
                "after.time.yesterday.7",
                "after.none..~00",
                "after.none..~00zz",
                "after.none..a b"
            })
    @DisplayName("RFC 9865 §2.1: a text that is no position is invalidCursor")
    void refusesOtherTexts(String text) {
        assertThatThrownBy(() -> KeysetPosition.parse(text))
                .isInstanceOfSatisfying(
                        ScimException.class,
                        refused -> assertThat(refused.type()).isEqualTo(Optional.of(ErrorType.INVALID_CURSOR)));
    }
}
