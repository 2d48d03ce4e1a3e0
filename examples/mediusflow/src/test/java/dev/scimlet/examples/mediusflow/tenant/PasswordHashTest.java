package dev.scimlet.examples.mediusflow.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordHashTest {

    @Test
    void knowsThePasswordAgainAndNoOther() {
        String hash = PasswordHash.of("correct horse");

        assertThat(PasswordHash.matches("correct horse", hash)).isTrue();
        assertThat(PasswordHash.matches("correct horse ", hash)).isFalse();
        assertThat(hash).startsWith("pbkdf2-sha512$210000$").doesNotContain("correct");
    }

    @Test
    void makesAnotherHashEachTime() {
        assertThat(PasswordHash.of("correct horse", 10)).isNotEqualTo(PasswordHash.of("correct horse", 10));
    }

    @Test
    void refusesWhatIsNoHash() {
        assertThatThrownBy(() -> PasswordHash.matches("x", "plain"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("plain");
    }
}
