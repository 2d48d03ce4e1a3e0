package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.database.SqlKind;
import dev.scimlet.benchmarks.database.SqlLayout;
import dev.scimlet.benchmarks.subject.Subject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the library costs on a database, beside what a good engineer would write by hand over the same tables: the table "On SQL"
 * of the goals. Its lines are printed as they are measured.
 *
 * <ul>
 *   <li>{@code --database=postgresql}, {@code h2} or {@code mariadb}
 *   <li>{@code --layout=own} or {@code users}: tables of the library's making, or the twelve columns of {@code docs/jdbc.md}
 *   <li>{@code --quick}: two minutes with a machine for itself and 2,000 users in place of 10,000, to see where one stands
 *   <li>{@code --only=a,b}: the workloads whose names contain one of these
 *   <li>{@code --output=FILE}: where all figures go as JSON
 * </ul>
 */
public final class SqlBenchmark {

    private static final Set<String> OPTIONS = Set.of("--database", "--layout", "--quick", "--only", "--output");

    private SqlBenchmark() {}

    public static void run(List<String> arguments, PrintStream out) throws IOException, InterruptedException {
        var options = new Options(arguments, OPTIONS);
        SqlKind kind = SqlKind.valueOf(upperCase(options.value("--database").orElse("postgresql")));
        SqlLayout layout = SqlLayout.valueOf(upperCase(options.value("--layout").orElse("own")));
        Plan whole = Plan.onTables(options.has("--quick"), layout == SqlLayout.OWN);
        Plan plan = options.value("--only")
                .map(names -> whole.only(List.of(names.split(","))))
                .orElse(whole);
        Path log = Files.createTempFile("scimlet-benchmark", ".log");
        out.println("the subjects print to " + log);
        Instant start = Instant.now();
        try (var comparison = new Comparison(plan, out, result -> out.println(SqlTable.line(result, kind)))) {
            comparison.startTogether(List.of(Subject.sqlFloor(kind, layout), Subject.sql(kind, layout)), log);
            List<Comparison.Result> results = comparison.run(() -> out.print(SqlTable.HEAD));
            out.println();
            Path output = Path.of(options.value("--output").orElse("benchmarks/target/sql.json"));
            Results.write(output, start, arguments, plan, results);
            out.println("all figures: " + output);
        }
    }

    private static String upperCase(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
