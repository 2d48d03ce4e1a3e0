package dev.scimlet.benchmarks.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Who goes first: in each round all have their turn, and the first changes from round to round. */
final class Turns {

    private Turns() {}

    static <T> List<T> inRound(int round, List<T> all) {
        List<T> turns = new ArrayList<>(all);
        Collections.rotate(turns, -(round % all.size()));
        return turns;
    }
}
