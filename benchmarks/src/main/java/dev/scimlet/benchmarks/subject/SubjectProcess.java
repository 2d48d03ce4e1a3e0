package dev.scimlet.benchmarks.subject;

import dev.scimlet.benchmarks.database.DatabaseTime;
import dev.scimlet.benchmarks.load.Connection;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running subject. Closing it ends its process. */
public final class SubjectProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(4);

    private final Subject subject;
    private final int port;
    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;
    private long database;
    private String databaseUrl = "";

    private SubjectProcess(Subject subject, int port, Process process) {
        this.subject = subject;
        this.port = port;
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts the subject and waits until it accepts connections.
     *
     * @param flags of the JVM, the same for each subject that is compared
     * @param log what the subject prints is appended to it
     */
    public static SubjectProcess start(Subject subject, List<String> flags, Path log)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SubjectMain.class.getName()));
        command.add(subject.mainClass());
        command.addAll(subject.arguments(port));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(subject.environment());
        Process process = builder.start();
        var started = new SubjectProcess(subject, port, process);
        started.awaitConnections(log);
        started.learnOfDatabase();
        return started;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitConnections(Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!accepts()) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                process.destroy();
                throw new IOException(
                        subject.name() + " does not serve on port " + port + "; it printed:\n" + Files.readString(log));
            }
        }
    }

    private void learnOfDatabase() throws IOException {
        String[] answer = ask(SubjectMain.DATABASE).strip().split(" ", 2);
        database = Long.parseLong(answer[0]);
        databaseUrl = answer[1];
    }

    private boolean accepts() throws IOException {
        try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (ConnectException notYet) {
            return false;
        }
    }

    public Subject subject() {
        return subject;
    }

    /** What comes before {@code /Users}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port + subject.basePath();
    }

    /** What a client sends as {@code Authorization}. */
    public String authorization() {
        return "Bearer " + Subject.TOKEN;
    }

    public Connection connect() throws IOException {
        return Connection.open(port, subject.basePath(), Subject.TOKEN);
    }

    public Snapshot snapshot() throws IOException {
        ThreadCounters<Long> allocated = allocated(ask(SubjectMain.ALLOCATED));
        DatabaseTime databaseTime = database == 0 ? null : DatabaseTime.of(database);
        return new Snapshot(ProcessorTime.of(process.pid()), allocated, databaseTime);
    }

    /** The URL under which the subject reaches its database. */
    public String databaseUrl() {
        return databaseUrl;
    }

    /** Has the database bring its statistics up to what it holds, so that it does not do so while it is measured. */
    public void settleDatabase() throws IOException {
        ask(SubjectMain.SETTLE);
    }

    /** Counts statements from now on, which makes them dearer. */
    public Statements beginToCount() throws IOException {
        return statements(ask(SubjectMain.COUNT));
    }

    /** Ends the counting; what was counted is this less what the beginning told. */
    public Statements endCounting() throws IOException {
        return statements(ask(SubjectMain.COUNTED));
    }

    private static Statements statements(String answer) {
        String[] counts = answer.strip().split(" ");
        return new Statements(Long.parseLong(counts[0]), Long.parseLong(counts[1]));
    }

    /**
     * What the subject asked of its database.
     *
     * @param executed statements, a batch as one, without {@code BEGIN} and {@code COMMIT}
     * @param roundTrips how often it waited for an answer; 0 if the database is in its own process
     */
    public record Statements(long executed, long roundTrips) {

        public Statements since(Statements earlier) {
            return new Statements(executed - earlier.executed, roundTrips - earlier.roundTrips);
        }
    }

    static ThreadCounters<Long> allocated(String answer) {
        Map<Long, Long> counts = new HashMap<>();
        for (String thread : answer.strip().split(" ")) {
            int colon = thread.indexOf(':');
            counts.put(Long.valueOf(thread.substring(0, colon)), Long.valueOf(thread.substring(colon + 1)));
        }
        return new ThreadCounters<>(counts);
    }

    /** The bytes of the heap that are in use after a collection. */
    public long heapAfterCollection() throws IOException {
        return Long.parseLong(ask(SubjectMain.HEAP).strip());
    }

    /** The memory of the whole process that is in the machine's memory, in bytes. */
    public long residentBytes() throws IOException {
        return 1024 * status("VmRSS:");
    }

    public long threads() throws IOException {
        return status("Threads:");
    }

    /** Open files and sockets. */
    public long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(ownDirectory().resolve("fd"))) {
            return files.count();
        }
    }

    private long status(String key) throws IOException {
        try (Stream<String> lines = Files.lines(ownDirectory().resolve("status"))) {
            String line = lines.filter(candidate -> candidate.startsWith(key))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + key + " of process " + process.pid()));
            return Long.parseLong(line.substring(key.length()).replace("kB", "").strip());
        }
    }

    private Path ownDirectory() {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    /** Lines that are no answers are the JVM's own: the flight recorder says there that it has begun. */
    private synchronized String ask(String question) throws IOException {
        questions.write(question);
        questions.newLine();
        questions.flush();
        String line = answers.readLine();
        while (line != null && !line.startsWith(SubjectMain.ANSWER)) {
            line = answers.readLine();
        }
        if (line == null) {
            throw new IOException(subject.name() + " has ended");
        }
        return line.substring(SubjectMain.ANSWER.length());
    }

    /** Ends the process as a lost machine would: SIGKILL, in the middle of whatever it does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        if (!process.isAlive()) {
            return;
        }
        questions.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
