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
                "| Work | Subject | Server µs | ÷ first | all rounds ÷ first | Goal | Database µs | ÷ first"
                        + " | Statements, round trips | Allocated KB | p50 µs | p99 µs | Answer KB"
                        + " | Requests × rounds |\n"
                        + "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n");
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
                "| %s | %s | %.1f | %s | %s | %s | %s | %s | %s | %.1f | %.0f | %.0f | %.1f | %d × %d |%n",
                compared ? "" : result.workload(),
                figures.subject(),
                figures.processorMicros(),
                compared ? ratio(figures.ratioTo(first)) : "",
                compared ? ratio(figures.meanProcessorMicros() / first.meanProcessorMicros()) : "",
                compared ? goal(figures.ratioTo(first), result.goal()) : "",
                figures.hasDatabase() ? String.format(Locale.ROOT, "%.1f", figures.databaseMicros()) : "",
                compared && figures.hasDatabase() && first.hasDatabase() ? ratio(figures.databaseRatioTo(first)) : "",
                figures.asked().statements() > 0 ? asked(figures.asked()) : "",
                figures.allocatedBytes() / 1024,
                figures.p50Micros(),
                figures.p99Micros(),
                figures.answerBytes() / 1024,
                result.requests(),
                figures.rounds().size());
    }

    /** Statements, and round trips if there is a way to go. */
    static String asked(Session.PerRequest asked) {
        return count(asked.statements()) + (asked.roundTrips() > 0 ? ", " + count(asked.roundTrips()) : "");
    }

    /** Whole where it is whole for each request; an idle connection that the pool tries now and then makes it a little more. */
    static String count(double each) {
        return String.format(Locale.ROOT, Math.abs(each - Math.rint(each)) < 0.1 ? "%.0f" : "%.1f", each);
    }

    static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    static String goal(double ratio, double goal) {
        return String.format(Locale.ROOT, "≤ %.1f %s", goal, ratio <= goal ? "met" : "missed");
    }
}
