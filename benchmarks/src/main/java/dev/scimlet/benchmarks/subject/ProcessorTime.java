package dev.scimlet.benchmarks.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The processor time of a process so far, in nanoseconds, for each thread.
 *
 * <p>Linux tells it in {@code /proc/PID/task/TID/schedstat}: to the nanosecond, where {@code stat} counts in hundredths of a second.
 * The threads of the JIT compiler are known by their names and kept apart, for what they do belongs to the start and not to a
 * request. The threads of the garbage collector are the server's: what it throws away is part of its cost.
 */
final class ProcessorTime {

    private static final Path PROCESSES = Path.of("/proc");

    private final ThreadCounters<Integer> server;
    private final ThreadCounters<Integer> collector;

    private ProcessorTime(Map<Integer, Long> server, Map<Integer, Long> collector) {
        this.server = new ThreadCounters<>(server);
        this.collector = new ThreadCounters<>(collector);
    }

    static ProcessorTime of(long processId) throws IOException {
        return read(PROCESSES.resolve(Long.toString(processId)).resolve("task"));
    }

    /** @param tasks the directory that has one directory for each thread */
    static ProcessorTime read(Path tasks) throws IOException {
        Map<Integer, Long> server = new HashMap<>();
        Map<Integer, Long> collector = new HashMap<>();
        try (Stream<Path> threads = Files.list(tasks)) {
            threads.forEach(thread -> {
                try {
                    add(thread, server, collector);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
        return new ProcessorTime(server, collector);
    }

    private static void add(Path thread, Map<Integer, Long> server, Map<Integer, Long> collector) throws IOException {
        try {
            String name = Files.readString(thread.resolve("comm")).strip();
            if (isCompiler(name)) {
                return;
            }
            String schedule = Files.readString(thread.resolve("schedstat"));
            int id = Integer.parseInt(thread.getFileName().toString());
            Map<Integer, Long> counts = isCollector(name) ? collector : server;
            counts.put(id, Long.parseLong(schedule.substring(0, schedule.indexOf(' '))));
        } catch (NoSuchFileException ended) {
            // The thread ended while it was looked at: it is not there, and if it was before, that is noticed.
        } catch (IOException failure) {
            if (!isNoSuchProcess(failure)) {
                throw failure;
            }
        }
    }

    /** How Linux answers when a thread ends between opening its file and reading it (ESRCH). */
    private static boolean isNoSuchProcess(IOException failure) {
        return String.valueOf(failure.getMessage()).contains("No such process");
    }

    /** Linux keeps the first fifteen characters of a name. */
    static boolean isCompiler(String threadName) {
        return threadName.startsWith("C1 CompilerThre") || threadName.startsWith("C2 CompilerThre");
    }

    static boolean isCollector(String threadName) {
        return threadName.startsWith("GC Thread#") || threadName.startsWith("G1 ");
    }

    Spent since(ProcessorTime earlier) {
        ThreadCounters.Growth own = server.since(earlier.server);
        ThreadCounters.Growth collecting = collector.since(earlier.collector);
        return new Spent(
                own.amount() + collecting.amount(), collecting.amount(), own.complete() && collecting.complete());
    }

    /**
     * @param nanos of all threads but the compiler's
     * @param collectorNanos the part of it that the garbage collector's own threads spent
     */
    record Spent(long nanos, long collectorNanos, boolean complete) {}
}
