package dev.scimlet.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A quickstart on a free port, started by its command line, and requests to it. */
final class TestClient implements AutoCloseable {

    static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final RunningServer running;

    private TestClient(List<String> arguments) {
        List<String> all = new java.util.ArrayList<>(List.of("--port", "0"));
        all.addAll(arguments);
        running = RunningServer.start(Options.read(all), null);
    }

    static TestClient of(String... arguments) {
        return new TestClient(Arrays.asList(arguments));
    }

    static TestClient of(List<String> arguments) {
        return new TestClient(arguments);
    }

    record Request(
            String method,
            String path,
            @Nullable String body,
            @Nullable String accept,
            boolean anonymous) {}

    HttpResponse<String> send(Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(running.baseUrl() + request.path()))
                .method(
                        request.method(),
                        request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()))
                .header("Content-Type", "application/scim+json");
        if (!request.anonymous()) {
            builder.header("Authorization", "Bearer " + running.token());
        }
        if (request.accept() != null) {
            builder.header("Accept", request.accept());
        }
        try {
            return HTTP.send(builder.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What a GET is answered. */
    JsonNode get(String path) {
        HttpResponse<String> answer = send(new Request("GET", path, null, null, false));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer.body());
    }

    /** The status and the body that a POST is answered. */
    JsonNode post(String path, String body, int status) {
        HttpResponse<String> answer = send(new Request("POST", path, body, null, false));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json(answer.body());
    }

    String token() {
        return running.token();
    }

    String baseUrl() {
        return running.baseUrl();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        running.close();
    }
}
