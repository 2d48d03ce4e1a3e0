package dev.scimlet.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.core.ScimException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PercentEncodingTest {

    @Test
    void decodesOnceAndLeavesPlusSigns() {
        assertThat(PercentEncoding.decode("a+b%20c%2Bd%252Fé%C3%A9")).isEqualTo("a+b c+d%2Féé");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%4", "%G1", "%FF", "%C3", "%C0%AF"})
    void refusesWhatIsCutOrNoUtf8(String encoded) {
        assertThatThrownBy(() -> PercentEncoding.decode(encoded))
                .isInstanceOf(ScimException.class)
                .hasMessageContaining("malformed percent-encoding");
    }
}
