package dev.scimlet.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextComparisonTest {

    @ParameterizedTest
    @DisplayName("RFC 7644 §3.4.2.2: case-insensitive comparison folds all of Unicode, without locale")
    @CsvSource({
        "Straße, STRASSE",
        "straẞe, strasse",
        "ΣΊΣΥΦΟΣ, σίσυφος",
        "ΣΊΣΥΦΟΣ, σίσυφοσ",
        "\u212Aelvin, kelvin",
        "ÅNGSTRÖM, ångström",
        "A\u030Angstrom, Ångstrom",
        "ﬁn, FIN",
        "\u01F0, J\u030C",
        "bjensen, BJENSEN"
    })
    void ignoresCase(String a, String b) {
        assertThat(TextComparison.IGNORE_CASE.equal(a, b)).isTrue();
        assertThat(TextComparison.IGNORE_CASE.equal(b, a)).isTrue();
        assertThat(TextComparison.IGNORE_CASE.compare(a, b)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"ı, i", "İ, i", "a, b", "a, ab", "é, e", "ab, a\u0301", "o, ö"})
    void keepsLettersApart(String a, String b) {
        assertThat(TextComparison.IGNORE_CASE.equal(a, b)).isFalse();
        assertThat(TextComparison.IGNORE_CASE.equal(b, a)).isFalse();
    }

    @Test
    void exactComparesCaseAndComposes() {
        assertThat(TextComparison.EXACT.equal("a", "A")).isFalse();
        assertThat(TextComparison.EXACT.equal("e\u0301", "\u00e9")).isTrue();
    }

    @Test
    @DisplayName("RFC 7644 §5: user names compare by compatibility forms too")
    void userNamesIgnoreWidth() {
        assertThat(TextComparison.USER_NAME.equal("ｂｊｅｎｓｅｎ", "bjensen")).isTrue();
        assertThat(TextComparison.IGNORE_CASE.equal("ｂｊｅｎｓｅｎ", "bjensen")).isFalse();
    }

    @Test
    void equalAgreesWithEqualKeys() {
        List<String> pieces = List.of(
                "a", "A", "b", "ß", "ss", "SS", "e", "\u0301", "é", "É", "i", "I", "İ", "ı", "\u0307", "σ", "ς", "Σ",
                "K", "\u212A", "ﬁ", "f");
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            String a = text(random, pieces);
            String b = text(random, pieces);
            for (TextComparison comparison : TextComparison.values()) {
                assertThat(comparison.equal(a, b))
                        .as("%s: %s %s", comparison, a, b)
                        .isEqualTo(comparison.key(a).equals(comparison.key(b)));
            }
        }
    }

    private static String text(Random random, List<String> pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    @Test
    void findsParts() {
        TextComparison comparison = TextComparison.IGNORE_CASE;
        assertThat(comparison.contains("Babs Jensen", comparison.key("JEN"))).isTrue();
        assertThat(comparison.startsWith("Babs Jensen", comparison.key("bABS"))).isTrue();
        assertThat(comparison.endsWith("Babs Jensen", comparison.key("SEN"))).isTrue();
        assertThat(comparison.contains("Gießen", comparison.key("ESSE"))).isTrue();
        assertThat(comparison.contains("Babs", comparison.key("x"))).isFalse();
    }
}
