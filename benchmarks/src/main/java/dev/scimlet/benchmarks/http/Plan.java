package dev.scimlet.benchmarks.http;

import java.time.Duration;
import java.util.List;

/**
 * How much is loaded and how long is measured.
 *
 * @param groupSizes members of the three groups of {@link dev.scimlet.benchmarks.load.Workloads}
 * @param warmUp for each workload and subject
 * @param round about how long one round of one workload lasts with the slowest subject
 */
record Plan(
        int users,
        List<Integer> groupSizes,
        int connections,
        Duration warmUp,
        Duration round,
        int rounds,
        String heap) {

    private static final List<Integer> GROUP_SIZES = List.of(10_000, 10_000, 100_000);

    /** Under two minutes with two subjects. */
    static Plan quick() {
        return new Plan(10_000, GROUP_SIZES, 2, Duration.ofMillis(1_200), Duration.ofMillis(50), 15, "1g");
    }

    /** Long enough for figures to be written down: about eight minutes with two subjects. */
    static Plan full() {
        return new Plan(10_000, GROUP_SIZES, 2, Duration.ofSeconds(6), Duration.ofMillis(200), 41, "1g");
    }

    /** For the table of growth: everything of one size. */
    static Plan ofSize(int size, Duration warmUp, Duration round, int rounds) {
        return new Plan(size, List.of(size, size, size), 2, warmUp, round, rounds, "6g");
    }

    /** What each subject's JVM is started with. */
    List<String> flags() {
        return List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+UseG1GC", "-XX:-UseDynamicNumberOfCompilerThreads");
    }
}
