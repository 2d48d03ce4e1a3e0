package dev.scimlet.simulator.oauth;

import dev.scimlet.simulator.transport.ScimAnswer;
import dev.scimlet.simulator.transport.ScimCall;
import dev.scimlet.simulator.transport.ScimTransport;
import dev.scimlet.testkit.json.PlainJson;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests with an access token in the place of whatever they authenticate with. It is fetched with the first request and
 * when it is about to end; where a request is answered 401 all the same, once more, and the request is repeated.
 *
 * <p>Without a token the request is not sent, and the answer tells what the token endpoint said: 401 if it refused the client, else
 * its own status. Many threads send at once, and one of them fetches.
 */
public final class AccessTokens implements ScimTransport {

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int BAD_GATEWAY = 502;

    /** So long before its end a token is fetched anew, so that it does not end on the way. */
    private static final Duration EARLY = Duration.ofMinutes(1);

    private final ScimTransport transport;
    private final Clock clock;
    private final AtomicInteger fetched = new AtomicInteger();
    private TokenClient client;
    private @Nullable String token;
    private Instant ends = Instant.MIN;

    /** @param clock by which a token is about to end */
    public AccessTokens(ScimTransport transport, TokenClient client, Clock clock) {
        this.transport = transport;
        this.client = client;
        this.clock = clock;
    }

    /** How many tokens were fetched so far. */
    public int fetched() {
        return fetched.get();
    }

    /** Fetches another token with the next request. */
    public synchronized void forget() {
        token = null;
    }

    /** Fetches tokens in another way from now on, as when an administrator has entered a new secret; a token that is good stays. */
    public synchronized void change(TokenClient other) {
        client = other;
    }

    @Override
    public ScimAnswer send(ScimCall call) throws IOException {
        try {
            String first = current();
            ScimAnswer answer = transport.send(with(first, call));
            return answer.status() == UNAUTHORIZED ? transport.send(with(another(first), call)) : answer;
        } catch (TokenRefusedException refused) {
            return asAnswer(refused);
        }
    }

    private static ScimCall with(String token, ScimCall call) {
        Map<String, String> headers = new LinkedHashMap<>(call.headers());
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("Authorization"));
        headers.put("Authorization", "Bearer " + token);
        return new ScimCall(call.method(), call.target(), headers, call.body());
    }

    private synchronized String current() throws IOException, TokenRefusedException {
        String kept = token;
        return kept != null && clock.instant().isBefore(ends.minus(EARLY)) ? kept : fetch();
    }

    /** Another than the one that was refused: a second thread that was refused takes what the first one fetched. */
    private synchronized String another(String refused) throws IOException, TokenRefusedException {
        String kept = token;
        return kept != null && !kept.equals(refused) ? kept : fetch();
    }

    private String fetch() throws IOException, TokenRefusedException {
        TokenClient.Issued issued = client.fetch();
        fetched.incrementAndGet();
        token = issued.text();
        ends = clock.instant().plus(issued.life());
        return issued.text();
    }

    private static ScimAnswer asAnswer(TokenRefusedException refused) {
        ScimAnswer given = refused.answer();
        int status = switch (given.status()) {
            case OK -> BAD_GATEWAY;
            case BAD_REQUEST -> UNAUTHORIZED;
            default -> given.status();
        };
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/scim+json");
        given.header("Retry-After").ifPresent(wait -> headers.put("Retry-After", wait));
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("schemas", List.of("urn:ietf:params:scim:api:messages:2.0:Error"));
        error.put("status", Integer.toString(status));
        error.put("detail", String.valueOf(refused.getMessage()));
        return new ScimAnswer(status, headers, PlainJson.write(error));
    }
}
