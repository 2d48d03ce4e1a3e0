package dev.scimlet.benchmarks.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.benchmarks.load.WrongAnswerException;
import dev.scimlet.benchmarks.subject.Snapshot;
import dev.scimlet.benchmarks.subject.SubjectProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;

/** What pages of a large table cost, beside the same SQL by hand over the same rows; the two are asked in turns. */
final class BesideHand {

    private static final double GOAL = 1.2;

    /** For each kind of page: our server has been at work for long when the one by hand has just started. */
    private static final int WARM_UP = 40;

    private final SubjectProcess server;
    private final SubjectProcess byHand;
    private final Client ours;
    private final Client theirs;
    private final PrintStream out;

    BesideHand(SubjectProcess server, SubjectProcess byHand, PrintStream out) {
        this.server = server;
        this.byHand = byHand;
        this.ours = new Client(server);
        this.theirs = new Client(byHand);
        this.out = out;
    }

    /** @param middle a cursor of ours to a page in the middle */
    void compare(int users, String middle, int requests) throws IOException, InterruptedException {
        out.println("| Request | ours: server / database ms | by hand | ÷ by hand | Goal |");
        out.println("| --- | --- | --- | --: | --- |");
        String cursor = "/Users?count=" + LargeTables.PAGE + "&cursor=";
        String index = "/Users?count=" + LargeTables.PAGE + "&startIndex=";
        String before = users + "." + LargeTables.id(users / 2);
        compare("a page of 1,000 in the middle, by cursor", requests, i -> cursor + middle, i -> cursor + before);
        compare("the first page of 1,000 with its total", requests, i -> index + 1, i -> index + 1);
        IntFunction<String> inTheMiddle = i -> index + (users / 2 + i);
        compare("a page of 1,000 in the middle with its total, by index", requests, inTheMiddle, inTheMiddle);
        out.println();
    }

    private void compare(String request, int requests, IntFunction<String> ofOurs, IntFunction<String> ofTheirs)
            throws IOException, InterruptedException {
        double[] ratios = new double[requests];
        Cost[] oursEach = new Cost[requests];
        Cost[] theirsEach = new Cost[requests];
        for (int i = -WARM_UP; i < requests; i++) {
            Cost oursNow = cost(server, ours, ofOurs.apply(i + WARM_UP));
            Cost theirsNow = cost(byHand, theirs, ofTheirs.apply(i + WARM_UP));
            if (i >= 0) {
                oursEach[i] = oursNow;
                theirsEach[i] = theirsNow;
                ratios[i] = oursNow.whole() / theirsNow.whole();
            }
        }
        Arrays.sort(ratios);
        double ratio = ratios[requests / 2];
        out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.2f | ≤ %.1f %s |%n",
                request,
                median(oursEach),
                median(theirsEach),
                ratio,
                GOAL,
                ratio <= GOAL ? "met" : "missed");
    }

    private static String median(Cost[] each) {
        double[] ofServer =
                Arrays.stream(each).mapToDouble(Cost::server).sorted().toArray();
        double[] ofDatabase =
                Arrays.stream(each).mapToDouble(Cost::database).sorted().toArray();
        return String.format(
                Locale.ROOT, "%.1f / %.1f", ofServer[each.length / 2] / 1e6, ofDatabase[each.length / 2] / 1e6);
    }

    private static Cost cost(SubjectProcess process, Client client, String target)
            throws IOException, InterruptedException {
        Snapshot before = process.snapshot();
        JsonNode answer = client.expect(200, "GET", target, "");
        Snapshot.Cost cost = process.snapshot().since(before);
        if (answer.path("Resources").size() != LargeTables.PAGE) {
            throw new WrongAnswerException("not " + LargeTables.PAGE + " on the page");
        }
        return new Cost(cost.processorNanos(), cost.databaseNanos());
    }

    /** In nanoseconds. */
    private record Cost(double server, double database) {

        double whole() {
            return server + database;
        }
    }
}
