package dev.scimlet.benchmarks;

import dev.scimlet.benchmarks.dearest.Dearest;
import dev.scimlet.benchmarks.feed.FeedDelay;
import dev.scimlet.benchmarks.http.DirectoriesBenchmark;
import dev.scimlet.benchmarks.http.GrowthBenchmark;
import dev.scimlet.benchmarks.http.HttpBenchmark;
import dev.scimlet.benchmarks.http.JpaBenchmark;
import dev.scimlet.benchmarks.http.MemoryBenchmark;
import dev.scimlet.benchmarks.http.SoakBenchmark;
import dev.scimlet.benchmarks.http.SqlBenchmark;
import dev.scimlet.benchmarks.http.TenantsBenchmark;
import dev.scimlet.benchmarks.limits.LimitsTrial;
import dev.scimlet.benchmarks.sql.LargeTables;
import dev.scimlet.benchmarks.sql.NodesTrial;
import java.util.Arrays;
import java.util.List;

/** The one jar's entry: the first argument says which benchmark, the others are its own. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 0 ? "none" : arguments[0];
        String[] rest = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
        switch (name) {
            case "http" -> HttpBenchmark.run(List.of(rest), System.out);
            case "sql" -> SqlBenchmark.run(List.of(rest), System.out);
            case "jpa" -> JpaBenchmark.run(List.of(rest), System.out);
            case "directories" -> DirectoriesBenchmark.run(List.of(rest), System.out);
            case "feed-delay" -> FeedDelay.run(List.of(rest), System.out);
            case "limits" -> LimitsTrial.run(List.of(rest), System.out);
            case "growth" -> GrowthBenchmark.run(List.of(rest), System.out);
            case "tenants" -> TenantsBenchmark.run(List.of(rest), System.out);
            case "memory" -> MemoryBenchmark.run(List.of(rest), System.out);
            case "soak" -> SoakBenchmark.run(List.of(rest), System.out);
            case "nodes" -> NodesTrial.run(List.of(rest), System.out);
            case "tables" -> LargeTables.run(List.of(rest), System.out);
            case "dearest" -> System.exit(Dearest.run(List.of(rest), System.out) ? 0 : 1);
            case "jmh" -> org.openjdk.jmh.Main.main(rest);
            default ->
                throw new IllegalArgumentException(
                        "no benchmark " + name
                                + "; there are http, sql, jpa, directories, feed-delay, limits, tenants, growth, memory, soak, nodes, tables, dearest, jmh");
        }
    }
}
