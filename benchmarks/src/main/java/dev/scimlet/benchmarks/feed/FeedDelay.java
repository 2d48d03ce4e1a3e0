package dev.scimlet.benchmarks.feed;

import dev.scimlet.benchmarks.database.SqlKind;
import dev.scimlet.benchmarks.database.SubjectDatabase;
import dev.scimlet.benchmarks.http.Options;
import dev.scimlet.benchmarks.http.Statistics;
import dev.scimlet.core.standard.StandardTypes;
import dev.scimlet.directory.feed.Feed;
import dev.scimlet.directory.jdbc.JdbcFeedStore;
import dev.scimlet.jdbc.JdbcRepository;
import dev.scimlet.protocol.ScimService;
import dev.scimlet.protocol.access.Authentication;
import dev.scimlet.protocol.access.TenantResolver;
import dev.scimlet.protocol.message.ScimRequest;
import dev.scimlet.spi.sql.ConnectionSource;
import dev.scimlet.spi.sql.SqlUnitOfWork;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * How long it takes from the commit of a change to the call of a consumer's handler, in this process over a database of its own: users are created at even
 * distances, whether those before have arrived or not, of tenants in turns. The consumer works at the node that writes, or at another one, which learns of
 * events by looking every second.
 *
 * <ul>
 *   <li>{@code --store=postgresql}, {@code h2} or {@code mariadb}
 *   <li>{@code --rates=5,100}: users a second
 *   <li>{@code --tenants=N}: 10 otherwise; events of one tenant come one after the other
 *   <li>{@code --seconds=N}: of each rate, 30 otherwise
 * </ul>
 */
public final class FeedDelay {

    private static final Set<String> OPTIONS = Set.of("--store", "--rates", "--tenants", "--seconds");
    private static final List<Integer> RATES = List.of(5, 100);
    private static final int TENANTS = 10;
    private static final int SECONDS = 30;

    /** Users that are created before any is measured: code is compiled, and each tenant has its row. */
    private static final int WARM_UP = 200;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DataSource dataSource;
    private final int tenants;
    private final boolean apart;
    private final Map<String, Long> committed = new ConcurrentHashMap<>();
    private final Map<String, Long> called = new ConcurrentHashMap<>();
    private final Feed writing;
    private final Feed consuming;
    private final ScimService service;
    private int created;

    private FeedDelay(DataSource dataSource, int tenants, boolean apart) {
        this.dataSource = dataSource;
        this.tenants = tenants;
        this.apart = apart;
        this.writing = feed();
        this.consuming = apart ? feed() : writing;
        this.service = ScimService.builder()
                .repositories(
                        JdbcRepository.inOwnTables(StandardTypes.user(), dataSource)
                                .build(),
                        JdbcRepository.inOwnTables(StandardTypes.group(), dataSource)
                                .build())
                .authenticator(request -> new Authentication.Accepted("benchmark", null))
                .tenants(TenantResolver.byPathSegment())
                .onChange(event -> committed.put(event.id(), System.nanoTime()))
                .install(writing)
                .build();
        consuming
                .consumer("delay")
                .on("user.created", (event, unit) -> called.putIfAbsent(event.resourceId(), System.nanoTime()))
                .start();
        if (apart) {
            consuming.start();
        }
    }

    private Feed feed() {
        return Feed.builder(JdbcFeedStore.over(dataSource))
                .unitOfWork(SqlUnitOfWork.over(ConnectionSource.of(dataSource)))
                .build();
    }

    public static void run(List<String> arguments, PrintStream out) throws IOException, InterruptedException {
        var options = new Options(arguments, OPTIONS);
        System.setProperty("org.slf4j.simpleLogger.log.dev.scimlet", "error");
        SqlKind kind =
                SqlKind.valueOf(options.value("--store").orElse("postgresql").toUpperCase(Locale.ROOT));
        int tenants = options.number("--tenants", TENANTS);
        Duration time = Duration.ofSeconds(options.number("--seconds", SECONDS));
        DataSource dataSource = SubjectDatabase.open(SubjectDatabase.own(kind), "READ_COMMITTED")
                .dataSource();
        JdbcRepository.inOwnTables(StandardTypes.user(), dataSource).build().createTables();
        JdbcRepository.inOwnTables(StandardTypes.group(), dataSource).build().createTables();
        JdbcFeedStore.over(dataSource).createTables();
        List<Line> lines = new ArrayList<>();
        for (boolean apart : new boolean[] {false, true}) {
            var trial = new FeedDelay(dataSource, tenants, apart);
            try {
                trial.create(WARM_UP, RATES.get(RATES.size() - 1));
                trial.awaitAll();
                for (int rate : options.numbers("--rates", RATES)) {
                    lines.add(trial.measure(rate, time));
                }
            } finally {
                trial.close();
            }
        }
        out.print(table(lines));
    }

    /**
     * What one rate came to.
     *
     * @param consumer where the consumer works
     * @param nanos from each commit to the call for its event
     */
    record Line(String consumer, int rate, double reached, long[] nanos) {}

    static String table(List<Line> lines) {
        var table =
                new StringBuilder("| Consumer | Users a second | reached | Events | p50 ms | p99 ms | longest ms |\n"
                        + "| --- | --: | --: | --: | --: | --: | --: |\n");
        for (Line line : lines) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %d | %.1f | %.1f | %.1f |%n",
                    line.consumer(),
                    line.rate(),
                    line.reached(),
                    line.nanos().length,
                    Statistics.percentile(line.nanos(), 50) / 1e6,
                    Statistics.percentile(line.nanos(), 99) / 1e6,
                    Statistics.percentile(line.nanos(), 100) / 1e6));
        }
        return table.toString();
    }

    private Line measure(int rate, Duration time) throws InterruptedException {
        committed.clear();
        called.clear();
        long begun = System.nanoTime();
        create((int) (rate * time.toSeconds()), rate);
        double seconds = (System.nanoTime() - begun) / 1e9;
        awaitAll();
        // A handler can be called before the thread that has committed is told of it
        long[] nanos = committed.entrySet().stream()
                .mapToLong(
                        change -> Math.max(0, Objects.requireNonNull(called.get(change.getKey())) - change.getValue()))
                .toArray();
        return new Line(apart ? "at another node" : "at the node that writes", rate, nanos.length / seconds, nanos);
    }

    private void create(int users, int rate) {
        long begun = System.nanoTime();
        for (int number = 0; number < users; number++) {
            long due = begun + number * 1_000_000_000L / rate;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            createOne();
        }
    }

    private void createOne() {
        String name = (apart ? "apart" : "user") + created;
        int status = service.handle(ScimRequest.builder("POST", "/tenant-" + created % tenants + "/Users")
                        .baseUrl("https://app.example.com/scim/v2")
                        .header("Authorization", "Bearer x")
                        .header("Content-Type", "application/scim+json")
                        .body("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"" + name
                                + "\"}")
                        .build())
                .status();
        if (status != 201) {
            throw new IllegalStateException("a user was answered with " + status);
        }
        created++;
    }

    private void awaitAll() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!called.keySet().containsAll(committed.keySet())) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        called.size() + " of " + committed.size() + " events have arrived in two minutes");
            }
            Thread.sleep(10);
        }
    }

    private void close() {
        if (apart) {
            consuming.stop();
        }
        service.close();
    }
}
