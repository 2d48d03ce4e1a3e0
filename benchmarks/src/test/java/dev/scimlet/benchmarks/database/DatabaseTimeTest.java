package dev.scimlet.benchmarks.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a directory that looks like {@code /proc}. */
class DatabaseTimeTest {

    private static final long TICK = 10_000_000;

    @TempDir
    private Path processes;

    /** A process of one thread; its name has what a name may have. */
    private void process(int id, int parent, long nanos, int endedUserTicks, int endedSystemTicks) throws IOException {
        Path process = Files.createDirectories(processes.resolve(Integer.toString(id)));
        Files.writeString(
                process.resolve("stat"),
                id + " (post) gres 7) S " + parent + " 1 1 0 -1 0 0 0 0 0 99 99 " + endedUserTicks + " "
                        + endedSystemTicks + " 20 0 1 0\n");
        thread(id, id, nanos);
    }

    private void thread(int process, int id, long nanos) throws IOException {
        Path thread = Files.createDirectories(
                processes.resolve(Integer.toString(process)).resolve("task").resolve(Integer.toString(id)));
        Files.writeString(thread.resolve("schedstat"), nanos + " 77 5\n");
    }

    private void end(int id) throws IOException {
        Path process = processes.resolve(Integer.toString(id));
        Path thread = process.resolve("task").resolve(Integer.toString(id));
        Files.delete(thread.resolve("schedstat"));
        Files.delete(thread);
        Files.delete(process.resolve("task"));
        Files.delete(process.resolve("stat"));
        Files.delete(process);
    }

    @Test
    void countsThePostmasterAndItsChildrenAndNobodyElse() throws IOException {
        process(10, 1, 1_000, 0, 0);
        process(11, 10, 2_000, 0, 0);
        process(12, 11, 50_000, 0, 0);
        process(13, 1, 60_000, 0, 0);
        DatabaseTime before = DatabaseTime.read(processes, 10);
        process(10, 1, 1_001, 0, 0);
        process(11, 10, 2_020, 0, 0);
        process(12, 11, 70_000, 0, 0);
        process(13, 1, 80_000, 0, 0);
        process(14, 10, 300, 0, 0);

        assertThat(DatabaseTime.read(processes, 10).since(before)).isEqualTo(321);
    }

    @Test
    void countsTheThreadsOfAProcess() throws IOException {
        process(10, 1, 1_000, 0, 0);
        thread(10, 15, 500);
        DatabaseTime before = DatabaseTime.read(processes, 10);
        thread(10, 15, 700);
        thread(10, 16, 30);

        assertThat(DatabaseTime.read(processes, 10).since(before)).isEqualTo(230);
    }

    @Test
    void countsWhatAChildSpentThatHasEndedMeanwhile() throws IOException {
        process(10, 1, 0, 5, 3);
        process(11, 10, 2 * TICK, 0, 0);
        DatabaseTime before = DatabaseTime.read(processes, 10);
        end(11);
        process(10, 1, 0, 8, 4);

        assertThat(DatabaseTime.read(processes, 10).since(before)).isEqualTo(2 * TICK);
    }

    @Test
    void losesAThreadThatEndedButNothingElse() throws IOException {
        process(10, 1, 1_000, 0, 0);
        process(11, 10, 9_000, 0, 0);
        DatabaseTime before = DatabaseTime.read(processes, 10);
        end(11);
        process(10, 1, 1_400, 0, 0);

        assertThat(DatabaseTime.read(processes, 10).since(before)).isEqualTo(400);
    }
}
