package dev.scimlet.benchmarks.dearest;

import dev.scimlet.benchmarks.http.Options;
import dev.scimlet.benchmarks.subject.Snapshot;
import dev.scimlet.benchmarks.subject.Subject;
import dev.scimlet.benchmarks.subject.SubjectProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sends the worst request of each kind that the default limits let through to a service with many everyday users and one group
 * as large, and says what it costs beside the everyday request of its kind.
 *
 * <ul>
 *   <li>{@code --users=100000}: how many users, and members of the group
 *   <li>{@code --store=memory}, or {@code postgresql}: own tables in a PostgreSQL that is started for it
 *   <li>{@code --quick}: 10,000 users
 *   <li>{@code --only=a,b}: kinds by parts of their names
 * </ul>
 *
 * A status of 503 in the table is a statement that took longer than one may, and was stopped.
 */
public final class Dearest {

    /** What one request may take of everybody else, in milliseconds of one core. */
    private static final double MOST_MILLIS = 1_000;

    /** How much dearer than over everyday values a search over all users may be. */
    private static final double MOST_TIMES = 3;

    private static final int USERS = 100_000;
    private static final int USERS_QUICK = 10_000;
    private static final int EVERYDAY_REQUESTS = 10;
    private static final long EVERYDAY_NANOS = 1_000_000_000;
    private static final int ATTEMPTS = 2;
    private static final List<String> FLAGS = List.of("-Xmx1500m");

    private final SubjectProcess server;
    private final Sender sender;
    private final PrintStream out;

    private Dearest(SubjectProcess server, PrintStream out) {
        this.server = server;
        this.sender = new Sender(server);
        this.out = out;
    }

    /** A line of the table. */
    private record Result(Kind kind, Bill everyday, Bill worst, Sender.Answer answer) {

        double ratio() {
            return worst.millis() / everyday.millis();
        }

        boolean isWithinBounds() {
            return worst.millis() <= MOST_MILLIS
                    || kind.bound() == Kind.Bound.SCAN && answer.status() != 0 && ratio() <= MOST_TIMES;
        }
    }

    /** Prints the table, and tells whether every kind is within its bound. */
    public static boolean run(List<String> arguments, PrintStream out)
            throws IOException, InterruptedException, SQLException {
        var options = new Options(arguments, Set.of("--users", "--store", "--quick", "--only"));
        int users = options.number("--users", options.has("--quick") ? USERS_QUICK : USERS);
        List<String> only = List.of(options.value("--only").orElse("").split(","));
        String store = options.value("--store").orElse("memory");
        Path log = Files.createTempFile("scimlet-dearest", ".log");
        out.println("the server prints to " + log);
        return switch (store) {
            case "memory" -> {
                try (SubjectProcess server = SubjectProcess.start(Subject.quickstart(), FLAGS, log)) {
                    yield new Dearest(server, out).run(users, only, () -> {});
                }
            }
            case "postgresql" -> {
                try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
                    String url = postgres.getJdbcUrl("postgres", "postgres");
                    try (SubjectProcess server = SubjectProcess.start(Subject.sql(store, url), FLAGS, log)) {
                        yield new Dearest(server, out).run(users, only, () -> analyze(postgres));
                    }
                }
            }
            default -> throw new IllegalArgumentException("no store " + store + "; there are memory and postgresql");
        };
    }

    private static void analyze(EmbeddedPostgres postgres) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM (ANALYZE)");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private boolean run(int users, List<String> only, Runnable settle) throws IOException {
        var stock = new Stock(server, sender, users);
        long began = System.nanoTime();
        stock.fill();
        settle.run();
        out.printf(Locale.ROOT, "%,d users and members in %.0f s%n", users, (System.nanoTime() - began) / 1e9);
        List<Kind> kinds = new Kinds(stock)
                .all().stream()
                        .filter(kind -> only.stream().anyMatch(kind.name()::contains))
                        .toList();
        // Everyday first: what searches cost before anybody has stored hostile values
        List<Bill> everyday = new ArrayList<>();
        for (Kind kind : kinds) {
            everyday.add(everyday(kind));
        }
        stock.addHostile(out);
        settle.run();
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            Result result = worst(kinds.get(i), everyday.get(i));
            out.println(line(result).strip());
            results.add(result);
        }
        out.println();
        out.print(table(results));
        return results.stream().allMatch(Result::isWithinBounds);
    }

    /** Repeated, but not for long: a search over all users is dear enough to be measured at once. */
    private Bill everyday(Kind kind) throws IOException {
        int sent = send(kind, 0);
        Snapshot before = server.snapshot();
        int measured = send(kind, sent);
        return since(before).dividedBy(measured);
    }

    private int send(Kind kind, int first) throws IOException {
        long began = System.nanoTime();
        int sent = 0;
        while (sent < EVERYDAY_REQUESTS && System.nanoTime() - began < EVERYDAY_NANOS) {
            Probe probe = kind.everyday().apply(first + sent++);
            if (kind.bound() == Kind.Bound.SCAN) {
                // a database that stops a statement for its length has spent what it may, for everyday values too
                sender.expectUnlessStopped(probe);
            } else {
                sender.expect(probe);
            }
        }
        return sent;
    }

    /** The dearest of those that were tried, accepted or refused; each counts by its cheaper attempt, in compiled code. */
    private Result worst(Kind kind, Bill everyday) throws IOException {
        Result dearest = null;
        for (Supplier<Probe> candidate : kind.worst()) {
            Result result = cheapest(kind, everyday, candidate);
            if (dearest == null || result.worst().millis() > dearest.worst().millis()) {
                dearest = result;
            }
            if (result.answer().status() == 0 || result.answer().accepted()) {
                // what follows is milder
                break;
            }
        }
        if (dearest == null) {
            throw new IllegalStateException(kind.name() + " has no request");
        }
        return dearest;
    }

    private Result cheapest(Kind kind, Bill everyday, Supplier<Probe> candidate) throws IOException {
        Result cheapest = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Probe probe = candidate.get();
            Snapshot before = server.snapshot();
            Sender.Answer answer = sender.send(probe);
            var result = new Result(kind, everyday, since(before), answer);
            if (cheapest == null || result.worst().millis() < cheapest.worst().millis()) {
                cheapest = result;
            }
            if (answer.status() == 0) {
                break;
            }
        }
        if (cheapest == null) {
            throw new IllegalStateException("nothing was sent");
        }
        return cheapest;
    }

    private Bill since(Snapshot before) throws IOException {
        Snapshot.Cost cost = server.snapshot().since(before);
        return new Bill(cost.processorNanos(), cost.databaseNanos());
    }

    private static String table(List<Result> results) {
        var table = new StringBuilder("""
                | Kind | Request bytes | Status | Server CPU ms | Database CPU ms | Everyday CPU ms | Ratio | Bound |
                | --- | --: | --: | --: | --: | --: | --: | --- |
                """);
        results.forEach(result -> table.append(line(result)));
        return table.toString();
    }

    private static String line(Result result) {
        Bill worst = result.worst();
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %s | %,.1f | %,.1f | %,.2f | %,.1f | %s %s |%n",
                result.kind().name(),
                result.answer().requestBytes(),
                result.answer().status() == 0 ? "no answer" : result.answer().status(),
                worst.serverMillis(),
                worst.databaseMillis(),
                result.everyday().millis(),
                result.ratio(),
                result.kind().bound() == Kind.Bound.ALONE ? "1 s" : "1 s or 3×",
                result.isWithinBounds() ? "kept" : "EXCEEDED");
    }
}
