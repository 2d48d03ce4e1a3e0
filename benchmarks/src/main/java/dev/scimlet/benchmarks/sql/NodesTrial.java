package dev.scimlet.benchmarks.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scimlet.benchmarks.http.Options;
import dev.scimlet.benchmarks.load.WrongAnswerException;
import dev.scimlet.benchmarks.subject.Subject;
import dev.scimlet.benchmarks.subject.SubjectProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Two servers, each a process, over one PostgreSQL; clients of both add members to one group, create users of the same names
 * and change one user under {@code If-Match}. In the middle one server is killed; its clients go to the other.
 *
 * <p>A request whose server died is in doubt: it may have happened, wholly, or not at all. Everything else must be there.
 *
 * <ul>
 *   <li>{@code --rounds=150}: in each, every client does one of each
 *   <li>{@code --clients=8}
 * </ul>
 */
public final class NodesTrial {

    private static final List<String> FLAGS = List.of("-Xmx256m");
    private static final String PATCH = """
            {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [%s]}""";

    private final List<SubjectProcess> servers;
    private final int rounds;
    private final String groupId;
    private final String counterId;
    private final CyclicBarrier start;
    private final CountDownLatch half;
    private final Tally members = new Tally();
    private final Tally counts = new Tally();
    private final Map<String, Tally> names = new ConcurrentHashMap<>();
    private final AtomicInteger stale = new AtomicInteger();
    private final AtomicInteger afterTheKill = new AtomicInteger();
    private volatile boolean killed;

    /** What was answered as done, refused, and not answered. */
    private record Tally(Set<String> done, Set<String> refused, Set<String> doubtful) {
        Tally() {
            this(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
        }
    }

    private NodesTrial(List<SubjectProcess> servers, int clients, int rounds, String groupId, String counterId) {
        this.servers = servers;
        this.rounds = rounds;
        this.groupId = groupId;
        this.counterId = counterId;
        this.start = new CyclicBarrier(clients);
        this.half = new CountDownLatch(clients);
    }

    public static void run(List<String> arguments, PrintStream out) throws Exception {
        var options = new Options(arguments, Set.of("--rounds", "--clients"));
        int clients = options.number("--clients", 8);
        int rounds = options.number("--rounds", 150);
        Path log = Files.createTempFile("scimlet-nodes", ".log");
        out.println("the servers print to " + log);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            try (SubjectProcess first = SubjectProcess.start(Subject.sql("first", url), FLAGS, log);
                    SubjectProcess second = SubjectProcess.start(Subject.sql("second", url), FLAGS, log);
                    Connection database = postgres.getPostgresDatabase().getConnection()) {
                var client = new Client(first);
                String groupId =
                        client.expect(201, "POST", "/Groups", """
                        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "all"}""").path("id").asText();
                String counterId = client.expect(201, "POST", "/Users", person("counter", "0"))
                        .path("id")
                        .asText();
                var trial = new NodesTrial(List.of(first, second), clients, rounds, groupId, counterId);
                long began = System.nanoTime();
                trial.load(clients);
                double seconds = (System.nanoTime() - began) / 1e9;
                trial.check(client, database);
                out.println(trial.table(seconds));
            }
        }
    }

    /** Every part of the user names the same author, so that halves of two would show. */
    private static String person(String userName, String author) {
        return """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%1$s", "title": "%2$s",
                 "nickName": "%2$s", "emails": [{"value": "%2$s@work.example", "type": "work"},
                 {"value": "%2$s@home.example", "type": "home"}], "phoneNumbers": [{"value": "%2$s", "type": "work"}]}""".formatted(userName, author);
    }

    private void load(int clients) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                results.add(threads.submit(() -> {
                    work(number);
                    return null;
                }));
            }
            half.await();
            killed = true;
            servers.get(1).kill();
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void work(int number) throws Exception {
        var sender = new Sender(number);
        for (int round = 0; round < rounds; round++) {
            if (round == rounds / 2) {
                half.countDown();
            }
            // Whoever fails lets the others fail too, a little later
            start.await(2, TimeUnit.MINUTES);
            create(sender, "name-" + round, number + "-" + round);
            addMember(sender, "member-" + number + "-" + round);
            count(sender, number + "-" + round);
        }
    }

    /** Sends to one server, and to the other when that one is gone. */
    private final class Sender {

        private Client client;

        Sender(int number) {
            this.client = new Client(servers.get(number % servers.size()));
        }

        /** Null if the server was killed before it answered. */
        @Nullable
        HttpResponse<String> send(String method, String target, String body, String... headers)
                throws IOException, InterruptedException {
            try {
                HttpResponse<String> answer = client.send(method, target, body, headers);
                if (killed && answer.statusCode() < 300) {
                    afterTheKill.incrementAndGet();
                }
                return answer;
            } catch (IOException lost) {
                if (!killed) {
                    throw lost;
                }
                client = new Client(servers.get(0));
                return null;
            }
        }
    }

    private void create(Sender sender, String name, String author) throws IOException, InterruptedException {
        Tally tally = names.computeIfAbsent(name, unused -> new Tally());
        HttpResponse<String> answer = sender.send("POST", "/Users", person(name, author));
        if (answer == null) {
            tally.doubtful.add(author);
        } else if (answer.statusCode() == 409) {
            tally.refused.add(author);
        } else {
            Client.checked(201, answer);
            tally.done.add(author);
        }
    }

    private void addMember(Sender sender, String member) throws IOException, InterruptedException {
        String body = PATCH.formatted("""
                {"op": "add", "path": "members", "value": [{"value": "%s"}]}""".formatted(member));
        HttpResponse<String> answer = sender.send("PATCH", "/Groups/" + groupId + "?excludedAttributes=members", body);
        if (answer == null) {
            members.doubtful.add(member);
        } else {
            Client.checked(200, answer);
            members.done.add(member);
        }
    }

    /** Reads the number, and writes the next one if nobody else did; as often as it takes. */
    private void count(Sender sender, String step) throws IOException, InterruptedException {
        String target = "/Users/" + counterId;
        while (true) {
            HttpResponse<String> read = sender.send("GET", target, "");
            if (read == null) {
                continue;
            }
            String version =
                    Client.checked(200, read).headers().firstValue("ETag").orElseThrow();
            int next = Integer.parseInt(Client.json(read).path("title").asText()) + 1;
            String body = PATCH.formatted("""
                    {"op": "replace", "path": "title", "value": "%1$d"}, {"op": "replace", "path": "nickName", "value": "%1$d"},
                    {"op": "replace", "path": "emails[type eq \\"work\\"].value", "value": "%1$d@work.example"},
                    {"op": "replace", "path": "emails[type eq \\"home\\"].value", "value": "%1$d@home.example"},
                    {"op": "replace", "path": "phoneNumbers", "value": [{"value": "%1$d", "type": "work"}]}""".formatted(next));
            HttpResponse<String> answer = sender.send("PATCH", target, body, "If-Match", version);
            if (answer == null) {
                counts.doubtful.add(step);
                return;
            }
            if (answer.statusCode() != 412) {
                Client.checked(200, answer);
                counts.done.add(step);
                return;
            }
            stale.incrementAndGet();
        }
    }

    private void check(Client client, Connection database) throws IOException, InterruptedException, SQLException {
        Set<String> found = new HashSet<>();
        client.expect(200, "GET", "/Groups/" + groupId, "")
                .path("members")
                .forEach(member -> found.add(member.path("value").asText()));
        require(found.containsAll(members.done), "a member is lost");
        found.removeAll(members.done);
        require(members.doubtful.containsAll(found), "a member is there that nobody added: " + found);

        JsonNode counter = client.expect(200, "GET", "/Users/" + counterId, "");
        int number = Integer.parseInt(wholeAuthor(counter));
        require(number >= counts.done.size(), "a count is lost");
        require(number <= counts.done.size() + counts.doubtful.size(), "a count happened twice");

        for (int round = 0; round < rounds; round++) {
            Tally tally = Objects.requireNonNull(names.get("name-" + round));
            JsonNode list = client.expect(200, "GET", "/Users?filter=userName%20eq%20%22name-" + round + "%22", "");
            require(list.path("totalResults").asInt() == 1, "name-" + round + " is there " + list.path("totalResults"));
            String author = wholeAuthor(list.path("Resources").path(0));
            require(tally.done.size() <= 1, "two were told that they created name-" + round);
            require(
                    tally.done.isEmpty() ? tally.doubtful.contains(author) : tally.done.contains(author),
                    "name-" + round + " is another's than was told");
        }
        require(value(database, "SELECT count(*) FROM scim_user") == rounds + 1L, "a user is there that nobody made");
        require(
                value(database, "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'") == 0,
                "a transaction of the killed server is still open");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new WrongAnswerException(otherwise);
        }
    }

    /** Who wrote a user, of which every part must be by the same. */
    private static String wholeAuthor(JsonNode user) {
        Set<String> authors = new HashSet<>();
        authors.add(user.path("title").asText());
        authors.add(user.path("nickName").asText());
        user.path("emails")
                .forEach(email -> authors.add(email.path("value").asText().replaceAll("@.*", "")));
        user.path("phoneNumbers")
                .forEach(phone -> authors.add(phone.path("value").asText()));
        require(
                authors.size() == 1
                        && user.path("emails").size() == 2
                        && user.path("phoneNumbers").size() == 1,
                "half a user: " + user);
        return authors.iterator().next();
    }

    private static long value(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private String table(double seconds) {
        int created = names.values().stream().mapToInt(name -> name.done.size()).sum();
        int refused =
                names.values().stream().mapToInt(name -> name.refused.size()).sum();
        int doubtful =
                names.values().stream().mapToInt(name -> name.doubtful.size()).sum();
        List<String> lines = List.of(
                "| Work from both servers | done | refused | in doubt when a server was killed | lost |",
                "| --- | --: | --: | --: | --: |",
                "| add a member to one group | %d | 0 | %d | 0 |"
                        .formatted(members.done.size(), members.doubtful.size()),
                "| create users of %d names | %d | %d (409) | %d | 0 |".formatted(rounds, created, refused, doubtful),
                "| change one user under If-Match | %d | %d (412) | %d | 0 |"
                        .formatted(counts.done.size(), stale.get(), counts.doubtful.size()),
                "",
                "%.1f s; %d requests succeeded at the other server after the kill; no resource is half written."
                        .formatted(seconds, afterTheKill.get()));
        return String.join("\n", lines);
    }
}
