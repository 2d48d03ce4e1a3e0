package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.load.Workload;
import dev.scimlet.benchmarks.subject.Subject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs a plan with several subjects at once. */
final class Comparison implements AutoCloseable {

    /** Warming up comes in two passes over all workloads: what the first one compiled, the others may have undone. */
    private static final int WARM_UP_PASSES = 2;

    private final Plan plan;
    private final PrintStream progress;
    private final Consumer<Result> measured;
    private final List<Session> sessions = new ArrayList<>();

    Comparison(Plan plan, PrintStream progress) {
        this(plan, progress, result -> progress.println(Table.progress(result)));
    }

    /** @param measured is told of each workload as soon as it has been measured */
    Comparison(Plan plan, PrintStream progress, Consumer<Result> measured) {
        this.plan = plan;
        this.progress = progress;
        this.measured = measured;
    }

    void start(Subject subject, List<String> furtherFlags, Path log) throws IOException, InterruptedException {
        start(subject, furtherFlags, log, Session.Filling.usual(plan));
    }

    void start(Subject subject, List<String> furtherFlags, Path log, Session.Filling filling)
            throws IOException, InterruptedException {
        start(List.of(new Start(subject, filling)), furtherFlags, log);
    }

    /**
     * A subject to be started.
     *
     * @param filling what it is given before it is measured
     */
    record Start(Subject subject, Session.Filling filling) {}

    /** Starts and fills several subjects at the same time. */
    void startTogether(List<Subject> subjects, Path log) throws IOException, InterruptedException {
        start(
                subjects.stream()
                        .map(subject -> new Start(subject, Session.Filling.usual(plan)))
                        .toList(),
                List.of(),
                log);
    }

    void start(List<Start> starts, List<String> furtherFlags, Path log) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(starts.size());
        try {
            List<Future<Session>> starting = starts.stream()
                    .map(each -> threads.submit(() -> started(each, furtherFlags, log)))
                    .toList();
            IOException failed = null;
            for (Future<Session> session : starting) {
                try {
                    sessions.add(session.get());
                } catch (ExecutionException failure) {
                    // Those that did start are kept, so that they are closed
                    failed = new IOException(failure.getCause());
                }
            }
            if (failed != null) {
                throw failed;
            }
        } finally {
            threads.shutdown();
        }
    }

    private Session started(Start each, List<String> furtherFlags, Path log) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Session session = Session.start(each.subject(), plan, furtherFlags, log, each.filling());
        progress.printf("%s: started and loaded in %.1f s%n", each.subject().name(), (System.nanoTime() - start) / 1e9);
        return session;
    }

    /** The results in the order of the workloads; of each, the subjects' in the order in which they were started. */
    List<Result> run() throws IOException, InterruptedException {
        return run(() -> {});
    }

    /** @param warm is called before the first workload is measured */
    List<Result> run(Runnable warm) throws IOException, InterruptedException {
        for (Session session : sessions) {
            session.check();
            progress.println(session.subject().name() + ": one answer of each workload is right");
        }
        double[] slowest = warmUp();
        warm.run();
        List<Result> results = new ArrayList<>();
        for (int workload = 0; workload < slowest.length; workload++) {
            results.add(measure(workload, slowest[workload]));
        }
        return results;
    }

    private double[] warmUp() throws IOException, InterruptedException {
        var slowest = new double[sessions.get(0).workloads().size()];
        Duration time = plan.warmUp().dividedBy(WARM_UP_PASSES);
        for (int pass = 0; pass < WARM_UP_PASSES; pass++) {
            for (int workload = 0; workload < slowest.length; workload++) {
                slowest[workload] = 0;
                for (Session session : sessions) {
                    slowest[workload] = Math.max(slowest[workload], session.warmUp(workload, time));
                }
            }
        }
        for (Session session : sessions) {
            session.process().heapAfterCollection();
        }
        return slowest;
    }

    private Result measure(int index, double nanosEach) throws IOException, InterruptedException {
        Workload workload = sessions.get(0).workloads().get(index);
        int requests =
                (int) Math.min(workload.mostAtOnce(), Math.max(4, plan.round().toNanos() / nanosEach));
        List<List<Session.Round>> rounds = new ArrayList<>();
        sessions.forEach(session -> rounds.add(new ArrayList<>()));
        for (int round = 0; round < plan.rounds(); round++) {
            for (Session session : Turns.inRound(round, sessions)) {
                rounds.get(sessions.indexOf(session)).add(session.measure(index, requests));
            }
        }
        List<Figures> figures = new ArrayList<>();
        for (int subject = 0; subject < sessions.size(); subject++) {
            Session session = sessions.get(subject);
            figures.add(Figures.of(session.subject().name(), rounds.get(subject), session.countStatements(index)));
        }
        var result = new Result(workload.name(), workload.kind(), workload.goal(), requests, figures);
        measured.accept(result);
        return result;
    }

    @Override
    public void close() throws IOException {
        for (Session session : sessions) {
            session.close();
        }
    }

    /**
     * One workload's figures.
     *
     * @param requests in each round, the same for all subjects
     */
    record Result(String workload, String kind, double goal, int requests, List<Figures> figures) {}
}
