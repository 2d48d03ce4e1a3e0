package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.database.SqlKind;
import dev.scimlet.benchmarks.database.SqlLayout;
import dev.scimlet.benchmarks.load.Directory;
import dev.scimlet.benchmarks.load.Seeder;
import dev.scimlet.benchmarks.subject.Subject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the library costs over JPA entities, beside JPA by hand over the same entities, and over the same tables without JPA: 10,000
 * users, each in one of 1,000 groups.
 *
 * <ul>
 *   <li>{@code --database=postgresql}, {@code h2} or {@code mariadb}
 *   <li>{@code --users=N}: how many users, ten to a group
 *   <li>{@code --quick}: some minutes, to see where one stands
 *   <li>{@code --only=a,b}: the workloads whose names contain one of these
 *   <li>{@code --record=DIRECTORY}: a recording of the flight recorder for each subject, to be found there
 * </ul>
 */
public final class JpaBenchmark {

    private static final Set<String> OPTIONS = Set.of("--database", "--quick", "--only", "--record", "--users");
    private static final int USERS = 10_000;
    private static final int TEAM = 10;
    private static final double GOAL = 1.3;

    private JpaBenchmark() {}

    public static void run(List<String> arguments, PrintStream out) throws IOException, InterruptedException {
        var options = new Options(arguments, OPTIONS);
        SqlKind kind =
                SqlKind.valueOf(options.value("--database").orElse("postgresql").toUpperCase(Locale.ROOT));
        Plan whole = Plan.onEntities(options.has("--quick"), options.number("--users", USERS));
        Plan plan = options.value("--only")
                .map(names -> whole.only(List.of(names.split(","))))
                .orElse(whole);
        Path log = Files.createTempFile("scimlet-benchmark", ".log");
        out.println("the subjects print to " + log);
        try (var comparison = new Comparison(plan, out)) {
            List<Comparison.Start> starts = Stream.of(
                            Subject.jpaFloor(kind), Subject.jpa(kind), Subject.sql(kind, SqlLayout.USERS))
                    .map(subject -> new Comparison.Start(subject, (server, seeder) -> fill(seeder, plan)))
                    .toList();
            Optional<String> recordings = options.value("--record");
            if (recordings.isPresent()) {
                for (Comparison.Start each : starts) {
                    comparison.start(List.of(each), recording(recordings.get(), each.subject()), log);
                }
            } else {
                comparison.start(starts, List.of(), log);
            }
            List<Comparison.Result> results = comparison.run();
            out.println();
            out.println(table(results));
        }
    }

    private static List<String> recording(String directory, Subject subject) {
        return List.of("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + directory + "/"
                + subject.name() + ".jfr");
    }

    private static Directory fill(Seeder seeder, Plan plan) throws IOException {
        List<String> users = seeder.users(0, plan.users());
        List<Directory.SeededGroup> teams = seeder.teams(users, TEAM).stream()
                .map(id -> new Directory.SeededGroup(id, TEAM))
                .toList();
        return new Directory(users, teams);
    }

    static String table(List<Comparison.Result> results) {
        var table = new StringBuilder("| Work | Subject | Server µs | Database µs | Statements, round trips"
                + " | ÷ server | ÷ database | Goal |\n| --- | --- | --: | --: | --- | --: | --: | --- |\n");
        for (Comparison.Result result : results) {
            Figures floor = result.figures().get(0);
            for (Figures figures : result.figures()) {
                boolean compared = figures != floor;
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %.0f | %s | %s | %s | %s | %s |%n",
                        compared ? "" : result.kind(),
                        figures.subject(),
                        figures.processorMicros(),
                        figures.hasDatabase() ? String.format(Locale.ROOT, "%.0f", figures.databaseMicros()) : "",
                        Table.asked(figures.asked()),
                        compared ? Table.ratio(figures.ratioTo(floor)) : "",
                        compared && floor.hasDatabase() ? Table.ratio(figures.databaseRatioTo(floor)) : "",
                        compared ? Table.goal(figures.ratioTo(floor), GOAL) : ""));
            }
        }
        return table.toString();
    }
}
