package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.database.SqlKind;
import dev.scimlet.benchmarks.load.Directory;
import dev.scimlet.benchmarks.load.Seeder;
import dev.scimlet.benchmarks.load.Workloads;
import dev.scimlet.benchmarks.subject.Guard;
import dev.scimlet.benchmarks.subject.Subject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What directories cost beside pasted tokens, the feed beside directories alone, and the log beside both: 1,000 users, each in one of 100 groups.
 *
 * <ul>
 *   <li>{@code --store=memory}, {@code postgresql}, {@code h2} or {@code mariadb}
 *   <li>{@code --isolation=SERIALIZABLE}: of all transactions; {@code READ_COMMITTED} otherwise
 *   <li>{@code --quick}: under two minutes, to see where one stands
 *   <li>{@code --only=a,b}: the workloads whose names contain one of these
 * </ul>
 */
public final class DirectoriesBenchmark {

    private static final Set<String> OPTIONS = Set.of("--store", "--isolation", "--quick", "--only");
    private static final int USERS = 1_000;
    private static final int TEAM = 10;

    private DirectoriesBenchmark() {}

    public static void run(List<String> arguments, PrintStream out) throws IOException, InterruptedException {
        var options = new Options(arguments, OPTIONS);
        String store = options.value("--store").orElse("postgresql");
        String isolation = options.value("--isolation").orElse("READ_COMMITTED");
        Plan whole = Plan.onEntities(options.has("--quick"), USERS).with(Workloads::guarded);
        Plan plan = options.value("--only")
                .map(names -> whole.only(List.of(names.split(","))))
                .orElse(whole);
        Path log = Files.createTempFile("scimlet-benchmark", ".log");
        out.println("the subjects print to " + log);
        List<Subject> subjects = Arrays.stream(Guard.values())
                .map(guard -> store.equals("memory")
                        ? Subject.guardedInMemory(guard)
                        : Subject.guarded(guard, SqlKind.valueOf(store.toUpperCase(Locale.ROOT)), isolation))
                .toList();
        try (var comparison = new Comparison(plan, out)) {
            for (Subject subject : subjects) {
                comparison.start(subject, List.of(), log, (server, seeder) -> fill(seeder, plan));
            }
            List<Comparison.Result> results = comparison.run();
            out.println();
            out.println(table(results));
        }
    }

    private static Directory fill(Seeder seeder, Plan plan) throws IOException {
        List<String> users = seeder.users(0, plan.users());
        return new Directory(
                users,
                seeder.teams(users, TEAM).stream()
                        .map(id -> new Directory.SeededGroup(id, TEAM))
                        .toList());
    }

    static String table(List<Comparison.Result> results) {
        var table = new StringBuilder("| Work | Subject | Server µs | Database µs | Statements, round trips"
                + " | more of the server, µs | ÷ server | ÷ database |\n"
                + "| --- | --- | --: | --: | --- | --: | --: | --: |\n");
        for (Comparison.Result result : results) {
            Figures first = result.figures().get(0);
            for (Figures figures : result.figures()) {
                boolean compared = figures != first;
                double ratio = figures.ratioTo(first);
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %.0f | %s | %s | %s | %s | %s |%n",
                        compared ? "" : result.kind(),
                        figures.subject(),
                        figures.processorMicros(),
                        figures.hasDatabase() ? String.format(Locale.ROOT, "%.0f", figures.databaseMicros()) : "",
                        figures.asked().statements() > 0 ? Table.asked(figures.asked()) : "",
                        compared ? String.format(Locale.ROOT, "%.1f", (ratio - 1) * first.processorMicros()) : "",
                        compared ? Table.ratio(ratio) : "",
                        compared && first.hasDatabase() ? Table.ratio(figures.databaseRatioTo(first)) : ""));
            }
        }
        return table.toString();
    }
}
