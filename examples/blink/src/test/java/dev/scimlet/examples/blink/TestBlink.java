package dev.scimlet.examples.blink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scimlet.examples.blink.provisioning.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Blink on a port of its own, and requests to it. */
final class TestBlink implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    final BlinkServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> tokens = new HashMap<>();

    private TestBlink(String database) {
        try {
            server = BlinkServer.start(
                    new Options(List.of(), 0, database, Duration.ofDays(1), false), Clock.systemUTC());
        } catch (SQLException e) {
            throw new AssertionError("Blink did not start", e);
        }
    }

    /** With an empty database in memory. */
    static TestBlink empty() {
        return on("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    static TestBlink on(String database) {
        return new TestBlink(database);
    }

    URI link() {
        return server.link();
    }

    /** The token of a customer, who keeps it. */
    String token(String customer) {
        return tokens.computeIfAbsent(
                customer,
                unknown -> new Tokens(server.database(), Clock.systemUTC()).issue(customer, Duration.ofDays(1)));
    }

    /** Sends a request; an empty body is none. */
    HttpResponse<String> send(String method, String path, String token, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(link() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/scim+json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    JsonNode get(String path, String token) {
        return json(send("GET", path, token, ""));
    }

    JsonNode find(String filter, String token) {
        return get("/Users?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8), token);
    }

    HttpResponse<String> create(String userName, String token) {
        return send(
                "POST",
                "/Users",
                token,
                "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"" + userName + "\"}");
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + answer.body(), e);
        }
    }

    /** What a query finds, each row as its columns, separated by bars. */
    List<String> rows(String query, Object... parameters) {
        try {
            return server.database().list(query, Arrays.asList(parameters), row -> {
                StringBuilder columns = new StringBuilder(String.valueOf(row.getObject(1)));
                for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
                    columns.append('|').append(row.getObject(i));
                }
                return columns.toString();
            });
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    void change(String statement, Object... parameters) {
        try {
            server.database().change(statement, Arrays.asList(parameters));
        } catch (SQLException e) {
            throw new AssertionError(statement, e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
