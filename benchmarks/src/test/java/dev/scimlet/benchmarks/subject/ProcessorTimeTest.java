package dev.scimlet.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a directory that looks like {@code /proc/PID/task}. */
class ProcessorTimeTest {

    @TempDir
    private Path tasks;

    @BeforeEach
    void startWithOneOfEachKind() throws IOException {
        thread(11, "qtp1523457748-2", 1_000);
        thread(12, "G1 Conc#0", 200);
        thread(13, "GC Thread#1", 30);
        thread(14, "C2 CompilerThre", 1_000_000);
        thread(15, "C1 CompilerThre", 2_000_000);
        thread(16, "VM Thread", 4);
    }

    private void thread(int id, String name, long nanos) throws IOException {
        Path thread = Files.createDirectories(tasks.resolve(Integer.toString(id)));
        Files.writeString(thread.resolve("comm"), name + "\n");
        Files.writeString(thread.resolve("schedstat"), nanos + " 77 5\n");
    }

    @Test
    void countsTheServerAndItsCollectorButNotTheCompiler() throws IOException {
        ProcessorTime before = ProcessorTime.read(tasks);
        thread(11, "qtp1523457748-2", 1_500);
        thread(12, "G1 Conc#0", 207);
        thread(13, "GC Thread#1", 31);
        thread(14, "C2 CompilerThre", 9_000_000);
        thread(15, "C1 CompilerThre", 9_000_000);
        thread(16, "VM Thread", 6);

        ProcessorTime.Spent spent = ProcessorTime.read(tasks).since(before);

        assertThat(spent).isEqualTo(new ProcessorTime.Spent(510, 8, true));
    }

    @Test
    void noticesThatAServerThreadEnded() throws IOException {
        ProcessorTime before = ProcessorTime.read(tasks);
        end(11);

        assertThat(ProcessorTime.read(tasks).since(before).complete()).isFalse();
    }

    @Test
    void doesNotMindThatACompilerThreadEnded() throws IOException {
        ProcessorTime before = ProcessorTime.read(tasks);
        end(14);

        assertThat(ProcessorTime.read(tasks).since(before)).isEqualTo(new ProcessorTime.Spent(0, 0, true));
    }

    @Test
    void passesOverAThreadThatEndsWhileItIsRead() throws IOException {
        Files.delete(tasks.resolve("16").resolve("schedstat"));
        ProcessorTime before = ProcessorTime.read(tasks);

        assertThat(ProcessorTime.read(tasks).since(before)).isEqualTo(new ProcessorTime.Spent(0, 0, true));
    }

    private void end(int id) throws IOException {
        Path thread = tasks.resolve(Integer.toString(id));
        Files.delete(thread.resolve("comm"));
        Files.delete(thread.resolve("schedstat"));
        Files.delete(thread);
    }
}
