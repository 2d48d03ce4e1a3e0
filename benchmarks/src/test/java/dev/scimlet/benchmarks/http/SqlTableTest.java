package dev.scimlet.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.benchmarks.database.SqlKind;
import dev.scimlet.benchmarks.subject.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTableTest {

    private static Figures figures(String subject, long serverMicros, long databaseMicros, Session.PerRequest asked) {
        var cost = new Snapshot.Cost(10_000 * serverMicros, 0, 10_000 * databaseMicros, 0, true);
        return Figures.of(subject, List.of(new Session.Round(cost, new Driver.Exchanges(10))), asked);
    }

    private static String line(List<Figures> figures, SqlKind kind) {
        return SqlTable.line(new Comparison.Result("GET a user (10000)", "GET a user", 1.2, 10, figures), kind);
    }

    @Test
    void showsServerAndDatabaseAndRoundTripsAsMultiplesOfTheFloor() {
        Figures floor = figures("floor", 100, 200, new Session.PerRequest(2, 2));
        Figures ours = figures("ours", 230, 300, new Session.PerRequest(10, 12.05));

        assertThat(line(List.of(floor, ours), SqlKind.POSTGRESQL))
                .isEqualTo("| GET a user (10000) | 100 / 200, 2 | 230 / 300, 12 | 2.30 | 1.50 | 1.3 | 10 → 1 |");
    }

    @Test
    void leavesOutWhatADatabaseInTheServersProcessDoesNotHave() {
        Figures floor = figures("floor", 100, 0, new Session.PerRequest(9, 0));
        Figures ours = figures("ours", 1_300, 0, new Session.PerRequest(10.5, 0));

        assertThat(line(List.of(floor, ours), SqlKind.H2))
                .isEqualTo("| GET a user (10000) | 100 | 1,300 | 13.00 |  | 1.3 | 10.5 |");
    }

    @Test
    void showsTheFloorAlone() {
        Figures floor = figures("floor", 100, 200, new Session.PerRequest(2, 2));

        assertThat(line(List.of(floor), SqlKind.MARIADB))
                .isEqualTo("| GET a user (10000) | 100 / 200, 2 |  |  |  | 1.3 |  |");
    }
}
