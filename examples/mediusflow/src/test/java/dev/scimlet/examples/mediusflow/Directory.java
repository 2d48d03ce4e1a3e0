package dev.scimlet.examples.mediusflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** An identity provider, as far as single requests go. */
final class Directory {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI link;
    private final String secret;

    Directory(TestApplication application, String secret) {
        this(URI.create(application.address() + "/scim/fabrikam-test"), secret);
    }

    private Directory(URI link, String secret) {
        this.link = link;
        this.secret = secret;
    }

    /** The same secret at the link of another tenant. */
    Directory at(String slug) {
        return new Directory(link.resolve(slug), secret);
    }

    URI link() {
        return link;
    }

    String secret() {
        return secret;
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    /** The ids that a filter finds. */
    JsonNode find(String endpoint, String filter) {
        return json(get(endpoint + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8)));
    }

    /** Creates a user or a group, and returns it. */
    JsonNode create(String endpoint, String body) {
        HttpResponse<String> answer = send("POST", endpoint, body);
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return json(answer);
    }

    /** Sends one PATCH operation, written as JSON. */
    HttpResponse<String> patch(String path, String operation) {
        return send(
                "PATCH",
                path,
                "{\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"], \"Operations\": [" + operation
                        + "]}");
    }

    HttpResponse<String> delete(String path) {
        return send("DELETE", path, "");
    }

    HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(link + path))
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/scim+json; charset=utf-8")
                .method(method, BodyPublishers.ofString(body))
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

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + answer.body(), e);
        }
    }

    /** A user with a name and nothing else that must be. */
    static String user(String userName, String more) {
        return "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"], \"userName\": \"" + userName + "\""
                + more + "}";
    }

    static String group(String displayName, String more) {
        return "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:Group\"], \"displayName\": \"" + displayName
                + "\"" + more + "}";
    }
}
