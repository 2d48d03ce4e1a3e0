package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.load.Workload;
import dev.scimlet.benchmarks.subject.Subject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a plan with several subjects at once. */
final class Comparison implements AutoCloseable {

    /** Warming up comes in two passes over all workloads: what the first one compiled, the others may have undone. */
    private static final int WARM_UP_PASSES = 2;

    private final Plan plan;
    private final PrintStream progress;
    private final List<Session> sessions = new ArrayList<>();

    Comparison(Plan plan, PrintStream progress) {
        this.plan = plan;
        this.progress = progress;
    }

    void start(Subject subject, List<String> furtherFlags, Path log) throws IOException, InterruptedException {
        start(subject, furtherFlags, log, Session.Filling.usual(plan));
    }

    void start(Subject subject, List<String> furtherFlags, Path log, Session.Filling filling)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        sessions.add(Session.start(subject, plan, furtherFlags, log, filling));
        progress.printf("%s: started and loaded in %.1f s%n", subject.name(), (System.nanoTime() - start) / 1e9);
    }

    /** The results in the order of the workloads; of each, the subjects' in the order in which they were started. */
    List<Result> run() throws IOException, InterruptedException {
        for (Session session : sessions) {
            session.check();
            progress.println(session.subject().name() + ": one answer of each workload is right");
        }
        double[] slowest = warmUp();
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
        progress.println(Table.progress(result));
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
