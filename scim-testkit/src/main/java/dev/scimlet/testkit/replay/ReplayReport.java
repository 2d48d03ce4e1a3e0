package dev.scimlet.testkit.replay;

import dev.scimlet.testkit.http.WireRequest;
import dev.scimlet.testkit.http.WireResponse;
import dev.scimlet.testkit.replay.StepOutcome.Failed;
import dev.scimlet.testkit.replay.StepOutcome.NotRun;
import dev.scimlet.testkit.replay.StepOutcome.Passed;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a replay.
 *
 * @param run the run id, part of the names that the replay used on the server
 * @param outcomes one for each step, in the order of the steps
 */
public record ReplayReport(Trace trace, String run, List<StepOutcome> outcomes) {

    private static final int LONGEST_BODY = 2000;

    public ReplayReport {
        outcomes = List.copyOf(outcomes);
    }

    /** Whether every step passed. */
    public boolean passed() {
        return outcomes.stream().allMatch(Passed.class::isInstance);
    }

    public List<Failed> failures() {
        return outcomes.stream()
                .filter(Failed.class::isInstance)
                .map(Failed.class::cast)
                .toList();
    }

    /**
     * The report for a reader: one line with the numbers, for each step that did not pass what was wrong, what was sent
     * and what came back, and what the tolerances that seem to be missing ask for. It holds no token.
     */
    public String text() {
        long notRun = outcomes.stream().filter(NotRun.class::isInstance).count();
        int failed = failures().size();
        String summary = "%s %s: %d steps, %d passed, %d failed, %d not run (run %s)"
                .formatted(
                        passed() ? "ok  " : "FAIL",
                        trace.id(),
                        outcomes.size(),
                        outcomes.size() - failed - notRun,
                        failed,
                        notRun,
                        run);
        var lines = new ArrayList<>(List.of(summary));
        outcomes.stream()
                .filter(outcome -> !(outcome instanceof Passed))
                .map(ReplayReport::text)
                .forEach(lines::add);
        failures().stream()
                .flatMap(failure -> failure.mismatches().stream())
                .flatMap(mismatch -> mismatch.quirks().stream())
                .distinct()
                .sorted()
                .map(id -> "  " + Tolerances.describe(id))
                .forEach(lines::add);
        return String.join("\n", lines);
    }

    /** One outcome for a reader. */
    static String text(StepOutcome outcome) {
        if (outcome instanceof Passed passed) {
            return "  step " + passed.step() + ": passed";
        }
        if (outcome instanceof NotRun notRun) {
            return "  step " + notRun.step() + ": not run, " + notRun.reason();
        }
        if (outcome instanceof Failed failed) {
            return text(failed);
        }
        throw new AssertionError("unknown kind of outcome: " + outcome);
    }

    private static String text(Failed failed) {
        var lines = new StringBuilder("  step " + failed.step() + ": failed");
        for (Mismatch mismatch : failed.mismatches()) {
            lines.append("\n      ").append(mismatch);
        }
        lines.append("\n      sent ").append(sent(failed.request()));
        failed.response().ifPresent(response -> lines.append("\n      got ").append(received(response)));
        return lines.toString();
    }

    private static String sent(WireRequest request) {
        return request.method() + " " + request.target() + body(request.body().text());
    }

    private static String received(WireResponse response) {
        return response.status() + body(response.body().text());
    }

    private static String body(String text) {
        return text.isEmpty() ? "" : " " + Excerpt.of(text, LONGEST_BODY);
    }
}
