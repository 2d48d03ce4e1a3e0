package dev.scimlet.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadCountersTest {

    @Test
    void addsUpWhatEachThreadGrewBy() {
        var before = new ThreadCounters<>(Map.of("a", 100L, "b", 1_000L));
        var after = new ThreadCounters<>(Map.of("a", 130L, "b", 1_007L));

        assertThat(after.since(before)).isEqualTo(new ThreadCounters.Growth(37, true));
    }

    @Test
    void countsANewThreadFromNothing() {
        var before = new ThreadCounters<>(Map.of("a", 100L));
        var after = new ThreadCounters<>(Map.of("a", 100L, "new", 5L));

        assertThat(after.since(before)).isEqualTo(new ThreadCounters.Growth(5, true));
    }

    @Test
    void saysThatAThreadEndedInsteadOfCountingBackwards() {
        var before = new ThreadCounters<>(Map.of("a", 100L, "ended", 1_000_000L));
        var after = new ThreadCounters<>(Map.of("a", 130L));

        assertThat(after.since(before)).isEqualTo(new ThreadCounters.Growth(30, false));
    }
}
