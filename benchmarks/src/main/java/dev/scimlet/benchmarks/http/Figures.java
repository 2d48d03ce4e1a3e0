package dev.scimlet.benchmarks.http;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one subject's rounds of one workload came to.
 *
 * @param processorMicros server processor time of one request, JIT compiler left out: the median of the rounds
 * @param meanProcessorMicros the same over all rounds together, so with each collection of garbage
 * @param collectorShare the part of it that the garbage collector's threads spent
 * @param databaseMicros processor time of a database beside the server, of one request: the median of the rounds; 0 if there
 *     is none
 * @param answerBytes length of an answer's body
 */
record Figures(
        String subject,
        double processorMicros,
        double meanProcessorMicros,
        double databaseMicros,
        Session.PerRequest asked,
        double collectorShare,
        double allocatedBytes,
        double p50Micros,
        double p99Micros,
        double answerBytes,
        List<Double> rounds,
        List<Double> databaseRounds) {

    /** @param asked of the database, counted apart from the rounds */
    static Figures of(String subject, List<Session.Round> rounds, Session.PerRequest asked) {
        double requests = rounds.stream().mapToInt(Session.Round::requests).sum();
        double nanos = rounds.stream()
                .mapToLong(round -> round.cost().processorNanos())
                .sum();
        double collectorNanos = rounds.stream()
                .mapToLong(round -> round.cost().collectorNanos())
                .sum();
        double allocated = rounds.stream()
                .mapToLong(round -> round.cost().allocatedBytes())
                .sum();
        double bytes = rounds.stream()
                .flatMapToLong(round -> round.exchanges().bytes())
                .sum();
        long[] latencies = rounds.stream()
                .flatMapToLong(round -> round.exchanges().nanos())
                .toArray();
        double[] each =
                rounds.stream().mapToDouble(Session.Round::processorMicros).toArray();
        double[] ofDatabase =
                rounds.stream().mapToDouble(Session.Round::databaseMicros).toArray();
        return new Figures(
                subject,
                Statistics.median(each),
                nanos / 1_000 / requests,
                Statistics.median(ofDatabase),
                asked,
                collectorNanos / nanos,
                allocated / requests,
                Statistics.percentile(latencies, 50) / 1_000.0,
                Statistics.percentile(latencies, 99) / 1_000.0,
                bytes / requests,
                Arrays.stream(each).boxed().toList(),
                Arrays.stream(ofDatabase).boxed().toList());
    }

    /** This cost as a multiple of another's: the median over the rounds, each compared with the other's in the same round. */
    double ratioTo(Figures other) {
        return ratio(rounds, other.rounds());
    }

    boolean hasDatabase() {
        return databaseMicros > 0;
    }

    /** The same of the database alone. */
    double databaseRatioTo(Figures other) {
        return ratio(databaseRounds, other.databaseRounds());
    }

    /** The same of the server and the database together. */
    double wholeRatioTo(Figures other) {
        return ratio(wholeRounds(), other.wholeRounds());
    }

    private List<Double> wholeRounds() {
        return IntStream.range(0, rounds.size())
                .mapToObj(round -> rounds.get(round) + databaseRounds.get(round))
                .toList();
    }

    private static double ratio(List<Double> rounds, List<Double> others) {
        double[] ratios = new double[rounds.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = rounds.get(round) / others.get(round);
        }
        return Statistics.median(ratios);
    }
}
