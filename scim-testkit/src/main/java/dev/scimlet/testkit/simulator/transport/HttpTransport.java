package dev.scimlet.testkit.simulator.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends requests over HTTP/1.1 with keep-alive connections. Redirects are answers, as they are for Entra ID. */
public final class HttpTransport implements ScimTransport {

    private final String baseUrl;
    private final Duration timeout;
    private final HttpClient client;

    /**
     * @param baseUrl what stands before {@code /Users}; a trailing slash is left out
     * @param timeout how long to wait for a connection and for an answer
     * @throws IllegalArgumentException if {@code baseUrl} is not an http or https URL
     */
    public HttpTransport(String baseUrl, Duration timeout) {
        this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
        this.timeout = timeout;
        URI uri = URI.create(this.baseUrl);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("not an http or https URL: " + baseUrl);
        }
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    @Override
    public ScimAnswer send(ScimCall call) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + call.target()))
                .timeout(timeout)
                .method(
                        call.method(),
                        call.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body()));
        call.headers().forEach(request::header);
        try {
            return answer(client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting for an answer");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private static ScimAnswer answer(HttpResponse<String> response) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        return new ScimAnswer(response.statusCode(), headers, response.body());
    }
}
