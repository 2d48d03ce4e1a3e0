package dev.scimlet.examples.mediusflow.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordHashingTest {

    @Test
    void knowsThePasswordAgainAndNoOther() {
        String hash = TestPasswords.QUICK.hash("correct horse");

        assertThat(PasswordHashing.matches("correct horse", hash)).isTrue();
        assertThat(PasswordHashing.matches("correct horse ", hash)).isFalse();
        assertThat(hash).doesNotContain("correct");
    }

    @Test
    void isStrong() {
        assertThat(PasswordHashing.STRONG.hash("correct horse")).startsWith("pbkdf2-sha512$210000$");
    }

    @Test
    void isNobodysPassword() {
        assertThat(PasswordHashing.matches("correct horse", TestPasswords.QUICK.nobodysHash()))
                .isFalse();
        assertThat(PasswordHashing.STRONG.nobodysHash()).startsWith("pbkdf2-sha512$210000$");
    }

    @Test
    void makesAnotherHashEachTime() {
        PasswordHashing quick = TestPasswords.QUICK;

        assertThat(quick.hash("correct horse")).isNotEqualTo(quick.hash("correct horse"));
    }

    @Test
    void refusesWhatIsNoHash() {
        assertThatThrownBy(() -> PasswordHashing.matches("x", "plain"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("plain");
    }
}
