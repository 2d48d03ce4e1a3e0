package dev.scimlet.benchmarks.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.benchmarks.http.Options;
import dev.scimlet.benchmarks.load.WrongAnswerException;
import dev.scimlet.benchmarks.subject.Subject;
import dev.scimlet.benchmarks.subject.SubjectProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * A million users and a group of 100,000 in PostgreSQL: by which plans everyday requests are answered, before the database has
 * statistics and with fresh ones, how long they take, what pages cost beside the same SQL by hand, and what memory the server
 * needs to list all users.
 *
 * <ul>
 *   <li>{@code --users=1000000}, {@code --members=100000}
 *   <li>{@code --requests=500}: how often each request is measured
 * </ul>
 */
public final class LargeTables {

    private static final List<String> FLAGS = List.of("-Xmx256m");
    static final int PAGE = 1_000;
    private static final int SAMPLES = 20;

    private final SubjectProcess server;
    private final Client client;
    private final PrintStream out;
    private final int users;
    private final int requests;
    private final Random random = new Random(9865);

    private LargeTables(SubjectProcess server, PrintStream out, int users, int requests) {
        this.server = server;
        this.client = new Client(server);
        this.out = out;
        this.users = users;
        this.requests = requests;
    }

    public static void run(List<String> arguments, PrintStream out)
            throws IOException, InterruptedException, SQLException {
        var options = new Options(arguments, Set.of("--users", "--members", "--requests"));
        int users = options.number("--users", 1_000_000);
        int members = options.number("--members", 100_000);
        Path log = Files.createTempFile("scimlet-tables", ".log");
        out.println("the server prints to " + log);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                // It would gather statistics at a time of its own
                .setServerConfig("autovacuum", "off")
                .start()) {
            DataSource database = postgres.getPostgresDatabase();
            String url = postgres.getJdbcUrl("postgres", "postgres");
            try (SubjectProcess server = SubjectProcess.start(Subject.sql("tables", url), FLAGS, log)) {
                int requests = options.number("--requests", 500);
                var tables = new LargeTables(server, out, users, requests);
                String group = tables.fill(database, members);
                out.println("## Plans before the database has any statistics\n");
                List<Explained.Plan> faulty = new ArrayList<>(tables.explain(database, url, group));
                tables.gatherStatistics(database);
                String middle = tables.measure(group);
                try (SubjectProcess byHand = SubjectProcess.start(Subject.sqlFloorOver(url), FLAGS, log)) {
                    new BesideHand(server, byHand, out).compare(users, middle, Math.max(2, requests / 25));
                }
                out.println("## Plans with fresh statistics\n");
                faulty.addAll(tables.explain(database, url, group));
                if (!faulty.isEmpty()) {
                    throw new WrongAnswerException("read from end to end: " + faulty);
                }
            }
        }
    }

    /** Users by the statements of {@code people.sql}; the group, so that it is of the server's tenant, by request. */
    private String fill(DataSource database, int members) throws IOException, InterruptedException, SQLException {
        long began = System.nanoTime();
        String group = client.expect(201, "POST", "/Groups", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "everyone"}""").path("id").asText();
        runScript(
                database,
                sql -> sql.replace(":users", Integer.toString(users))
                        .replace(":members", Integer.toString(members))
                        .replace(":group", "'" + group + "'"),
                false);
        out.printf(Locale.ROOT, "filled in %.0f s%n%n", (System.nanoTime() - began) / 1e9);
        return group;
    }

    private void gatherStatistics(DataSource database) throws IOException, SQLException {
        long began = System.nanoTime();
        runScript(database, sql -> sql, true);
        out.printf(Locale.ROOT, "VACUUM (ANALYZE) took %.0f s%n%n", (System.nanoTime() - began) / 1e9);
    }

    /** Runs {@code people.sql}: the last statement, which gathers statistics, or all before it. */
    private static void runScript(DataSource database, UnaryOperator<String> filled, boolean last)
            throws IOException, SQLException {
        try (InputStream script = LargeTables.class.getResourceAsStream("people.sql");
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> all = List.of(new String(script.readAllBytes(), StandardCharsets.UTF_8).split(";\\n"));
            int end = all.size() - 1;
            for (String sql : last ? all.subList(end, end + 1) : all.subList(0, end)) {
                statement.execute(filled.apply(sql));
            }
        }
    }

    /** Returns the cursor of the page in the middle. */
    private String measure(String group) throws IOException, InterruptedException {
        String middle = listAll();
        out.println("| Request | requests | p50 ms | p99 ms |");
        out.println("| --- | --: | --: | --: |");
        time("`userName eq`", requests, number -> {
            String filter = "/Users?filter=userName%20eq%20%22User" + random.nextInt(users) + "%40example.com%22";
            requireTotal(1, client.expect(200, "GET", filter, ""));
        });
        String byCursor = "/Users?count=" + PAGE + "&cursor=";
        time("a page of 1,000 in the middle, by cursor", requests / 10, number -> {
            requireSize(PAGE, client.expect(200, "GET", byCursor + middle, ""));
        });
        time("the first page of 1,000 by cursor, which counts all", requests / 10, number -> {
            requireSize(PAGE, client.expect(200, "GET", byCursor, ""));
        });
        time("a page of 100 in the middle, by index", requests / 10, number -> {
            requireSize(100, client.expect(200, "GET", "/Users?count=100&startIndex=" + users / 2, ""));
        });
        String withoutMembers = "/Groups/" + group + "?excludedAttributes=members";
        time("add one member to the large group, members excluded", requests, number -> {
            client.expect(200, "PATCH", withoutMembers, """
                    {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
                     {"op": "add", "path": "members", "value": [{"value": "new-%d"}]}]}""".formatted(number));
        });
        time("read the large group, members excluded", requests, number -> {
            if (client.expect(200, "GET", withoutMembers, "").has("members")) {
                throw new WrongAnswerException("members were excluded");
            }
        });
        time("change a user's title", requests, number -> {
            client.expect(200, "PATCH", "/Users/" + id(random.nextInt(users)), """
                    {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
                     {"op": "replace", "path": "title", "value": "T%d"}]}""".formatted(number));
        });
        time("create a user", requests, number -> {
            client.expect(201, "POST", "/Users", """
                    {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "new%d"}""".formatted(number));
        });
        out.println();
        return middle;
    }

    /** Walks through all users; gives the cursor of the page in the middle. */
    private String listAll() throws IOException, InterruptedException {
        int pages = (users + PAGE - 1) / PAGE;
        int between = Math.max(1, pages / SAMPLES);
        List<Long> heaps = new ArrayList<>();
        String cursor = "";
        String middle = "";
        long seen = 0;
        long began = System.nanoTime();
        for (int page = 0; cursor != null; page++) {
            JsonNode answer = client.expect(200, "GET", "/Users?count=" + PAGE + "&cursor=" + cursor, "");
            seen += answer.path("Resources").size();
            cursor = answer.hasNonNull("nextCursor") ? answer.get("nextCursor").asText() : null;
            if (page == pages / 2 && cursor != null) {
                middle = cursor;
            }
            if (page % between == 0) {
                heaps.add(server.heapAfterCollection() >> 10);
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        if (seen != users) {
            throw new WrongAnswerException("listed " + seen + " of " + users + " users");
        }
        out.printf(
                Locale.ROOT,
                "listed %d users in %d pages of up to %d in %.0f s; heap of the server (%s) after a collection, in KB, along the"
                        + " way: %s%n%n",
                seen,
                pages,
                PAGE,
                seconds,
                FLAGS.get(0),
                heaps);
        return middle;
    }

    @FunctionalInterface
    private interface Work {
        void run(int number) throws IOException, InterruptedException;
    }

    private void time(String name, int count, Work work) throws IOException, InterruptedException {
        long[] nanos = new long[count];
        for (int i = -count / 5; i < count; i++) {
            long began = System.nanoTime();
            work.run(i + count);
            if (i >= 0) {
                nanos[i] = System.nanoTime() - began;
            }
        }
        Arrays.sort(nanos);
        out.printf(
                Locale.ROOT,
                "| %s | %d | %.1f | %.1f |%n",
                name,
                count,
                nanos[count / 2] / 1e6,
                nanos[count * 99 / 100] / 1e6);
    }

    private static void requireTotal(int expected, JsonNode list) {
        if (list.path("totalResults").asInt() != expected) {
            throw new WrongAnswerException("not " + expected + " in total: " + list);
        }
    }

    private static void requireSize(int expected, JsonNode list) {
        if (list.path("Resources").size() != expected) {
            throw new WrongAnswerException("not " + expected + " on the page");
        }
    }

    static String id(int number) {
        return String.format(Locale.ROOT, "01900000-0000-7000-8000-%012x", number);
    }

    /** The statements behind the requests, each with its plan; returns those that read a large table from end to end. */
    private List<Explained.Plan> explain(DataSource database, String url, String group)
            throws IOException, InterruptedException, SQLException {
        String leaving = client.expect(201, "POST", "/Users", """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "leaving"}""").path("id").asText();
        String tenant;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT tenant FROM scim_group LIMIT 1")) {
            row.next();
            tenant = row.getString(1);
        }
        var statements = new StatementPlans(new Explained(database, url), tenant, group, id(users / 2), leaving, users);
        List<Explained.Plan> faulty = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        statements.all().forEach((request, plans) -> {
            out.println(request + "\n");
            for (Explained.Plan plan : plans) {
                if (shown.add(plan.sql()) && StatementPlans.LARGE.stream().anyMatch(plan::reads)) {
                    out.println(plan.text().indent(4));
                }
                boolean scans = StatementPlans.LARGE.stream().anyMatch(plan::scans);
                if (scans && !plan.sql().startsWith("SELECT COUNT(*)")) {
                    faulty.add(plan);
                }
            }
        });
        return faulty;
    }
}
