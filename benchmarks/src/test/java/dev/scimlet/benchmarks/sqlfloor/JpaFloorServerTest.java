package dev.scimlet.benchmarks.sqlfloor;

import dev.scimlet.benchmarks.database.SqlKind;
import dev.scimlet.benchmarks.load.Connection;
import dev.scimlet.benchmarks.load.Directory;
import dev.scimlet.benchmarks.load.Seeder;
import dev.scimlet.benchmarks.load.Workload;
import dev.scimlet.benchmarks.load.Workloads;
import dev.scimlet.benchmarks.subject.Subject;
import dev.scimlet.benchmarks.subject.SubjectProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JPA by hand, and the library over the same entities, answer the whole load right, again and again. */
@EnabledOnOs(OS.LINUX)
class JpaFloorServerTest {

    private static final List<String> FLAGS = List.of("-Xmx256m");
    private static final int USERS = 400;
    private static final int TEAM = 10;

    @TempDir
    private Path folder;

    static Stream<Subject> subjects() {
        return Stream.of(SqlKind.H2, SqlKind.POSTGRESQL)
                .flatMap(kind -> Stream.of(Subject.jpaFloor(kind), Subject.jpa(kind)));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void answersEachWorkloadRight(Subject subject) throws Exception {
        Path log = Files.createFile(folder.resolve("log"));
        try (SubjectProcess server = SubjectProcess.start(subject, FLAGS, log);
                Connection connection = server.connect()) {
            var seeder = new Seeder(connection);
            List<String> users = seeder.users(0, USERS);
            List<Directory.SeededGroup> teams = seeder.teams(users, TEAM).stream()
                    .map(id -> new Directory.SeededGroup(id, TEAM))
                    .toList();
            for (int pass = 0; pass < 2; pass++) {
                for (Workload workload : Workloads.onEntities(new Directory(users, teams))) {
                    workload.check(connection);
                }
            }
        }
    }
}
