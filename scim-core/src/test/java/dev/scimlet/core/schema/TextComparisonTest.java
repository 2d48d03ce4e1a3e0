package dev.scimlet.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    @DisplayName("Unicode §3.13: every letter folds as lower, upper and lower case in turn say, but for two letters I")
    void foldsEveryLetter() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c != 0x130 && c != 0x131 && !(c <= Character.MAX_VALUE && Character.isSurrogate((char) c))) {
                StringBuilder folded = new StringBuilder();
                Character.toString(Character.toLowerCase(c))
                        .toUpperCase(Locale.ROOT)
                        .codePoints()
                        .forEach(upper -> folded.appendCodePoint(Character.toLowerCase(upper)));
                assertThat(CaseFolding.fold(Character.toString(c)))
                        .as("U+%04X", c)
                        .isEqualTo(folded.toString());
            }
        }
    }

    @Test
    void keysAreInNormalForm() {
        for (char c = 0x80; c < 0x400; c++) {
            String key = TextComparison.IGNORE_CASE.key("a" + c + "b");
            assertThat(Normalizer.isNormalized(key, Normalizer.Form.NFC))
                    .as(key)
                    .isTrue();
        }
    }

    @Test
    void ordersKeysAsTexts() {
        List<String> texts = List.of("a", "B", "ä", "Z", "\uFFFD", "\uD83D\uDE00", "ab", "");
        for (TextComparison comparison : TextComparison.values()) {
            for (String a : texts) {
                for (String b : texts) {
                    assertThat(TextComparison.compareKeys(comparison.key(a), comparison.key(b)))
                            .isEqualTo(comparison.compare(a, b));
                }
            }
        }
    }

    @Test
    @Timeout(60)
    @DisplayName("UAX #15 §13: a run of marks from before there was a limit is ordered in parts, not as a whole")
    void dividesLongRunsOfMarks() {
        String marks = "\u0301\u0316".repeat(125_000);
        for (TextComparison comparison : TextComparison.values()) {
            String key = comparison.key("a" + marks);
            assertThat(CombiningMarks.areBounded(key)).isTrue();
            assertThat(comparison.key("A" + marks).equals(key)).isEqualTo(comparison != TextComparison.EXACT);
        }
    }

    @ParameterizedTest
    @CsvSource({"30, true", "31, false", "250, false"})
    void boundsRunsOfMarks(int count, boolean bounded) {
        String text = "xa" + "\u0316".repeat(count) + "z";
        assertThat(CombiningMarks.areBounded(text)).isEqualTo(bounded);
        assertThat(CombiningMarks.areBounded(CombiningMarks.bounded(text))).isTrue();
        assertThat(CombiningMarks.bounded(text).replace("\u034F", "")).isEqualTo(text);
        assertThat(CombiningMarks.areBounded(("a" + "\u0316".repeat(30)).repeat(count)))
                .isTrue();
    }

    @Test
    void countsMarksBeyondTheBasicPlane() {
        assertThat(CombiningMarks.areBounded("a" + "\uD834\uDD65".repeat(30))).isTrue();
        assertThat(CombiningMarks.areBounded("a" + "\uD834\uDD65".repeat(31))).isFalse();
    }
}
