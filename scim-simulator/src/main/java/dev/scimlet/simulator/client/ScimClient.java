package dev.scimlet.simulator.client;

import dev.scimlet.simulator.transport.ScimAnswer;
import dev.scimlet.simulator.transport.ScimCall;
import dev.scimlet.simulator.transport.ScimTransport;
import dev.scimlet.testkit.json.JsonSyntaxException;
import dev.scimlet.testkit.json.PlainJson;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Speaks SCIM over a transport, as one identity provider. Several threads use it at once. */
public final class ScimClient {

    private static final String CONTENT_TYPE = "application/scim+json; charset=utf-8";

    private final ScimTransport transport;
    private final Map<String, String> headers;
    private final AnswerReader reader;

    /**
     * @param headers what this identity provider sends with every request, authentication included
     * @param mediaTypes the media types of answers that this identity provider takes, in lower case
     */
    public ScimClient(ScimTransport transport, Map<String, String> headers, Set<String> mediaTypes) {
        this.transport = transport;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.reader = new AnswerReader(mediaTypes);
    }

    /** {@code POST}: the resource as the service provider keeps it. */
    public ScimResource create(String endpoint, Map<String, Object> body) throws ScimFailureException {
        ScimCall call = call("POST", endpoint, PlainJson.write(body));
        return reader.resource(call, succeed(call, 201));
    }

    /**
     * {@code GET} by id.
     *
     * @param query what follows the id, such as {@code ?excludedAttributes=members}, or empty text
     * @return the resource, or empty if there is none (404)
     */
    public Optional<ScimResource> read(String endpoint, String id, String query) throws ScimFailureException {
        ScimCall call = call("GET", path(endpoint, id) + query, "");
        try {
            return Optional.of(reader.resource(call, succeed(call, 200)));
        } catch (ScimFailureException e) {
            if (e.kind() == FailureKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** {@code GET} of a list. An answer of 404 is a fault of the service provider: nothing found is an empty list. */
    public ResultPage search(String endpoint, String query) throws ScimFailureException {
        ScimCall call = call("GET", endpoint + query, "");
        ScimAnswer answer = send(call);
        if (answer.status() == 404) {
            throw AnswerReader.incompatible(
                    call, answer, "a search that finds nothing is answered 200 with an empty list");
        }
        check(call, answer, 200);
        return reader.page(call, answer);
    }

    /** {@code GET} of a document that is no resource with an id, such as {@code /ServiceProviderConfig}: its whole body. */
    public Map<String, Object> document(String endpoint) throws ScimFailureException {
        ScimCall call = call("GET", endpoint, "");
        return reader.body(call, succeed(call, 200));
    }

    /**
     * All resources of an endpoint, page by page (RFC 7644 §3.4.2.4).
     *
     * @param pageSize how many are asked for at once
     */
    public List<ScimResource> list(String endpoint, int pageSize) throws ScimFailureException {
        Map<String, ScimResource> found = new LinkedHashMap<>();
        int startIndex = 1;
        ResultPage page;
        do {
            page = search(endpoint, "?startIndex=" + startIndex + "&count=" + pageSize);
            for (ScimResource resource : page.resources()) {
                if (found.put(resource.id(), resource) != null) {
                    throw ScimFailureException.of(
                            FailureKind.INCOMPATIBLE, endpoint + " lists " + resource.id() + " on two pages");
                }
            }
            startIndex += page.resources().size();
            if (page.resources().isEmpty() && startIndex <= page.totalResults()) {
                throw ScimFailureException.of(
                        FailureKind.INCOMPATIBLE,
                        endpoint + " ends after " + found.size() + " of " + page.totalResults() + " resources");
            }
        } while (startIndex <= page.totalResults());
        return List.copyOf(found.values());
    }

    /** {@code PATCH}, answered 200 with the resource or 204. */
    public void patch(String endpoint, String id, Map<String, Object> body) throws ScimFailureException {
        change(call("PATCH", path(endpoint, id), PlainJson.write(body)));
    }

    /** {@code PUT}, answered 200 with the resource or 204. */
    public void replace(String endpoint, String id, Map<String, Object> body) throws ScimFailureException {
        change(call("PUT", path(endpoint, id), PlainJson.write(body)));
    }

    /**
     * {@code DELETE}.
     *
     * @return false if there was no such resource (404), which is what was wanted too
     */
    public boolean delete(String endpoint, String id) throws ScimFailureException {
        ScimCall call = call("DELETE", path(endpoint, id), "");
        ScimAnswer answer = send(call);
        if (answer.status() == 404) {
            return false;
        }
        check(call, answer, 204);
        return true;
    }

    private void change(ScimCall call) throws ScimFailureException {
        ScimAnswer answer = send(call);
        if (answer.status() == 204) {
            return;
        }
        check(call, answer, 200);
        if (!answer.body().isEmpty()) {
            reader.resource(call, answer);
        }
    }

    private ScimAnswer succeed(ScimCall call, int status) throws ScimFailureException {
        ScimAnswer answer = send(call);
        check(call, answer, status);
        return answer;
    }

    private static void check(ScimCall call, ScimAnswer answer, int status) throws ScimFailureException {
        if (answer.status() == status) {
            return;
        }
        if (answer.status() < 400) {
            throw AnswerReader.incompatible(call, answer, status + " is expected");
        }
        Map<String, Object> error = error(answer);
        String detail = PlainJson.text(error, "detail").map(text -> ": " + text).orElse("");
        throw new ScimFailureException(
                kind(answer.status()),
                answer.status(),
                PlainJson.text(error, "scimType").orElse(""),
                AnswerReader.describe(call, answer) + detail);
    }

    private static FailureKind kind(int status) {
        return switch (status) {
            case 401, 403 -> FailureKind.UNAUTHORIZED;
            case 404 -> FailureKind.NOT_FOUND;
            case 409 -> FailureKind.CONFLICT;
            case 429 -> FailureKind.TOO_MANY_REQUESTS;
            default -> status < 500 ? FailureKind.REFUSED : FailureKind.SERVER_ERROR;
        };
    }

    /** The error body, or nothing: a gateway's error page is no SCIM error, and its status says enough. */
    private static Map<String, Object> error(ScimAnswer answer) {
        try {
            return PlainJson.object(answer.body());
        } catch (JsonSyntaxException e) {
            return Map.of();
        }
    }

    private ScimAnswer send(ScimCall call) throws ScimFailureException {
        try {
            return transport.send(call);
        } catch (IOException e) {
            throw new ScimFailureException(
                    FailureKind.NO_ANSWER,
                    call.method() + " " + call.target() + " got no answer: " + e.getMessage(),
                    e);
        }
    }

    private ScimCall call(String method, String target, String body) {
        if (body.isEmpty()) {
            return new ScimCall(method, target, headers, body);
        }
        Map<String, String> withContentType = new LinkedHashMap<>(headers);
        withContentType.put("Content-Type", CONTENT_TYPE);
        return new ScimCall(method, target, withContentType, body);
    }

    private static String path(String endpoint, String id) {
        return endpoint + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
