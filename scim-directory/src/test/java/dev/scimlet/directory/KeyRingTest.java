package dev.scimlet.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.protocol.CursorKeys;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class KeyRingTest {

    private static byte[] secret(int first) {
        byte[] secret = new byte[32];
        secret[0] = (byte) first;
        return secret;
    }

    @Test
    void opensWhatItHasClosed() {
        KeyRing ring = KeyRing.of("a", secret(1));
        String closed = ring.close("feed", "Größe ☃");

        assertThat(closed).startsWith("a.").doesNotContain("Gr");
        assertThat(ring.open("feed", closed)).contains("Größe ☃");
        assertThat(ring.close("feed", "Größe ☃")).isNotEqualTo(closed);
        assertThat(ring.open("log", closed)).as("for another purpose").isEmpty();
    }

    @Test
    void changesKeysWithoutAGap() {
        KeyRing one = KeyRing.of("a", secret(1));
        KeyRing other = KeyRing.of("a", secret(1));
        String old = one.close("feed", "text");

        one.add("b", secret(2));
        other.add("b", secret(2));
        assertThat(one.current()).isEqualTo("a");
        one.use("b");
        String fresh = one.close("feed", "text");

        assertThat(fresh).startsWith("b.");
        assertThat(other.open("feed", fresh))
                .as("a node that does not use it yet")
                .contains("text");
        assertThat(one.open("feed", old)).contains("text");
        one.remove("a");
        assertThat(one.open("feed", old)).isEmpty();
        assertThat(one.ids()).containsExactly("b");
    }

    @Test
    void opensNothingThatWasChanged() {
        KeyRing ring = KeyRing.of("a", secret(1));
        byte[] closed = Base64.getUrlDecoder().decode(ring.close("feed", "text").substring(2));
        for (int bit = 0; bit < closed.length * 8; bit++) {
            byte[] changed = closed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(ring.open("feed", "a." + Base64.getUrlEncoder().encodeToString(changed)))
                    .as("bit " + bit)
                    .isEmpty();
        }
        for (String text : new String[] {"", "a", "a.", ".", "b.AAAA", "a.!!", "a.AAAA"}) {
            assertThat(ring.open("feed", text)).as(text).isEmpty();
        }
    }

    @Test
    void givesCursorsKeysOfTheirOwn() {
        KeyRing ring = KeyRing.of("a", secret(1)).add("b", secret(2));
        CursorKeys keys = ring.cursorKeys();

        assertThat(keys.current().id()).isEqualTo("a");
        assertThat(keys.current().secret()).isNotEqualTo(secret(1));
        ring.use("b").remove("a");
        assertThat(keys.current().id()).isEqualTo("b");
        assertThat(keys.find("a")).isEmpty();
        assertThat(keys.find("b")).isPresent();
    }

    @Test
    void readsASetting() {
        String text = "2026-11:" + Base64.getEncoder().encodeToString(secret(2)) + ", 2026-08:"
                + Base64.getEncoder().encodeToString(secret(1));

        KeyRing ring = KeyRing.parse(text);

        assertThat(ring.current()).isEqualTo("2026-11");
        assertThat(ring.ids()).containsExactly("2026-08", "2026-11");
        assertThat(ring.toString()).doesNotContain(Base64.getEncoder().encodeToString(secret(2)));
        for (String wrong :
                new String[] {"", "a", "a:", "a:AAAA", "a:!", "a b:" + text.substring(8), text + "," + text}) {
            assertThatThrownBy(() -> KeyRing.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining(Base64.getEncoder().encodeToString(secret(2)));
        }
    }

    @Test
    void refusesToLoseTheKeyInUse() {
        KeyRing ring = KeyRing.of("a", secret(1));

        assertThatThrownBy(() -> ring.remove("a")).hasMessage("the key 'a' is in use: use another first");
        assertThatThrownBy(() -> ring.remove("b")).hasMessage("the ring has no key 'b'");
        assertThatThrownBy(() -> ring.use("b")).hasMessage("the ring has no key 'b'");
        assertThatThrownBy(() -> ring.add("a", secret(3))).hasMessage("the ring has a key 'a' already");
        assertThatThrownBy(() -> ring.add("b", new byte[31])).hasMessage("a key has 32 random bytes or more");
    }
}
