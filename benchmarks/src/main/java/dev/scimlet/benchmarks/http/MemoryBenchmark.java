package dev.scimlet.benchmarks.http;

import dev.scimlet.benchmarks.load.Connection;
import dev.scimlet.benchmarks.load.Seeder;
import dev.scimlet.benchmarks.subject.Subject;
import dev.scimlet.benchmarks.subject.SubjectProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The heap that a stored user and a stored member take.
 *
 * <p>A few are stored before the first reading, so that what is loaded and cached once is not counted; then many, and the
 * difference is divided. {@code --subjects=a,b} says what is measured.
 */
public final class MemoryBenchmark {

    private static final int FEW = 500;
    private static final int USERS = 10_000;
    private static final int MEMBERS = 100_000;
    private static final List<String> FLAGS = List.of("-Xms2g", "-Xmx2g", "-XX:+UseG1GC");

    private MemoryBenchmark() {}

    public static void run(List<String> arguments, PrintStream out) throws IOException, InterruptedException {
        var options = new Options(arguments, Set.of("--subjects"));
        Path log = Files.createTempFile("scimlet-benchmark", ".log");
        out.println("| Subject | bytes of JSON per user | heap bytes per user | heap bytes per member |");
        out.println("| --- | --: | --: | --: |");
        for (Subject subject : Subjects.named(options.value("--subjects").orElse(Subjects.DEFAULT))) {
            try (SubjectProcess process = SubjectProcess.start(subject, FLAGS, log);
                    Connection connection = process.connect()) {
                out.println(measure(process, new Seeder(connection)));
            }
        }
    }

    private static String measure(SubjectProcess process, Seeder seeder) throws IOException {
        seeder.users(0, FEW);
        seeder.groups(List.of(FEW));
        long withFew = process.heapAfterCollection();
        seeder.users(FEW, FEW + USERS);
        long withUsers = process.heapAfterCollection();
        seeder.groups(List.of(MEMBERS));
        long withMembers = process.heapAfterCollection();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d |",
                process.subject().name(),
                Seeder.jsonBytes(FEW, FEW + USERS) / USERS,
                (withUsers - withFew) / USERS,
                (withMembers - withUsers) / MEMBERS);
    }
}
