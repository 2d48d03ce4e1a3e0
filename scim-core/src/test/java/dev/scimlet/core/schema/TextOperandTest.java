package dev.scimlet.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TextOperandTest {

    @Test
    void findsParts() {
        assertThat(operand("JEN").isIn("Babs Jensen")).isTrue();
        assertThat(operand("bABS").starts("Babs Jensen")).isTrue();
        assertThat(operand("SEN").ends("Babs Jensen")).isTrue();
        assertThat(operand("ESSE").isIn("Gießen")).isTrue();
        assertThat(operand("x").isIn("Babs")).isFalse();
        assertThat(operand("").isIn("")).isTrue();
        assertThat(operand("Babs Jensen and more").isIn("Babs Jensen")).isFalse();
        assertThat(operand("Babs Jensen and more").starts("Babs Jensen")).isFalse();
        assertThat(operand("more than Babs Jensen").ends("Babs Jensen")).isFalse();
        assertThat(operand("a").isIn("a\u0301")).isFalse();
    }

    private static TextOperand operand(String text) {
        return new TextOperand(TextComparison.IGNORE_CASE, text);
    }

    /** Few letters, so that parts repeat and matches break off late. */
    @Test
    void saysWhatKeysSay() {
        List<String> pieces = List.of("a", "A", "b", "aab", "ab", "ß", "s", "\u0301", "é", "É", "\u0390");
        Random random = new Random(11);
        for (int i = 0; i < 50_000; i++) {
            String text = text(random, pieces, 8);
            String asked = text(random, pieces, 4);
            for (TextComparison comparison : TextComparison.values()) {
                TextOperand operand = new TextOperand(comparison, asked);
                String key = comparison.key(text);
                String wanted = comparison.key(asked);
                String where = comparison + ": " + text + " " + asked;
                assertThat(operand.isIn(text)).as(where).isEqualTo(key.contains(wanted));
                assertThat(operand.starts(text)).as(where).isEqualTo(key.startsWith(wanted));
                assertThat(operand.ends(text)).as(where).isEqualTo(key.endsWith(wanted));
                assertThat(operand.equalTo(text)).as(where).isEqualTo(key.equals(wanted));
                assertThat(operand.compare(text)).as(where).isEqualTo(comparison.compare(text, asked));
            }
        }
    }

    private static String text(Random random, List<String> pieces, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    /** By trying at each place this takes a minute and more; letter by letter some milliseconds. */
    @Test
    @Timeout(20)
    void readsEachLetterOnce() {
        String text = "a".repeat(1_000_000);
        assertThat(operand("a".repeat(32_000) + "b").isIn(text)).isFalse();
        assertThat(operand("a".repeat(32_000)).isIn(text)).isTrue();
        assertThat(operand("\u00e4".repeat(32_000) + "b").isIn("\u00e4".repeat(1_000_000)))
                .isFalse();
    }

    @Test
    void computesTheKeyOfATextOnce() {
        TextKeys keys = new TextKeys();
        String text = "ÄÖÜ";
        String key = keys.key(TextComparison.IGNORE_CASE, text);
        assertThat(keys.key(TextComparison.IGNORE_CASE, text)).isSameAs(key).isEqualTo("äöü");
        assertThat(keys.key(TextComparison.EXACT, text)).isEqualTo(text);
    }
}
