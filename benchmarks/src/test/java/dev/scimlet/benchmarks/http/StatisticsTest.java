package dev.scimlet.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void medianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Statistics.median(new double[] {9, 1, 4})).isEqualTo(4);
    }

    @Test
    void medianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Statistics.median(new double[] {8, 1, 4, 2})).isEqualTo(3);
    }

    @Test
    void percentilesAreSamplesOfTheNearestRank() {
        long[] hundred =
                LongStream.rangeClosed(1, 100).map(value -> 101 - value).toArray();

        assertThat(Statistics.percentile(hundred, 50)).isEqualTo(50);
        assertThat(Statistics.percentile(hundred, 99)).isEqualTo(99);
        assertThat(Statistics.percentile(hundred, 100)).isEqualTo(100);
        assertThat(Statistics.percentile(hundred, 0)).isEqualTo(1);
        assertThat(Statistics.percentile(new long[] {7}, 99)).isEqualTo(7);
        assertThat(Statistics.percentile(new long[] {1, 2, 3}, 50)).isEqualTo(2);
    }

    @Test
    void leavesTheSamplesInTheirOrder() {
        double[] samples = {3, 1, 2};
        long[] latencies = {3, 1, 2};

        Statistics.median(samples);
        Statistics.percentile(latencies, 50);

        assertThat(samples).containsExactly(3, 1, 2);
        assertThat(latencies).containsExactly(3, 1, 2);
    }
}
