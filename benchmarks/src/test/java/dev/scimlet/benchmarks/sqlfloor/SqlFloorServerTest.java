package dev.scimlet.benchmarks.sqlfloor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.benchmarks.database.SqlKind;
import dev.scimlet.benchmarks.database.SqlLayout;
import dev.scimlet.benchmarks.load.Answer;
import dev.scimlet.benchmarks.load.Connection;
import dev.scimlet.benchmarks.load.Directory;
import dev.scimlet.benchmarks.load.Request;
import dev.scimlet.benchmarks.load.Seeder;
import dev.scimlet.benchmarks.load.Workload;
import dev.scimlet.benchmarks.load.Workloads;
import dev.scimlet.benchmarks.subject.Subject;
import dev.scimlet.benchmarks.subject.SubjectProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The floor by hand answers the whole load as a service provider would, on each database, by the statements that it claims. */
@EnabledOnOs(OS.LINUX)
class SqlFloorServerTest {

    private static final List<String> FLAGS = List.of("-Xmx256m");
    private static final int USERS = 400;
    private static final int COUNTED = 2;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"H2, OWN", "H2, USERS", "POSTGRESQL, OWN", "POSTGRESQL, USERS", "MARIADB, OWN", "MARIADB, USERS"})
    void answersEachWorkloadRightAgainAndAgain(SqlKind kind, SqlLayout layout) throws Exception {
        Path log = Files.createFile(folder.resolve("log"));
        try (SubjectProcess floor = SubjectProcess.start(Subject.sqlFloor(kind, layout), FLAGS, log);
                Connection connection = floor.connect()) {
            Directory directory = new Seeder(connection).fill(USERS, layout == SqlLayout.OWN ? List.of(30) : List.of());
            floor.settleDatabase();
            List<Workload> workloads = Workloads.onTables(directory);
            for (int pass = 0; pass < 2; pass++) {
                for (Workload workload : workloads) {
                    workload.check(connection);
                }
            }
            Map<String, SubjectProcess.Statements> asked = new LinkedHashMap<>();
            for (Workload workload : workloads) {
                asked.put(workload.kind(), counted(floor, connection, workload));
            }

            assertThat(total(connection)).contains("\"totalResults\":" + USERS);
            if (kind == SqlKind.POSTGRESQL) {
                assertThat(asked).isEqualTo(onPostgres(layout));
            }
        }
    }

    private static SubjectProcess.Statements counted(SubjectProcess floor, Connection connection, Workload workload)
            throws IOException {
        workload.prepare(connection, 0, COUNTED);
        SubjectProcess.Statements before = floor.beginToCount();
        for (int number = 0; number < COUNTED; number++) {
            Request request = workload.request(number);
            Answer answer = connection.send(request);
            answer.expectStatus(workload.status(), request);
            workload.answered(number, answer);
        }
        SubjectProcess.Statements counted = floor.endCounting().since(before);
        for (Request restoring : workload.restoring()) {
            connection.send(restoring);
        }
        return counted;
    }

    private static String total(Connection connection) throws IOException {
        return connection.send(new Request("GET", "/Users?count=1", "")).text();
    }

    /** Statements, and round trips, which have the commit of a transaction among them. */
    private static Map<String, SubjectProcess.Statements> onPostgres(SqlLayout layout) {
        boolean own = layout == SqlLayout.OWN;
        Map<String, SubjectProcess.Statements> expected = new LinkedHashMap<>();
        expected.put("GET a user", own ? each(2, 2) : each(1, 1));
        expected.put("userName eq, indexed", own ? each(2, 2) : each(1, 1));
        expected.put("list a page of 100", own ? each(2, 2) : each(1, 1));
        expected.put("PUT a user", own ? each(3, 4) : each(2, 2));
        expected.put("PATCH a user, 4 operations", own ? each(3, 4) : each(2, 2));
        expected.put("create a user", each(1, 1));
        if (own) {
            expected.put("add a member, members excluded", each(1, 1));
        }
        expected.put("delete a user in a group", own ? each(1, 1) : each(2, 3));
        expected.put("bulk of 100 creates", each(100, 100));
        return expected;
    }

    private static SubjectProcess.Statements each(int statements, int roundTrips) {
        return new SubjectProcess.Statements((long) COUNTED * statements, (long) COUNTED * roundTrips);
    }
}
