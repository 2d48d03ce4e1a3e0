package dev.scimlet.benchmarks.dearest;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A kind of request whose cost the client sets.
 *
 * @param name as the table says it
 * @param bound what the worst may cost
 * @param everyday what a directory sends, by its number, so that it can be repeated
 * @param worst from the dearest thinkable to milder ones that limits may let through, each made when it is sent
 */
record Kind(String name, Bound bound, IntFunction<Probe> everyday, List<Supplier<Probe>> worst) {

    enum Bound {
        /** At most a second of one core. */
        ALONE,
        /** Reads many resources anyway: at most three times the same over everyday values. */
        SCAN
    }

    Kind {
        worst = List.copyOf(worst);
    }
}
