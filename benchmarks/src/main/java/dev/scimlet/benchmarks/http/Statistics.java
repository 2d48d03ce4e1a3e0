package dev.scimlet.benchmarks.http;

import java.util.Arrays;

/** Figures of samples. */
public final class Statistics {

    private Statistics() {}

    /** The middle sample, or the mean of the two in the middle. */
    public static double median(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The smallest sample that at least {@code percent} of all do not exceed (nearest rank). */
    public static long percentile(long[] samples, double percent) {
        long[] sorted = samples.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(rank, 1) - 1];
    }
}
