package dev.scimlet.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.benchmarks.subject.Guard;
import dev.scimlet.benchmarks.subject.Snapshot;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DirectoriesBenchmarkTest {

    private static Figures figures(String subject, long serverMicros, long databaseMicros) {
        var cost = new Snapshot.Cost(10_000 * serverMicros, 0, 10_000 * databaseMicros, 0, true);
        var asked = new Session.PerRequest(2, 2);
        return Figures.of(subject, List.of(new Session.Round(cost, new Driver.Exchanges(10))), asked);
    }

    @Test
    void tellsWhatEachCostsMoreThanTheFirst() {
        List<Figures> figures = List.of(figures("tokens", 100, 200), figures("directories", 108, 220));
        var result = new Comparison.Result("GET a user (1000)", "GET a user", 1.2, 10, figures);

        assertThat(DirectoriesBenchmark.table(List.of(result)).lines().skip(2))
                .containsExactly(
                        "| GET a user | tokens | 100 | 200 | 2, 2 |  |  |  |",
                        "|  | directories | 108 | 220 | 2, 2 | 8.0 | 1.08 | 1.10 |");
    }

    private static Options options(String... arguments) {
        return new Options(List.of(arguments), Set.of("--store", "--isolation", "--tenants", "--guards"));
    }

    @Test
    void comparesUnderEachIsolationOfEachNumberOfTenants() {
        assertThat(DirectoriesBenchmark.loads(options("--tenants=1,50", "--isolation=READ_COMMITTED,SERIALIZABLE")))
                .extracting(DirectoriesBenchmark.Load::title)
                .containsExactly(
                        "One tenant, postgresql, READ_COMMITTED",
                        "One tenant, postgresql, SERIALIZABLE",
                        "50 tenants, postgresql, READ_COMMITTED",
                        "50 tenants, postgresql, SERIALIZABLE");
        assertThat(DirectoriesBenchmark.loads(options("--store=memory")))
                .extracting(DirectoriesBenchmark.Load::title)
                .containsExactly("One tenant, memory");
    }

    @Test
    void comparesTheGuardsThatAreNamed() {
        assertThat(DirectoriesBenchmark.guards(options())).containsExactly(Guard.values());
        assertThat(DirectoriesBenchmark.guards(options("--guards=directories,log")))
                .containsExactly(Guard.DIRECTORIES, Guard.LOG);
    }
}
