package dev.scimlet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.scimlet.simulator.transport.Pause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that read events: their options, and a feed that is in trouble. That of an application stands in scim-directory. */
class ReadersTest {

    private record Answer(int status, String retryAfter, String body) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> queries = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> pauses = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                queries.add(String.valueOf(exchange.getRequestURI().getRawQuery()));
                Answer answer = answers.remove();
                byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                if (answer.retryAfter() != null) {
                    exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
                }
                exchange.sendResponseHeaders(answer.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private boolean feed(String... options) throws UsageException {
        List<String> all = new ArrayList<>(
                List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort() + "/events", "--token", "t"));
        all.addAll(List.of(options));
        Pause noted = pauses::add;
        return new FeedCommand(printed, noted).run(all);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Answer page(String events, String next, boolean more) {
        return new Answer(200, null, "{\"events\":[" + events + "],\"next\":\"" + next + "\",\"more\":" + more + "}");
    }

    private static String event(int seq) {
        return "{\"seq\":" + seq + ",\"type\":\"user.created\",\"timestamp\":\"2026-11-30T12:00:00Z\",\"cursor\":\"c"
                + seq + "\",\"data\":{\"resourceType\":\"User\",\"id\":\"\\u001b[2J7\"}}";
    }

    @Test
    void goesOnWhereTheServerFailsOrIsBusy() throws UsageException {
        answers.add(page(event(1), "c1", false));
        answers.add(new Answer(503, null, ""));
        answers.add(new Answer(200, "5", "{\"events\":[],\"next\":\"c1\",\"more\":false}"));
        answers.add(page(event(2), "c2", false));

        assertThat(feed("--follow", "--since", "2026-11-30T12:00:00+01:00", "--count", "2"))
                .isTrue();

        assertThat(pauses).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(queries)
                .containsExactly(
                        "since=2026-11-30T12%3A00%3A00%2B01%3A00&wait=20",
                        "wait=20&after=c1", "wait=20&after=c1", "wait=20&after=c1");
        assertThat(printed().lines())
                .containsExactly(
                        "2026-11-30T12:00:00Z  1  user.created  User  ?[2J7",
                        "No events (status 503), it is tried again",
                        "2026-11-30T12:00:00Z  2  user.created  User  ?[2J7",
                        "Go on with --after c2");
    }

    @Test
    void walksThroughPages() throws UsageException {
        answers.add(page(event(1) + "," + event(2), "c2", true));
        answers.add(page(event(3), "c3", false));

        assertThat(feed("--limit", "2", "--json")).isTrue();

        assertThat(queries).containsExactly("limit=2", "limit=2&after=c2");
        assertThat(printed().lines()).hasSize(3).allMatch(line -> line.startsWith("{\"seq\":"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{}", "[]", ""})
    void saysSoWhereThereIsNoFeed(String body) throws UsageException {
        answers.add(new Answer(200, null, body));

        assertThat(feed()).isFalse();
        assertThat(printed()).contains("FAILED: status 200, no page of a feed");
    }

    @Test
    void endsWithTheReasonOfARefusal() throws UsageException {
        answers.add(new Answer(410, null, "{\"error\":\"cursor_expired\",\"detail\":\"begin anew\"}"));

        assertThat(feed("--follow", "--after", "old")).isFalse();
        assertThat(printed()).contains("FAILED: status 410, cursor_expired: begin anew");
    }

    private int run(String... arguments) {
        return new Main(printed, printed, false).run(List.of(arguments));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "feed --url http://127.0.0.1:1/events",
                "feed --token t",
                "feed --url http://127.0.0.1:1/events --token t --after a --since b",
                "feed --url ftp://127.0.0.1/ --token t",
                "feed --url http://127.0.0.1:1/ --token t --count x",
                "webhooks --listen 0",
                "webhooks --secret whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz",
                "webhooks --listen 0 --secret short",
                "webhooks --listen 70000 --secret whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz",
                "webhooks --listen 0 --answer 99 --secret whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz",
                "webhooks --listen 0 --host 192.0.2.1 --secret whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"
            })
    void endsWithTwoWhereItIsAskedForWhatIsNot(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(printed()).contains("Run with --help");
    }

    @Test
    void tellsOfItsOptions() {
        assertThat(run("--help")).isZero();
        assertThat(printed()).contains("feed   --url URL", "webhooks --listen PORT", "--follow", "--secret SECRET");
    }
}
