package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.subject.Subject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How the cost of each workload grows with the number of users and members.
 *
 * <ul>
 *   <li>{@code --sizes=1000,10000,100000}: at least 400, for the workloads aim at parts of the users
 *   <li>{@code --subjects=a,b}: what is measured
 * </ul>
 */
public final class GrowthBenchmark {

    private static final Set<String> OPTIONS = Set.of("--sizes", "--subjects");

    private GrowthBenchmark() {}

    public static void run(List<String> arguments, PrintStream out) throws IOException, InterruptedException {
        var options = new Options(arguments, OPTIONS);
        List<Subject> subjects = Subjects.named(options.value("--subjects").orElse(Subjects.DEFAULT_FOR_GROWTH));
        List<Integer> sizes = options.numbers("--sizes", List.of(1_000, 10_000, 100_000));
        Path log = Files.createTempFile("scimlet-benchmark", ".log");
        out.println("the subjects print to " + log);
        Map<String, List<Comparison.Result>> byKind = new LinkedHashMap<>();
        for (int size : sizes) {
            out.println("size " + size);
            for (Comparison.Result result : measure(Plan.ofSize(size), subjects, log, out)) {
                List<Comparison.Result> ofKind = byKind.computeIfAbsent(result.kind(), kind -> new ArrayList<>());
                boolean anotherGroupOfThisSize =
                        ofKind.stream().anyMatch(measured -> measured.workload().equals(result.workload()));
                if (!anotherGroupOfThisSize) {
                    ofKind.add(result);
                }
            }
        }
        out.println();
        out.println(table(sizes, subjects, byKind));
    }

    private static List<Comparison.Result> measure(Plan plan, List<Subject> subjects, Path log, PrintStream out)
            throws IOException, InterruptedException {
        try (var comparison = new Comparison(plan, out)) {
            for (Subject subject : subjects) {
                comparison.start(subject, List.of(), log);
            }
            return comparison.run();
        }
    }

    /** A line for each workload and subject: CPU µs at each size, and what the last is as a multiple of the first. */
    private static String table(
            List<Integer> sizes, List<Subject> subjects, Map<String, List<Comparison.Result>> byKind) {
        var table = new StringBuilder("| Work | Subject |");
        sizes.forEach(size -> table.append(' ').append(size).append(" |"));
        table.append(" last ÷ first |\n| --- | --- |")
                .append(" --: |".repeat(sizes.size() + 1))
                .append('\n');
        byKind.forEach((kind, results) -> {
            for (int subject = 0; subject < subjects.size(); subject++) {
                table.append("| ").append(subject == 0 ? kind : "").append(" | ");
                table.append(subjects.get(subject).name()).append(" |");
                for (Comparison.Result result : results) {
                    table.append(String.format(Locale.ROOT, " %.1f |", micros(result, subject)));
                }
                double growth = micros(results.get(results.size() - 1), subject) / micros(results.get(0), subject);
                table.append(String.format(Locale.ROOT, " %.1f |%n", growth));
            }
        });
        return table.toString();
    }

    private static double micros(Comparison.Result result, int subject) {
        return result.figures().get(subject).processorMicros();
    }
}
