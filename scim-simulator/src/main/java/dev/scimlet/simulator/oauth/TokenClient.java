package dev.scimlet.simulator.oauth;

import dev.scimlet.simulator.transport.ScimAnswer;
import dev.scimlet.simulator.transport.ScimCall;
import dev.scimlet.simulator.transport.ScimTransport;
import dev.scimlet.testkit.json.JsonSyntaxException;
import dev.scimlet.testkit.json.PlainJson;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fetches access tokens as a client of an authorization server (RFC 6749 §4.4). Immutable. */
public final class TokenClient {

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** What a token lives whose answer does not say (RFC 6749 §5.1). */
    private static final long UNSAID_SECONDS = 3_600;

    private final ScimTransport endpoint;
    private final String clientId;
    private final @Nullable String secret;
    private final @Nullable SecretPlace place;
    private final @Nullable ClientAssertions assertions;
    private final String scope;

    private TokenClient(
            ScimTransport endpoint,
            String clientId,
            @Nullable String secret,
            @Nullable SecretPlace place,
            @Nullable ClientAssertions assertions,
            String scope) {
        this.endpoint = endpoint;
        this.clientId = clientId;
        this.secret = secret;
        this.place = place;
        this.assertions = assertions;
        this.scope = scope;
    }

    /**
     * A client with a secret, that asks for the scope {@code scim}.
     *
     * @param endpoint the base URL of which is the URL of the token endpoint
     */
    public static TokenClient withSecret(ScimTransport endpoint, String clientId, String secret, SecretPlace place) {
        return new TokenClient(endpoint, clientId, secret, place, null, "scim");
    }

    /**
     * A client whose assertions say who it is, that asks for the scope {@code scim}.
     *
     * @param endpoint the base URL of which is the URL of the token endpoint
     */
    public static TokenClient withAssertions(ScimTransport endpoint, String clientId, ClientAssertions assertions) {
        return new TokenClient(endpoint, clientId, null, null, assertions, "scim");
    }

    /** The same that asks for another scope; for none if the text is empty. */
    public TokenClient scope(String value) {
        return new TokenClient(endpoint, clientId, secret, place, assertions, value);
    }

    /**
     * What was issued.
     *
     * @param text of the token
     * @param life how long it is good from now on
     */
    record Issued(String text, Duration life) {

        @Override
        public String toString() {
            return "a token that is good for " + life;
        }
    }

    /** @throws IOException if no answer came */
    Issued fetch() throws IOException, TokenRefusedException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        if (secret != null && place == SecretPlace.HEADER) {
            String basic = encode(clientId) + ":" + encode(secret);
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
        } else {
            form.put("client_id", clientId);
        }
        if (secret != null && place == SecretPlace.BODY) {
            form.put("client_secret", secret);
        }
        if (assertions != null) {
            form.put("client_assertion_type", ASSERTION_TYPE);
            form.put("client_assertion", assertions.next());
        }
        if (!scope.isEmpty()) {
            form.put("scope", scope);
        }
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return issued(endpoint.send(new ScimCall("POST", "", headers, body)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Issued issued(ScimAnswer answer) throws TokenRefusedException {
        Map<String, Object> said = json(answer);
        if (answer.status() != 200) {
            String error = PlainJson.text(said, "error").orElse("without an error that could be read");
            String description = PlainJson.text(said, "error_description")
                    .map(text -> ": " + text)
                    .orElse("");
            throw new TokenRefusedException(
                    "the token endpoint answered " + answer.status() + " " + error + description, answer);
        }
        String token = PlainJson.text(said, "access_token").orElse("");
        String type = PlainJson.text(said, "token_type").orElse("");
        if (token.isEmpty() || !type.equalsIgnoreCase("Bearer")) {
            throw new TokenRefusedException("the token endpoint answered 200 without a bearer token", answer);
        }
        long seconds = said.get("expires_in") instanceof Number number ? number.longValue() : UNSAID_SECONDS;
        return new Issued(token, Duration.ofSeconds(seconds));
    }

    private static Map<String, Object> json(ScimAnswer answer) {
        try {
            return PlainJson.object(answer.body());
        } catch (JsonSyntaxException page) {
            return Map.of();
        }
    }
}
