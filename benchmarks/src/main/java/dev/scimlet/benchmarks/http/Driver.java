package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.load.Answer;
import dev.scimlet.benchmarks.load.Connection;
import dev.scimlet.benchmarks.load.Request;
import dev.scimlet.benchmarks.load.Workload;
import dev.scimlet.benchmarks.subject.SubjectProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Sends requests to one subject over a fixed number of keep-alive connections; each sends its next when it has its answer. */
final class Driver implements AutoCloseable {

    /** Servers close a connection that is idle for long, often after 30 s: one that was idle for so long is opened anew. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(5);

    private final SubjectProcess subject;
    private final List<Connection> connections = new ArrayList<>();
    private final ExecutorService threads;
    private long lastUseNanos = System.nanoTime();

    Driver(SubjectProcess subject, int connectionCount) throws IOException {
        this.subject = subject;
        for (int index = 0; index < connectionCount; index++) {
            connections.add(subject.connect());
        }
        threads = Executors.newFixedThreadPool(connectionCount);
    }

    /** Makes sure, outside of a measurement, that the connections can be used. */
    void freshen() throws IOException {
        boolean idle = System.nanoTime() - lastUseNanos > LONGEST_IDLE.toNanos();
        for (int index = 0; idle && index < connections.size(); index++) {
            connections.get(index).close();
            connections.set(index, subject.connect());
        }
        lastUseNanos = System.nanoTime();
    }

    /** The connection for requests that are not measured; the others are idle meanwhile, however long it is in use. */
    Connection first() throws IOException {
        freshen();
        return connections.get(0);
    }

    /**
     * Sends the requests with the numbers from {@code first} on, the connections in turn.
     *
     * @throws dev.scimlet.benchmarks.load.WrongAnswerException if one is not answered with the workload's status
     */
    Exchanges run(Workload workload, long first, int count) throws IOException, InterruptedException {
        var exchanges = new Exchanges(count);
        List<Future<?>> running = new ArrayList<>();
        for (int lane = 0; lane < connections.size(); lane++) {
            int start = lane;
            running.add(threads.submit(() -> {
                for (int index = start; index < count; index += connections.size()) {
                    exchange(connections.get(start), workload, first + index, exchanges, index);
                }
                return null;
            }));
        }
        for (Future<?> lane : running) {
            await(lane);
        }
        lastUseNanos = System.nanoTime();
        return exchanges;
    }

    private static void exchange(Connection connection, Workload workload, long number, Exchanges exchanges, int index)
            throws IOException {
        Request request = workload.request(number);
        long start = System.nanoTime();
        Answer answer = connection.send(request);
        exchanges.set(index, System.nanoTime() - start, answer.bodyLength());
        answer.expectStatus(workload.status(), request);
        workload.answered(number, answer);
    }

    private static void await(Future<?> lane) throws IOException, InterruptedException {
        try {
            lane.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException broken) {
                throw new IOException("the subject broke off", broken);
            }
            if (failure.getCause() instanceof RuntimeException wrong) {
                throw wrong;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    void prepare(Workload workload, long first, int count) throws IOException {
        workload.prepare(first(), first, count);
    }

    /** Takes back what the workload created. */
    void restore(Workload workload) throws IOException {
        Connection connection = first();
        for (Request request : workload.restoring()) {
            connection.send(request).expectStatus(request.method().equals("DELETE") ? 204 : 200, request);
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdown();
        for (Connection connection : connections) {
            connection.close();
        }
    }

    /** The time and the size of each answer, in the order of the requests' numbers. Each thread writes to places of its own. */
    static final class Exchanges {

        private final long[] nanos;
        private final long[] bytes;

        Exchanges(int count) {
            nanos = new long[count];
            bytes = new long[count];
        }

        private void set(int index, long tookNanos, int answerBytes) {
            nanos[index] = tookNanos;
            bytes[index] = answerBytes;
        }

        int count() {
            return nanos.length;
        }

        LongStream nanos() {
            return LongStream.of(nanos);
        }

        LongStream bytes() {
            return LongStream.of(bytes);
        }
    }
}
