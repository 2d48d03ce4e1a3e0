package dev.scimlet.simulator.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scimlet.simulator.directory.VirtualClock;
import dev.scimlet.simulator.transport.ScimAnswer;
import dev.scimlet.simulator.transport.ScimCall;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Against a token endpoint that numbers its tokens, and a service that knows which of them are good. */
class AccessTokensTest {

    private static final ScimCall CALL =
            new ScimCall("GET", "/Users", Map.of("authorization", "Bearer nothing", "Accept", "text/plain"), "");

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-12-01T08:00:00Z"));
    private final AtomicInteger issued = new AtomicInteger();
    private final List<ScimCall> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Boolean> revoked = new ConcurrentHashMap<>();
    private volatile ScimAnswer endpointSays;

    private final AccessTokens tokens = new AccessTokens(
            this::service, TokenClient.withSecret(this::endpoint, "scc_1", "scs_a/b", SecretPlace.HEADER), clock);

    private ScimAnswer endpoint(ScimCall call) {
        asked.add(call);
        if (endpointSays != null) {
            return endpointSays;
        }
        return new ScimAnswer(
                200,
                Map.of(),
                "{\"access_token\":\"token-" + issued.incrementAndGet()
                        + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"scim\"}");
    }

    private ScimAnswer service(ScimCall call) {
        assertThat(call.headers()).hasSize(2).containsEntry("Accept", "text/plain");
        String token = call.headers().get("Authorization");
        seen.add(token);
        return new ScimAnswer(revoked.containsKey(token) ? 401 : 200, Map.of(), "");
    }

    @Test
    void fetchesATokenOnceAndAgainBeforeItEnds() throws Exception {
        tokens.send(CALL);
        clock.advance(Duration.ofMinutes(58));
        tokens.send(CALL);
        clock.advance(Duration.ofMinutes(1));
        tokens.send(CALL);

        assertThat(seen).containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
        assertThat(tokens.fetched()).isEqualTo(2);
    }

    @Test
    void fetchesAnotherWhereOneIsRefused() throws Exception {
        tokens.send(CALL);
        revoked.put("Bearer token-1", true);

        assertThat(tokens.send(CALL).status()).isEqualTo(200);
        assertThat(seen).containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
        revoked.put("Bearer token-2", true);
        revoked.put("Bearer token-3", true);
        assertThat(tokens.send(CALL).status()).as("once, not for ever").isEqualTo(401);
        assertThat(tokens.fetched()).isEqualTo(3);
    }

    @Test
    void fetchesOneForAllThreadsThatAreRefused() throws Exception {
        tokens.send(CALL);
        revoked.put("Bearer token-1", true);
        ExecutorService workers = Executors.newFixedThreadPool(16);
        CountDownLatch all = new CountDownLatch(16);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            answers.add(workers.submit(() -> {
                all.countDown();
                all.await();
                return tokens.send(CALL).status();
            }));
        }

        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(200);
        }
        workers.shutdown();
        assertThat(tokens.fetched()).isEqualTo(2);
    }

    @Test
    void saysWhatTheTokenEndpointSaid() throws Exception {
        endpointSays = new ScimAnswer(
                400, Map.of(), "{\"error\":\"unauthorized_client\",\"error_description\":\"not in this way\"}");
        assertThat(tokens.send(CALL).status()).isEqualTo(401);
        assertThat(tokens.send(CALL).body())
                .contains("the token endpoint answered 400 unauthorized_client: not in this way");
        endpointSays = new ScimAnswer(503, Map.of("Retry-After", "7"), "<h1>Service Unavailable</h1>");
        assertThat(tokens.send(CALL).status()).isEqualTo(503);
        assertThat(tokens.send(CALL).header("Retry-After")).contains("7");
        endpointSays = new ScimAnswer(200, Map.of(), "{\"access_token\":\"x\",\"token_type\":\"DPoP\"}");
        assertThat(tokens.send(CALL).status()).isEqualTo(502);
        assertThat(seen).as("nothing is sent without a token").isEmpty();
        assertThat(tokens.fetched()).isZero();
    }

    @Test
    void tellsOfAnEndpointThatDoesNotAnswer() {
        AccessTokens lost = new AccessTokens(
                this::service,
                TokenClient.withSecret(
                        call -> {
                            throw new IOException("connection refused");
                        },
                        "scc_1",
                        "scs_1",
                        SecretPlace.BODY),
                clock);

        assertThatThrownBy(() -> lost.send(CALL))
                .isInstanceOf(IOException.class)
                .hasMessage("connection refused");
    }

    @Test
    void putsTheSecretWhereItIsTold() throws Exception {
        tokens.send(CALL);
        assertThat(asked.get(0).headers())
                .containsEntry("Authorization", "Basic c2NjXzE6c2NzX2ElMkZi")
                .containsEntry("Content-Type", "application/x-www-form-urlencoded");
        assertThat(asked.get(0).body()).isEqualTo("grant_type=client_credentials&scope=scim");

        tokens.change(TokenClient.withSecret(this::endpoint, "scc_1", "scs_a/b", SecretPlace.BODY)
                .scope(""));
        tokens.send(CALL);
        assertThat(asked).as("the token is still good").hasSize(1);
        tokens.forget();
        tokens.send(CALL);
        assertThat(asked.get(1).headers()).doesNotContainKey("Authorization");
        assertThat(asked.get(1).body())
                .isEqualTo("grant_type=client_credentials&client_id=scc_1&client_secret=scs_a%2Fb");
    }

    @Test
    void sendsAnAssertionAsEntraDoes() throws Exception {
        AccessTokens federated = new AccessTokens(
                this::service, TokenClient.withAssertions(this::endpoint, "scc_1", () -> "a.b.c"), clock);

        federated.send(CALL);

        assertThat(asked.get(0).headers()).doesNotContainKey("Authorization");
        assertThat(asked.get(0).body())
                .isEqualTo("grant_type=client_credentials&client_id=scc_1"
                        + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_assertion=a.b.c&scope=scim");
    }
}
