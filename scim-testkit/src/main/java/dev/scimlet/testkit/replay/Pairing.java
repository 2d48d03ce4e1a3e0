package dev.scimlet.testkit.replay;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A largest set of pairs of wanted and given elements, each element in at most one pair (Kuhn's algorithm).
 *
 * <p>Giving each wanted element the first that fits is not enough: {@code [any, 1]} against {@code [1, 2]} would leave
 * nothing for {@code 1}.
 */
final class Pairing {

    private static final int NONE = -1;

    private final List<BitSet> fitting;
    private final int[] wantedOfGiven;

    /** @param fitting for each wanted element the indexes of the given ones that fit it */
    Pairing(List<BitSet> fitting, int given) {
        this.fitting = List.copyOf(fitting);
        wantedOfGiven = new int[given];
        Arrays.fill(wantedOfGiven, NONE);
        for (int wanted = 0; wanted < fitting.size(); wanted++) {
            pair(wanted, new BitSet());
        }
    }

    private boolean pair(int wanted, BitSet visited) {
        var candidates = fitting.get(wanted);
        for (int given = candidates.nextSetBit(0); given >= 0; given = candidates.nextSetBit(given + 1)) {
            if (!visited.get(given)) {
                visited.set(given);
                if (wantedOfGiven[given] == NONE || pair(wantedOfGiven[given], visited)) {
                    wantedOfGiven[given] = wanted;
                    return true;
                }
            }
        }
        return false;
    }

    /** Indexes of the wanted elements without partner. */
    int[] missing() {
        var missing = new BitSet();
        missing.set(0, fitting.size());
        for (int wanted : wantedOfGiven) {
            if (wanted != NONE) {
                missing.clear(wanted);
            }
        }
        return missing.stream().toArray();
    }

    /** Indexes of the given elements without partner. */
    int[] surplus() {
        var surplus = new BitSet();
        for (int given = 0; given < wantedOfGiven.length; given++) {
            surplus.set(given, wantedOfGiven[given] == NONE);
        }
        return surplus.stream().toArray();
    }
}
