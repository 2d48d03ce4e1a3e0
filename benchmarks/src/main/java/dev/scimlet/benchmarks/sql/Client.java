package dev.scimlet.benchmarks.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scimlet.benchmarks.load.WrongAnswerException;
import dev.scimlet.benchmarks.subject.SubjectProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One client of one server, used by one thread at a time. */
final class Client {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(5);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String baseUrl;
    private final String authorization;

    Client(SubjectProcess server) {
        this.baseUrl = server.baseUrl();
        this.authorization = server.authorization();
    }

    /** @param headers name, value, name, value … */
    HttpResponse<String> send(String method, String target, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + target))
                .timeout(LONGEST_ANSWER)
                .header("Authorization", authorization)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/scim+json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** The body of an answer that must have this status. */
    JsonNode expect(int status, String method, String target, String body) throws IOException, InterruptedException {
        return json(checked(status, send(method, target, body)));
    }

    static HttpResponse<String> checked(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new WrongAnswerException(answer.request().method() + " " + answer.uri() + " is answered "
                    + answer.statusCode() + ", not " + status + ": " + answer.body());
        }
        return answer;
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return MAPPER.readTree(answer.body());
    }
}
