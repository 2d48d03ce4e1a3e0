package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.load.Directory;
import dev.scimlet.benchmarks.load.Seeder;
import dev.scimlet.benchmarks.subject.Subject;
import dev.scimlet.benchmarks.subject.SubjectProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What requests of one tenant cost among 10, 100 and 1,000 tenants of 1,000 users in groups of 50, in the library's own tables on
 * PostgreSQL. Each size has a server and a PostgreSQL of its own, and rounds take turns.
 *
 * <ul>
 *   <li>{@code --sizes=10,100,1000}: how many tenants; the first is what the others are measured by
 *   <li>{@code --quick}: 10 and 100, and short rounds
 * </ul>
 */
public final class TenantsBenchmark {

    private static final Set<String> OPTIONS = Set.of("--sizes", "--quick");
    private static final int TEAM = 50;
    private static final double GOAL = 1.3;

    private TenantsBenchmark() {}

    public static void run(List<String> arguments, PrintStream out) throws IOException, InterruptedException {
        var options = new Options(arguments, OPTIONS);
        boolean quick = options.has("--quick");
        List<Integer> sizes = options.numbers("--sizes", quick ? List.of(10, 100) : List.of(10, 100, 1_000));
        Plan plan = Plan.ofTenant(quick, TEAM);
        Path log = Files.createTempFile("scimlet-benchmark", ".log");
        out.println("the servers print to " + log);
        try (var comparison = new Comparison(plan, out)) {
            for (int size : sizes) {
                Subject subject = Subject.tenants(size);
                comparison.start(subject, List.of(), log, (server, seeder) -> fill(server, seeder, plan, size));
            }
            List<Comparison.Result> results = comparison.run();
            out.println();
            out.print(table(results));
        }
    }

    /** One tenant over HTTP, and the others as copies of it. */
    private static Directory fill(SubjectProcess server, Seeder seeder, Plan plan, int tenants) throws IOException {
        Directory directory = seeder.fill(plan.users(), plan.groupSizes());
        seeder.teams(directory.userIds(), TEAM);
        try (Connection connection = DriverManager.getConnection(server.databaseUrl())) {
            TenantCopies.add(connection, tenants - 1);
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
        return directory;
    }

    static String table(List<Comparison.Result> results) {
        var table = new StringBuilder("| Work | Subject | Server µs | Database µs | Statements, round trips"
                + " | Server and database ÷ first | Goal |\n| --- | --- | --: | --: | --- | --: | --- |\n");
        for (Comparison.Result result : results) {
            Figures first = result.figures().get(0);
            for (Figures figures : result.figures()) {
                boolean compared = figures != first;
                double ratio = figures.wholeRatioTo(first);
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %.0f | %.0f | %s | %s | %s |%n",
                        compared ? "" : result.kind(),
                        figures.subject(),
                        figures.processorMicros(),
                        figures.databaseMicros(),
                        Table.asked(figures.asked()),
                        compared ? Table.ratio(ratio) : "",
                        compared ? Table.goal(ratio, GOAL) : ""));
            }
        }
        return table.toString();
    }
}
