package dev.scimlet.testkit.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scimlet.testkit.http.ScriptedServer;
import dev.scimlet.testkit.http.ScriptedServer.Answer;
import dev.scimlet.testkit.http.WireClient;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Small traces, and their replay against scripted answers. */
final class TestTraces {

    static final String TOKEN = "top-secret";
    static final String RUN = "run42";

    private TestTraces() {}

    static Trace read(String json) {
        return TraceReader.read("test", json.getBytes(UTF_8));
    }

    static String document(String more, String... steps) {
        return """
                {"format": "scim-trace/1", "id": "test", "idp": "test", "title": "Test", "description": "A test",
                 "sources": [], %s "steps": [%s]}""".formatted(more, String.join(", ", steps));
    }

    static Trace trace(String... steps) {
        return read(document("", steps));
    }

    /** A step that GETs {@code /Users/1}. */
    static String get(String expect) {
        return step("GET", "/Users/1", "\"headers\": {}", expect);
    }

    static String step(String method, String path, String moreOfRequest, String expect) {
        return """
                {"name": "a step", "phase": "test", "quirks": ["T40", "T49"],
                 "request": {"method": "%s", "path": "%s", %s}, "expect": %s}""".formatted(method, path, moreOfRequest, expect);
    }

    /** {@code step} with captures. */
    static String capturing(String captures, String step) {
        return "{\"captures\": %s, %s".formatted(captures, step.substring(1));
    }

    record Replayed(ReplayReport report, List<String> requests) {

        List<String> mismatches() {
            return report.failures().stream()
                    .flatMap(failure -> failure.mismatches().stream())
                    .map(Mismatch::toString)
                    .toList();
        }
    }

    static Replayed replay(Trace trace, Answer... answers) throws IOException {
        try (var server = ScriptedServer.answering(answers);
                var client = WireClient.to(server.uri())) {
            var baseUrl = URI.create(server.uri() + "/scim/v2/");
            var report = new TraceReplay(client, baseUrl, () -> TOKEN, () -> RUN).replay(trace);
            var requests = server.requests().stream()
                    .map(request -> request.replace(server.uri().toString(), "http://SERVER")
                            .replace(server.uri().getAuthority(), "SERVER"))
                    .toList();
            return new Replayed(report, requests);
        }
    }

    /** What is wrong with {@code body} as the answer to a GET that expects {@code jsonSubset}. */
    static List<String> mismatches(String jsonSubset, String body) throws IOException {
        var trace = trace(get("{\"status\": 200, \"jsonSubset\": %s}".formatted(jsonSubset)));
        return replay(trace, Answer.scim(200, body)).mismatches();
    }
}
