package dev.scimlet.testkit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairingTest {

    private static Pairing pairing(int given, int[]... fitting) {
        List<BitSet> sets = new ArrayList<>();
        for (int[] indexes : fitting) {
            var set = new BitSet();
            for (int index : indexes) {
                set.set(index);
            }
            sets.add(set);
        }
        return new Pairing(sets, given);
    }

    @Test
    void movesEarlierPairsAlongAWholeChain() {
        var pairing = pairing(4, new int[] {0, 1}, new int[] {0, 2}, new int[] {0, 3}, new int[] {0});

        assertThat(pairing.missing()).isEmpty();
        assertThat(pairing.surplus()).isEmpty();
    }

    @Test
    void tellsWhatHasNoPartner() {
        var pairing = pairing(3, new int[] {1}, new int[] {1}, new int[] {});

        assertThat(pairing.missing()).containsExactly(1, 2);
        assertThat(pairing.surplus()).containsExactly(0, 2);
    }

    @Test
    void pairsNothingWithNothing() {
        assertThat(pairing(0).missing()).isEmpty();
        assertThat(pairing(2).surplus()).containsExactly(0, 1);
    }
}
