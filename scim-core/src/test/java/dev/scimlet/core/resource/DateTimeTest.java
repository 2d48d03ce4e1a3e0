package dev.scimlet.core.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DateTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05.678Z, 2026-01-02T03:04:05.678Z",
        "2026-01-02T03:04:05Z, 2026-01-02T03:04:05.000Z",
        "2026-01-02T03:04:05.678901Z, 2026-01-02T03:04:05.678901Z",
        "2026-01-02T03:04:05.000000001Z, 2026-01-02T03:04:05.000000001Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
        "+12000-01-01T00:00:00Z, 12000-01-01T00:00:00.000Z",
        "+294276-12-31T00:00:00.000001Z, 294276-12-31T00:00:00.000001Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00.000Z",
        "0000-06-01T00:00:00Z, -0001-06-01T00:00:00.000Z",
        "-0099-06-01T00:00:00.5Z, -0100-06-01T00:00:00.500Z",
        "-4712-01-01T00:00:00.000001Z, -4713-01-01T00:00:00.000001Z"
    })
    @DisplayName("RFC 7643 §2.3.5: what is written is an xsd:dateTime, without plus sign or year 0, and is read again")
    void readsWhatItWrites(Instant instant, String text) {
        assertThat(DateTime.exactly(instant)).hasToString(text);
        assertThat(DateTime.parse(text).map(DateTime::instant)).contains(instant);
        assertThat(DateTime.parse(DateTime.format(instant))).isPresent();
    }
}
