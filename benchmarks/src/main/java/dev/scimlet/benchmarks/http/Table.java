package dev.scimlet.benchmarks.http;

import java.util.List;
import java.util.Locale;

/** Results as text: the first subject is what the others are compared with. */
final class Table {

    private Table() {}

    static String progress(Comparison.Result result) {
        var line = new StringBuilder(result.workload());
        Figures first = result.figures().get(0);
        for (Figures figures : result.figures()) {
            line.append(String.format(
                    Locale.ROOT,
                    " | %s %.1f µs (%.2f×)",
                    figures.subject(),
                    figures.processorMicros(),
                    figures.ratioTo(first)));
        }
        return line.toString();
    }

    /** A Markdown table with a line for each workload and subject. */
    static String markdown(List<Comparison.Result> results) {
        var table = new StringBuilder(
                "| Work | Subject | CPU µs | ÷ first | all rounds ÷ first | Goal | Allocated KB | p50 µs"
                        + " | p99 µs | Answer KB | Requests × rounds |\n"
                        + "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n");
        for (Comparison.Result result : results) {
            for (int subject = 0; subject < result.figures().size(); subject++) {
                table.append(line(result, subject));
            }
        }
        return table.toString();
    }

    private static String line(Comparison.Result result, int subject) {
        Figures first = result.figures().get(0);
        Figures figures = result.figures().get(subject);
        boolean compared = subject > 0;
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %s | %s | %s | %.1f | %.0f | %.0f | %.1f | %d × %d |%n",
                compared ? "" : result.workload(),
                figures.subject(),
                figures.processorMicros(),
                compared ? ratio(figures.ratioTo(first)) : "",
                compared ? ratio(figures.meanProcessorMicros() / first.meanProcessorMicros()) : "",
                compared ? goal(figures.ratioTo(first), result.goal()) : "",
                figures.allocatedBytes() / 1024,
                figures.p50Micros(),
                figures.p99Micros(),
                figures.answerBytes() / 1024,
                result.requests(),
                figures.rounds().size());
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    private static String goal(double ratio, double goal) {
        return String.format(Locale.ROOT, "≤ %.1f %s", goal, ratio <= goal ? "met" : "missed");
    }
}
