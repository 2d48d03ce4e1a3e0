package dev.scimlet.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.benchmarks.load.Connection;
import dev.scimlet.benchmarks.load.Directory;
import dev.scimlet.benchmarks.load.Seeder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class SubjectProcessTest {

    private static final List<String> FLAGS = List.of("-Xmx64m");
    private static final int USERS = 50;

    @TempDir
    private Path folder;

    private Path log;

    @BeforeEach
    void emptyLog() throws IOException {
        log = Files.createFile(folder.resolve("log"));
    }

    @Test
    void tellsWhatTheLoadCost() throws IOException, InterruptedException {
        try (SubjectProcess floor = SubjectProcess.start(Subject.floor("floor"), FLAGS, log);
                Connection connection = floor.connect()) {
            Snapshot before = floor.snapshot();
            Directory directory = new Seeder(connection).fill(USERS, List.of(10));
            Snapshot.Cost cost = floor.snapshot().since(before);

            assertThat(directory.userIds()).hasSize(USERS).doesNotHaveDuplicates();
            assertThat(cost.processorNanos()).isPositive();
            assertThat(cost.allocatedBytes()).isGreaterThan(Seeder.jsonBytes(0, USERS));
            assertThat(floor.heapAfterCollection()).isBetween(1L << 20, 64L << 20);
        }
    }

    @Test
    void saysWhatASubjectPrintedThatDoesNotStart() {
        var broken = new Subject("broken", "dev.scimlet.NoSuchServer", List.of(), Map.of(), "/");

        assertThatThrownBy(() -> SubjectProcess.start(broken, FLAGS, log))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken does not serve")
                .hasMessageContaining("ClassNotFoundException: dev.scimlet.NoSuchServer");
    }

    @Test
    void readsWhatEachThreadAllocated() {
        assertThat(SubjectProcess.allocated("1:500 17:80000 "))
                .isEqualTo(new ThreadCounters<>(Map.of(1L, 500L, 17L, 80_000L)));
    }
}
