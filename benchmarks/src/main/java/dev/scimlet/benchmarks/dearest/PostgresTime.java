package dev.scimlet.benchmarks.dearest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The processor time of all backends of a PostgreSQL, those that have ended among them: what Linux tells of each living child of
 * the postmaster, and of the postmaster's ended children. It counts in hundredths of a second.
 */
final class PostgresTime {

    private static final long NANOS_PER_TICK = 10_000_000;

    /** Places in {@code /proc/PID/stat} behind the name: parent; user and system time, own and of ended children. */
    private static final int PARENT = 1;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private final String postmaster;

    private PostgresTime(String postmaster) {
        this.postmaster = postmaster;
    }

    static PostgresTime of(DataSource database) throws SQLException, IOException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_backend_pid()")) {
            result.next();
            return new PostgresTime(stat(Path.of("/proc", result.getString(1))).get(PARENT));
        }
    }

    long nanos() throws IOException {
        List<String> parent = stat(Path.of("/proc", postmaster));
        long ticks = Long.parseLong(parent.get(CHILDREN_USER)) + Long.parseLong(parent.get(CHILDREN_SYSTEM));
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                ticks += ticksOfBackend(process);
            }
        }
        return ticks * NANOS_PER_TICK;
    }

    private long ticksOfBackend(Path process) throws IOException {
        try {
            List<String> stat = stat(process);
            boolean ours = stat.get(PARENT).equals(postmaster);
            return ours ? Long.parseLong(stat.get(USER)) + Long.parseLong(stat.get(SYSTEM)) : 0;
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException failure) {
            if (String.valueOf(failure.getMessage()).contains("No such process")) {
                return 0;
            }
            throw failure;
        }
    }

    /** The fields behind the name, which is in parentheses and may hold anything. */
    private static List<String> stat(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" "));
    }
}
