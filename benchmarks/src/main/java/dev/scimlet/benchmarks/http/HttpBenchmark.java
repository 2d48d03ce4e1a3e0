package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.subject.Subject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Compares the subjects on all workloads.
 *
 * <ul>
 *   <li>{@code --quick}: under two minutes, to see where one stands; without it, figures to be written down
 *   <li>{@code --subjects=a,b}: what is compared; the first is what the others are measured by
 *   <li>{@code --only=a,b}: the workloads whose names contain one of these
 *   <li>{@code --output=FILE}: where all figures go as JSON
 *   <li>{@code --record=FOLDER}: each subject is profiled by the flight recorder, whose cost is then in the figures
 * </ul>
 */
public final class HttpBenchmark {

    private static final Set<String> OPTIONS = Set.of("--quick", "--subjects", "--only", "--output", "--record");

    private HttpBenchmark() {}

    public static void run(List<String> arguments, PrintStream out) throws IOException, InterruptedException {
        var options = new Options(arguments, OPTIONS);
        List<Subject> subjects = Subjects.named(options.value("--subjects").orElse(Subjects.DEFAULT));
        Plan fair = options.has("--quick") ? Plan.quick() : Plan.full();
        Plan whole = subjects.stream().allMatch(Subject::takesAnyMember) ? fair : fair.onTables(false);
        Plan plan = options.value("--only")
                .map(names -> whole.only(List.of(names.split(","))))
                .orElse(whole);
        Path log = Files.createTempFile("scimlet-benchmark", ".log");
        out.println("the subjects print to " + log);
        Instant start = Instant.now();
        try (var comparison = new Comparison(plan, out)) {
            for (Subject subject : subjects) {
                comparison.start(subject, recording(options, subject), log);
            }
            List<Comparison.Result> results = comparison.run();
            out.println();
            out.println(Table.markdown(results));
            Path output = Path.of(options.value("--output").orElse("benchmarks/target/http.json"));
            Results.write(output, start, arguments, plan, results);
            out.println("all figures: " + output);
        }
    }

    private static List<String> recording(Options options, Subject subject) {
        return options.value("--record")
                .map(folder -> List.of(
                        "-XX:FlightRecorderOptions=stackdepth=128",
                        "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                                + Path.of(folder, subject.name() + ".jfr")))
                .orElse(List.of());
    }
}
