package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.load.Workload;
import dev.scimlet.benchmarks.subject.Snapshot;
import dev.scimlet.benchmarks.subject.Subject;
import dev.scimlet.benchmarks.subject.SubjectProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The everyday mix of requests at a steady rate, and what grows meanwhile.
 *
 * <ul>
 *   <li>{@code --minutes=10}, {@code --rate=1000}: how long, and requests in a second at most
 *   <li>{@code --subjects=a}: what is measured, one after the other
 * </ul>
 *
 * <p>Each minute it prints a line with the heap after a collection; at the end, how much of it the requests have left behind.
 */
public final class SoakBenchmark {

    private static final Set<String> OPTIONS = Set.of("--minutes", "--rate", "--subjects");

    /**
     * Requests of each workload in a hundred, in the order of {@link dev.scimlet.benchmarks.load.Workloads#all}: what an identity
     * provider does all day, without scans of everything.
     */
    private static final List<Integer> MIX = List.of(35, 30, 0, 1, 0, 10, 14, 4, 2, 0, 4, 0);

    private static final long NANOS_OF_A_SECOND = 1_000_000_000;

    private final Session session;
    private final int rate;
    private final PrintStream out;

    private SoakBenchmark(Session session, int rate, PrintStream out) {
        this.session = session;
        this.rate = rate;
        this.out = out;
    }

    public static void run(List<String> arguments, PrintStream out) throws IOException, InterruptedException {
        var options = new Options(arguments, OPTIONS);
        Path log = Files.createTempFile("scimlet-benchmark", ".log");
        for (Subject subject : Subjects.named(options.value("--subjects").orElse(Subjects.DEFAULT))) {
            try (Session session = Session.start(subject, Plan.full(), List.of(), log)) {
                session.check();
                out.println(subject.name());
                new SoakBenchmark(session, options.number("--rate", 1_000), out).run(options.number("--minutes", 10));
            }
        }
    }

    private void run(int minutes) throws IOException, InterruptedException {
        out.println("| Minute | Requests | CPU µs | p50 µs | p99 µs | Heap KB | Resident MB | Threads | Open files |");
        out.println("| --: | --: | --: | --: | --: | --: | --: | --: | --: |");
        long first = 0;
        long last = 0;
        for (int minute = 1; minute <= minutes; minute++) {
            last = minute(minute);
            if (minute == 1) {
                first = last;
            }
        }
        double requests = 60.0 * rate * (minutes - 1);
        out.printf(
                Locale.ROOT,
                "from the first minute to the last the heap grew by %d KB, %.3f bytes a request%n",
                (last - first) / 1024,
                requests == 0 ? 0 : (last - first) / requests);
    }

    /** Returns the heap after a collection at the end of the minute. */
    private long minute(int number) throws IOException, InterruptedException {
        SubjectProcess process = session.process();
        Snapshot before = process.snapshot();
        LongStream latencies = LongStream.empty();
        for (int second = 0; second < 60; second++) {
            latencies = LongStream.concat(latencies, LongStream.of(second()));
        }
        long[] nanos = latencies.toArray();
        Snapshot.Cost cost = process.snapshot().since(before);
        for (Workload workload : session.workloads()) {
            session.driver().restore(workload);
        }
        long heap = process.heapAfterCollection();
        out.printf(
                Locale.ROOT,
                "| %d | %d | %s%.1f | %.0f | %.0f | %d | %d | %d | %d |%n",
                number,
                nanos.length,
                cost.complete() ? "" : "≥ ",
                cost.processorNanos() / 1_000.0 / nanos.length,
                Statistics.percentile(nanos, 50) / 1_000.0,
                Statistics.percentile(nanos, 99) / 1_000.0,
                heap / 1024,
                process.residentBytes() >> 20,
                process.threads(),
                process.openFiles());
        return heap;
    }

    /** One second's requests; what is left of the second is waited for, and what it takes longer is not made up. */
    private long[] second() throws IOException, InterruptedException {
        long start = System.nanoTime();
        LongStream latencies = LongStream.empty();
        for (int workload = 0; workload < MIX.size(); workload++) {
            int count = MIX.get(workload) * rate / 100;
            if (count > 0) {
                latencies = LongStream.concat(
                        latencies, session.exchange(workload, count).nanos());
            }
        }
        long[] nanos = latencies.toArray();
        long left = NANOS_OF_A_SECOND - (System.nanoTime() - start);
        if (left > 0) {
            Thread.sleep(left / 1_000_000);
        }
        return nanos;
    }
}
