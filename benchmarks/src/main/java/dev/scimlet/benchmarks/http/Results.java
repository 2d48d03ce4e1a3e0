package dev.scimlet.benchmarks.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The file that keeps every figure of a run, with what is needed to judge it. */
final class Results {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Results() {}

    static void write(Path file, Instant at, List<String> command, Plan plan, List<Comparison.Result> results)
            throws IOException {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("at", at.toString());
        root.put("command", String.join(" ", command));
        root.put("processors", Runtime.getRuntime().availableProcessors());
        root.put("java", Runtime.version().toString());
        root.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        root.put("flags", String.join(" ", plan.flags()));
        root.put("users", plan.users());
        root.put("connections", plan.connections());
        ArrayNode workloads = root.putArray("workloads");
        for (Comparison.Result result : results) {
            ObjectNode workload = workloads.addObject();
            workload.put("name", result.workload());
            workload.put("goal", result.goal());
            workload.put("requestsInARound", result.requests());
            workload.set("subjects", subjects(result));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
    }

    private static ArrayNode subjects(Comparison.Result result) {
        ArrayNode subjects = MAPPER.createArrayNode();
        for (Figures figures : result.figures()) {
            ObjectNode subject = subjects.addObject();
            subject.put("subject", figures.subject());
            subject.put("processorMicros", figures.processorMicros());
            subject.put("meanProcessorMicros", figures.meanProcessorMicros());
            subject.put("ratio", figures.ratioTo(result.figures().get(0)));
            subject.put("databaseMicros", figures.databaseMicros());
            subject.put("statements", figures.asked().statements());
            subject.put("roundTrips", figures.asked().roundTrips());
            subject.put("collectorShare", figures.collectorShare());
            subject.put("allocatedBytes", figures.allocatedBytes());
            subject.put("p50Micros", figures.p50Micros());
            subject.put("p99Micros", figures.p99Micros());
            subject.put("answerBytes", figures.answerBytes());
            ArrayNode rounds = subject.putArray("roundsProcessorMicros");
            figures.rounds().forEach(rounds::add);
            ArrayNode databaseRounds = subject.putArray("roundsDatabaseMicros");
            figures.databaseRounds().forEach(databaseRounds::add);
        }
        return subjects;
    }
}
