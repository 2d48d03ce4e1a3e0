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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What directories cost beside pasted tokens, the feed beside directories alone, and the log beside both: 1,000 users of one tenant, each in one of 100
 * groups, or 100 users and ten groups of each of several tenants, whose requests come in turns.
 *
 * <ul>
 *   <li>{@code --store=memory}, {@code postgresql}, {@code h2} or {@code mariadb}
 *   <li>{@code --isolation=READ_COMMITTED,SERIALIZABLE}: of all transactions, one after the other; {@code READ_COMMITTED} otherwise
 *   <li>{@code --tenants=1,50}: how many, one after the other; 1 otherwise
 *   <li>{@code --guards=directories,log}: what is compared, the others with the first; all otherwise
 *   <li>{@code --quick}: under two minutes, to see where one stands
 *   <li>{@code --only=a,b}: the workloads whose names contain one of these
 * </ul>
 */
public final class DirectoriesBenchmark {

    private static final Set<String> OPTIONS =
            Set.of("--store", "--isolation", "--tenants", "--guards", "--quick", "--only");
    private static final int USERS = 1_000;
    private static final int USERS_OF_MANY = 100;
    private static final int TEAM = 10;

    private DirectoriesBenchmark() {}

    public static void run(List<String> arguments, PrintStream out) throws IOException, InterruptedException {
        var options = new Options(arguments, OPTIONS);
        Path log = Files.createTempFile("scimlet-benchmark", ".log");
        out.println("the subjects print to " + log);
        var tables = new StringBuilder();
        for (Load load : loads(options)) {
            out.println(load.title());
            tables.append(load.title())
                    .append("\n\n")
                    .append(table(load.compare(options, log, out)))
                    .append('\n');
        }
        out.println();
        out.println(tables);
    }

    /** What is compared under one load, of tenants and isolation. */
    record Load(String store, String isolation, int tenants) {

        String title() {
            String those = tenants == 1 ? "One tenant" : tenants + " tenants";
            return those + ", " + store + (store.equals("memory") ? "" : ", " + isolation);
        }

        private List<Comparison.Result> compare(Options options, Path log, PrintStream out)
                throws IOException, InterruptedException {
            Plan whole = Plan.onEntities(options.has("--quick"), tenants == 1 ? USERS : USERS_OF_MANY)
                    .with(Workloads::guarded);
            Plan plan = options.value("--only")
                    .map(names -> whole.only(List.of(names.split(","))))
                    .orElse(whole);
            try (var comparison = new Comparison(plan, out)) {
                for (Guard guard : guards(options)) {
                    comparison.start(subject(guard), List.of(), log, (server, seeder) -> fill(seeder, plan));
                }
                return comparison.run();
            }
        }

        private Subject subject(Guard guard) {
            return store.equals("memory")
                    ? Subject.guardedInMemory(guard, tenants)
                    : Subject.guarded(guard, SqlKind.valueOf(store.toUpperCase(Locale.ROOT)), isolation, tenants);
        }

        private Directory fill(Seeder seeder, Plan plan) throws IOException {
            List<Directory> all = new ArrayList<>();
            for (int tenant = 0; tenant < tenants; tenant++) {
                all.add(fillOne(seeder.as(tenant), plan));
            }
            seeder.as(0);
            return all.get(0).with(all.subList(1, tenants));
        }

        private static Directory fillOne(Seeder seeder, Plan plan) throws IOException {
            List<String> users = seeder.users(0, plan.users());
            return new Directory(
                    users,
                    seeder.teams(users, TEAM).stream()
                            .map(id -> new Directory.SeededGroup(id, TEAM))
                            .toList());
        }
    }

    /** Isolations within numbers of tenants; memory has none. */
    static List<Load> loads(Options options) {
        String store = options.value("--store").orElse("postgresql");
        List<String> isolations = store.equals("memory")
                ? List.of("")
                : List.of(options.value("--isolation").orElse("READ_COMMITTED").split(","));
        return options.numbers("--tenants", List.of(1)).stream()
                .flatMap(tenants -> isolations.stream().map(isolation -> new Load(store, isolation, tenants)))
                .toList();
    }

    static List<Guard> guards(Options options) {
        return options.value("--guards")
                .map(names -> Arrays.stream(names.split(","))
                        .map(name -> Guard.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList())
                .orElse(List.of(Guard.values()));
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
