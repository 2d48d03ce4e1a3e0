package dev.scimlet.benchmarks.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The processor time of a database so far: of its process and of that process's children, which are the backends and helpers of a
 * PostgreSQL.
 *
 * <p>Living threads are counted in nanoseconds by {@code schedstat}, as the server's are. A child that has ended is counted in
 * hundredths of a second by what {@code stat} tells of its parent. A thread that has ended within a living process is lost; of a
 * MariaDB these are threads of connections, which a pool keeps.
 */
public final class DatabaseTime {

    private static final Path PROCESSES = Path.of("/proc");
    private static final long NANOS_PER_TICK = 10_000_000;

    /** Places in {@code /proc/PID/stat} behind the name: the parent; user and system time of ended children. */
    private static final int PARENT = 1;

    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private final Map<Long, Long> living;
    private final long endedNanos;

    private DatabaseTime(Map<Long, Long> living, long endedNanos) {
        this.living = Map.copyOf(living);
        this.endedNanos = endedNanos;
    }

    /**
     * What has been spent so far.
     *
     * @param process the postmaster, or the one process that a database is
     */
    public static DatabaseTime of(long process) throws IOException {
        return read(PROCESSES, process);
    }

    static DatabaseTime read(Path processes, long process) throws IOException {
        List<String> parent = stat(processes.resolve(Long.toString(process)));
        long ticks = Long.parseLong(parent.get(CHILDREN_USER)) + Long.parseLong(parent.get(CHILDREN_SYSTEM));
        Map<Long, Long> living = new HashMap<>();
        for (Path candidate : numbered(processes)) {
            try {
                boolean own = candidate.getFileName().toString().equals(Long.toString(process));
                if (own || stat(candidate).get(PARENT).equals(Long.toString(process))) {
                    addThreads(candidate.resolve("task"), living);
                }
            } catch (IOException failure) {
                requireEnded(failure);
            }
        }
        return new DatabaseTime(living, ticks * NANOS_PER_TICK);
    }

    private static void addThreads(Path tasks, Map<Long, Long> living) throws IOException {
        for (Path thread : numbered(tasks)) {
            try {
                String schedule = Files.readString(thread.resolve("schedstat"));
                living.put(
                        Long.valueOf(thread.getFileName().toString()),
                        Long.valueOf(schedule.substring(0, schedule.indexOf(' '))));
            } catch (IOException failure) {
                requireEnded(failure);
            }
        }
    }

    private static List<Path> numbered(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path ->
                            Character.isDigit(path.getFileName().toString().charAt(0)))
                    .toList();
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    /** A process or thread may end while it is looked at: it is not there, then. */
    private static void requireEnded(IOException failure) throws IOException {
        boolean ended = failure instanceof NoSuchFileException
                || String.valueOf(failure.getMessage()).contains("No such process");
        if (!ended) {
            throw failure;
        }
    }

    /** The parent of a process. */
    static long parentOf(long process) throws IOException {
        return Long.parseLong(stat(PROCESSES.resolve(Long.toString(process))).get(PARENT));
    }

    /** The fields behind the name, which is in parentheses and may hold anything. */
    private static List<String> stat(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" "));
    }

    /** The nanoseconds that were spent between an earlier moment and this one. */
    public long since(DatabaseTime earlier) {
        long nanos = 0;
        for (Map.Entry<Long, Long> thread : living.entrySet()) {
            nanos += thread.getValue() - earlier.living.getOrDefault(thread.getKey(), 0L);
        }
        long known = earlier.living.entrySet().stream()
                .filter(thread -> !living.containsKey(thread.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return nanos + Math.max(0, endedNanos - earlier.endedNanos - known);
    }
}
