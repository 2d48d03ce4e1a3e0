package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.load.Directory;
import dev.scimlet.benchmarks.load.Seeder;
import dev.scimlet.benchmarks.load.Workload;
import dev.scimlet.benchmarks.subject.Snapshot;
import dev.scimlet.benchmarks.subject.Subject;
import dev.scimlet.benchmarks.subject.SubjectProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A subject that runs and is loaded, with the numbers of the next request of each workload. */
final class Session implements AutoCloseable {

    /** A round in which a thread of the subject ended counts too little; so many in a row are no accident. */
    private static final int ATTEMPTS = 5;

    private static final int WARM_UP_STEPS = 8;
    private static final int COUNTED_REQUESTS = 10;
    private static final int CONNECTIONS_AWAKE = 10;
    private static final int FIRST_WARM_UP_REQUESTS = 4;

    private final SubjectProcess process;
    private final Driver driver;
    private final List<Workload> workloads;
    private final List<Long> nextNumbers = new ArrayList<>();

    private Session(SubjectProcess process, Driver driver, List<Workload> workloads) {
        this.process = process;
        this.driver = driver;
        this.workloads = workloads;
        workloads.forEach(workload -> nextNumbers.add(0L));
    }

    /** What is given to a subject before it is measured. */
    @FunctionalInterface
    interface Filling {
        Directory fill(SubjectProcess server, Seeder seeder) throws IOException;

        static Filling usual(Plan plan) {
            return (server, seeder) -> seeder.fill(plan.users(), plan.groupSizes());
        }
    }

    static Session start(Subject subject, Plan plan, List<String> furtherFlags, Path log)
            throws IOException, InterruptedException {
        return start(subject, plan, furtherFlags, log, Filling.usual(plan));
    }

    static Session start(Subject subject, Plan plan, List<String> furtherFlags, Path log, Filling filling)
            throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>(plan.flags());
        flags.addAll(furtherFlags);
        SubjectProcess process = SubjectProcess.start(subject, flags, log);
        try {
            var driver = new Driver(process, plan.connections());
            Directory directory = filling.fill(process, new Seeder(driver.first()));
            process.settleDatabase();
            return new Session(process, driver, plan.workloads().apply(directory));
        } catch (IOException | RuntimeException failure) {
            process.close();
            throw failure;
        }
    }

    Subject subject() {
        return process.subject();
    }

    SubjectProcess process() {
        return process;
    }

    Driver driver() {
        return driver;
    }

    List<Workload> workloads() {
        return workloads;
    }

    /** Checks one answer of each workload. */
    void check() throws IOException {
        for (Workload workload : workloads) {
            workload.check(driver.first());
        }
    }

    /**
     * Gives the subject this work until it has spent so much processor time on it.
     *
     * @return the processor time of one request in the last part of it, in nanoseconds
     */
    double warmUp(int workload, Duration processorTime) throws IOException, InterruptedException {
        long stepNanos = processorTime.toNanos() / WARM_UP_STEPS;
        int most = workloads.get(workload).mostAtOnce();
        double each = exchangeAndRestore(workload, FIRST_WARM_UP_REQUESTS);
        double spent = 0;
        while (spent < processorTime.toNanos()) {
            int count = (int) Math.max(2, Math.min(most, stepNanos / each));
            each = exchangeAndRestore(workload, count);
            spent += each * count;
        }
        return each;
    }

    /** Returns the processor time of one request in nanoseconds. */
    private double exchangeAndRestore(int workload, int count) throws IOException, InterruptedException {
        prepare(workload, count);
        Snapshot before = process.snapshot();
        exchange(workload, count);
        long nanos = process.snapshot().since(before).processorNanos();
        driver.restore(workloads.get(workload));
        return (double) Math.max(1, nanos) / count;
    }

    private void prepare(int workload, int count) throws IOException {
        driver.prepare(workloads.get(workload), nextNumbers.get(workload), count);
    }

    /** Sends the next requests of a workload. */
    Driver.Exchanges exchange(int workload, int count) throws IOException, InterruptedException {
        driver.freshen();
        long first = nextNumbers.get(workload);
        nextNumbers.set(workload, first + count);
        return driver.run(workloads.get(workload), first, count);
    }

    /** One measured round; what it created is taken back outside of the measurement. */
    Round measure(int workload, int requests) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            prepare(workload, requests);
            driver.freshen();
            Snapshot before = process.snapshot();
            Driver.Exchanges exchanges = exchange(workload, requests);
            Snapshot.Cost cost = process.snapshot().since(before);
            driver.restore(workloads.get(workload));
            if (cost.complete()) {
                return new Round(cost, exchanges);
            }
        }
        throw new IOException(
                "in " + ATTEMPTS + " rounds in a row a thread of " + subject().name() + " ended");
    }

    /** What requests ask of the database, of which some go ahead so that connections are awake. */
    PerRequest countStatements(int workload) throws IOException, InterruptedException {
        int most = workloads.get(workload).mostAtOnce();
        exchangeAndRestore(workload, Math.min(most, CONNECTIONS_AWAKE));
        int requests = Math.min(most, COUNTED_REQUESTS);
        prepare(workload, requests);
        driver.freshen();
        SubjectProcess.Statements before = process.beginToCount();
        exchange(workload, requests);
        SubjectProcess.Statements counted = process.endCounting().since(before);
        driver.restore(workloads.get(workload));
        return new PerRequest((double) counted.executed() / requests, (double) counted.roundTrips() / requests);
    }

    /** What one request asks of the database, on average: 0 where there is none, or no way to go to it. */
    record PerRequest(double statements, double roundTrips) {}

    @Override
    public void close() throws IOException {
        driver.close();
        process.close();
    }

    /** What a round cost, and how its requests were answered. */
    record Round(Snapshot.Cost cost, Driver.Exchanges exchanges) {

        int requests() {
            return exchanges.count();
        }

        double processorMicros() {
            return cost.processorNanos() / 1_000.0 / requests();
        }

        double databaseMicros() {
            return cost.databaseNanos() / 1_000.0 / requests();
        }
    }
}
