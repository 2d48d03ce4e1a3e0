package dev.scimlet.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scimlet.benchmarks.subject.Snapshot;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final double EXACT = 1e-9;

    /** Ten requests each, that cost so many µs; a fifth of it went to the collector. */
    private static Figures tenRequestsEach(String subject, int... micros) {
        List<Session.Round> rounds = Arrays.stream(micros)
                .mapToObj(each -> new Session.Round(
                        new Snapshot.Cost(10_000L * each, 2_000L * each, 30_000L * each, 40_960, true),
                        new Driver.Exchanges(10)))
                .toList();
        return Figures.of(subject, rounds, new Session.PerRequest(3, 4));
    }

    @Test
    void costIsTheMedianOfTheRounds() {
        Figures figures = tenRequestsEach("floor", 10, 90, 20);

        assertThat(figures.processorMicros()).isEqualTo(20, within(EXACT));
        assertThat(figures.meanProcessorMicros()).isEqualTo(40, within(EXACT));
        assertThat(figures.databaseMicros()).isEqualTo(60, within(EXACT));
        assertThat(figures.collectorShare()).isEqualTo(0.2, within(EXACT));
        assertThat(figures.allocatedBytes()).isEqualTo(4_096, within(EXACT));
    }

    @Test
    void ratioComparesRoundsThatRanSideBySide() {
        Figures floor = tenRequestsEach("floor", 10, 100, 30);
        Figures ours = tenRequestsEach("ours", 12, 120, 90);

        assertThat(ours.ratioTo(floor)).isEqualTo(1.2, within(EXACT));
        assertThat(ours.databaseRatioTo(floor)).isEqualTo(1.2, within(EXACT));
        assertThat(floor.ratioTo(floor)).isEqualTo(1, within(EXACT));
    }
}
