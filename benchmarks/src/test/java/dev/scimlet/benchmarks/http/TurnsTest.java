package dev.scimlet.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final List<String> SUBJECTS = List.of("floor", "quickstart", "jdbc");

    @Test
    void givesEachATurnInEachRound() {
        for (int round = 0; round < 7; round++) {
            assertThat(Turns.inRound(round, SUBJECTS)).containsExactlyInAnyOrderElementsOf(SUBJECTS);
        }
    }

    @Test
    void letsEachGoFirstEquallyOften() {
        List<String> firsts = IntStream.range(0, 6)
                .mapToObj(round -> Turns.inRound(round, SUBJECTS).get(0))
                .toList();

        assertThat(firsts).containsExactly("floor", "quickstart", "jdbc", "floor", "quickstart", "jdbc");
    }
}
