package dev.scimlet.simulator.transport;

import dev.scimlet.testkit.http.WireBody;
import dev.scimlet.testkit.http.WireClient;
import dev.scimlet.testkit.http.WireHeaders;
import dev.scimlet.testkit.http.WireRequest;
import dev.scimlet.testkit.http.WireResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sends requests over HTTP/1.1 with keep-alive connections, and no header that the client does not name: there is no
 * {@code User-Agent} unless the call has one. Redirects are answers, as they are for Entra ID.
 */
public final class HttpTransport implements ScimTransport {

    private final String basePath;
    private final WireClient client;

    /**
     * A transport to one service provider.
     *
     * @param baseUrl what stands before {@code /Users}; a trailing slash is left out
     * @param timeout how long to wait for an answer, connecting included
     * @throws IllegalArgumentException if {@code baseUrl} is not an http or https URL
     */
    public HttpTransport(String baseUrl, Duration timeout) {
        URI url = URI.create(baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl);
        this.client = WireClient.builder(url).timeout(timeout).build();
        this.basePath = url.getRawPath();
    }

    @Override
    public ScimAnswer send(ScimCall call) throws IOException {
        WireHeaders headers = new WireHeaders(call.headers().entrySet().stream()
                .map(header -> new WireHeaders.Field(header.getKey(), header.getValue()))
                .toList());
        WireResponse response = client.send(
                new WireRequest(call.method(), basePath + call.target(), headers, WireBody.of(call.body())));
        Map<String, String> first = new LinkedHashMap<>();
        response.headers().fields().forEach(field -> first.putIfAbsent(field.name(), field.value()));
        return new ScimAnswer(response.status(), first, response.body().text());
    }
}
